"""Demo mode: every text comes from the founder's words."""
