"""What a score is: checks that hold or do not, and the words of those that do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

MOST_QUOTED = 400


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: whether it holds, where it stands, its words."""

    holds: bool
    where: str
    text: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the things looked at hold. `note` says why there were none."""

    name: str
    good: int
    of: int
    findings: tuple[Check, ...] = ()
    note: str = ""

    @property
    def share(self) -> float | None:
        """The part that holds; None when nothing was measured."""
        return self.good / self.of if self.of else None

    def as_dict(self) -> dict[str, Any]:
        """As the report has it."""
        findings = [
            {"where": f.where, "text": f.text[:MOST_QUOTED], "why": f.why}
            for f in self.findings
        ]
        share = None if self.share is None else round(self.share, 4)
        figures = {"share": share, "good": self.good, "of": self.of}
        return {**figures, "note": self.note, "findings": findings}


def score(name: str, checks: Iterable[Check], *, note: str = "") -> Score:
    """The score of these checks."""
    looked_at = list(checks)
    wrong = tuple(check for check in looked_at if not check.holds)
    good = len(looked_at) - len(wrong)
    said = "" if looked_at else (note or "nothing to measure")
    return Score(name, good, len(looked_at), wrong, said)


def not_measured(name: str, why: str) -> Score:
    """A score that this outcome gives no ground for."""
    return Score(name, 0, 0, note=why)
