"""Plans: execution options for the MVP, and the one the founder chose."""
