"""Projects: one idea and everything made from it, and where it is on the journey."""
