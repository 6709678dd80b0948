"""The strategist: the strategy graph, the timeline and the architecture."""
