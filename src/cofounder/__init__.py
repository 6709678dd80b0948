"""cofounder: an AI technical co-founder that people host themselves."""
