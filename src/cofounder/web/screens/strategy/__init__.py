"""The decision graph as a drawing and as a list that holds the same."""
