"""The timeline of a project."""
