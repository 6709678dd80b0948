"""The idea brief: what we understood, and where it comes from."""
