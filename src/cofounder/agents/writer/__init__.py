"""The writer: the five documents on a real model."""
