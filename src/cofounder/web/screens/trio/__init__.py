"""The architecture page, and what strategy, timeline and it share."""
