"""One suite per seam; every implementation passes it."""
