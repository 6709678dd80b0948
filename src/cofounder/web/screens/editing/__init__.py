"""Editing a section of a document, as a form that works everywhere."""
