"""Exports: what cofounder wrote, in forms that leave it."""
