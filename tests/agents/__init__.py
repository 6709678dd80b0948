"""Agents: what answers in place of, or through, a model."""
