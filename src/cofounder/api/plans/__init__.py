"""JSON endpoints of plans."""
