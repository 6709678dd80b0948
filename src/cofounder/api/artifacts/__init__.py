"""JSON endpoints of artifacts."""
