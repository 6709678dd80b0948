"""What is shown when a page cannot be."""
