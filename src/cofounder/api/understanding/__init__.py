"""JSON endpoints of understanding."""
