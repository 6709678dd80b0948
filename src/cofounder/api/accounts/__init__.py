"""JSON endpoints of accounts."""
