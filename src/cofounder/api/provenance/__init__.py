"""JSON endpoint of provenance."""
