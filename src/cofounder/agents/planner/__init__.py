"""The planner: two or three ways to build the first version."""
