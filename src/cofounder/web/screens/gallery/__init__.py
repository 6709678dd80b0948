"""Every component in every state, at /-/components."""
