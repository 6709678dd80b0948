"""Comparing two versions: what each section lost and gained."""

from __future__ import annotations

from dataclasses import dataclass

from cofounder.web.views import Screen


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two versions."""

    label: str
    is_present: bool
    reason: str
    author: str
    when: str
    at: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """A section that differs; pieces are (same, added or removed, text)."""

    key: str
    title: str
    pieces: tuple[tuple[str, str], ...]
    added: int
    removed: int
    is_edited: bool
    bring_back: str = ""
    """Posts "take this section from the older version"; set where that makes sense."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A version in the two pickers."""

    number: int
    label: str


@dataclass(frozen=True, kw_only=True)
class ComparePage(Screen):
    """`/projects/{id}/documents/{kind}/compare`."""

    template = "screens/compare/page.html"

    title: str
    document_href: str
    action: str
    before: Side
    after: Side
    from_number: int
    to_number: int
    choices: tuple[Choice, ...]
    changes: tuple[Change, ...]
    unchanged: tuple[str, ...]
    summary: str
    restore_action: str
