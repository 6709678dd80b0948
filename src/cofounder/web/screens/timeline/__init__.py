"""Milestones ahead, and the board of everything that happened."""
