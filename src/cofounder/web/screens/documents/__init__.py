"""The library: every document of a project, and the run that writes them."""
