"""JSON endpoints of the decision console."""
