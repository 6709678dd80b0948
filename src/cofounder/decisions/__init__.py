"""Decisions: the console's questions, and everything a founder decided as a source."""
