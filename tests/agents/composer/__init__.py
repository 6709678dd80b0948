"""The composer: a small real app from a founder's words."""
