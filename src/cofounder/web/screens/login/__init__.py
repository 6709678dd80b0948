"""Signing in with the one-time link."""
