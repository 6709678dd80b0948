"""Tests of the app: `python -m pytest` runs them all."""
