"""The decision graph of a project."""
