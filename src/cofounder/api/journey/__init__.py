"""The stages of a project."""
