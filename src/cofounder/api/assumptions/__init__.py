"""JSON endpoints of the assumption register."""
