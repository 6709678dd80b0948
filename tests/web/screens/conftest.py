"""Fixtures of the pages' tests."""

from __future__ import annotations

from tests.web.screens.walking import walk_pages

__all__ = ["walk_pages"]
