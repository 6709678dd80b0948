"""What we take for granted, in one place, and what rests on it."""
