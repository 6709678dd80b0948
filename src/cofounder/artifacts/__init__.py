"""Artifacts: the documents cofounder writes, and every version they ever had."""
