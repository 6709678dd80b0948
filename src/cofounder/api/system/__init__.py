"""JSON endpoints of system."""
