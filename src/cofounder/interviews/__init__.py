"""Interviews: what the founder said, question by question, in their own words.

Onboarding asks a few questions about an idea and ends in a thesis snapshot; the
understanding interview goes deeper and ends in the idea brief.
"""
