"""Artifacts as chapters: what each says, in the order it is read."""
