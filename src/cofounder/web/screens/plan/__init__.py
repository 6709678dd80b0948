"""Two or three ways to build it, side by side."""
