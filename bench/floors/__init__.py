"""The least each thing could cost: what we are measured against."""
