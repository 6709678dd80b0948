"""JSON endpoints of projects."""
