"""One of the five documents: read it, prove it, change it, go back."""
