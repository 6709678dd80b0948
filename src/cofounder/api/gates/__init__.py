"""JSON endpoints of gates."""
