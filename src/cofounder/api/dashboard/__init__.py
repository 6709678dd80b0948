"""The dashboard of a project."""
