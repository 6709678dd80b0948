"""Journeys in headless Chromium, against a real server."""
