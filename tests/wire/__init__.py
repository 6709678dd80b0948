"""A model server on loopback that speaks two providers' wire formats."""
