"""Two versions of a document beside each other, word by word."""
