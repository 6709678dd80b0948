"""What a look at one part of this machine found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class State(StrEnum):
    """How it is: a note is worth knowing, a problem needs somebody."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one part, with the command that repairs it."""

    state: State
    message: str
    fix: str | None = None
    name: str = ""

    def named(self, name: str) -> Finding:
        """The same finding about the part `name`."""
        return replace(self, name=name)


def ok(message: str) -> Finding:
    """It works."""
    return Finding(State.OK, message)


def noted(message: str, fix: str | None = None) -> Finding:
    """It works, and this is worth knowing."""
    return Finding(State.NOTE, message, fix)


def problem(message: str, fix: str | None = None) -> Finding:
    """It does not work."""
    return Finding(State.PROBLEM, message, fix)
