"""JSON endpoints of runs."""
