"""The coder: designs, writes and fixes the founder's app."""
