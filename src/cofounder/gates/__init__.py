"""Gates: the founder's formal decisions, which block execution while they are open."""
