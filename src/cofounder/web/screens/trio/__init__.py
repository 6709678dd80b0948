"""Strategy, timeline and architecture as plain pages."""
