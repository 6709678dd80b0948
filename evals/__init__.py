"""The evaluation: founders who do not exist, and what a model makes of them.

Every case is walked through the runner's ports with the product's own rules for what
is kept, so a score says what a founder would get. See `docs/guide/evals.md`.
"""
