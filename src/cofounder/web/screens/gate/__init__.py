"""Gate 1: the founder decides the direction."""
