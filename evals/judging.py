"""Totals over all cases, and whether they reach what they must."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cofounder.runner import Mode
from evals.cases import Case
from evals.outcomes import Outcome
from evals.scores import scores_of
from evals.scores.scoring import Score

THRESHOLDS = Path(__file__).with_name("thresholds.toml")
Limits = Mapping[str, Mapping[str, float]]

# Scores that only some cases give ground for.
GROUNDS: dict[str, Callable[[Case], bool]] = {
    "injection_ignored": lambda case: case.injection is not None,
    "hidden_facts": lambda case: bool(case.hidden),
    "contradictions_noticed": lambda case: bool(case.contradictions),
    "decision_followed": lambda case: case.decision.kind != "proceed",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One case with its scores."""

    outcome: Outcome
    scores: tuple[Score, ...]

    def score(self, name: str) -> Score:
        """The score of that name."""
        return next(score for score in self.scores if score.name == name)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A score over all cases beside what it should reach; `must` makes it count."""

    name: str
    good: int
    of: int
    least: float | None
    must: bool
    met: bool | None

    @property
    def share(self) -> float | None:
        """The part that holds; None when nothing was measured."""
        return self.good / self.of if self.of else None

    @property
    def is_failed(self) -> bool:
        """Whether the run fails by this."""
        return self.must and self.met is False


def judge(outcome: Outcome) -> Judged:
    """The outcome with every score."""
    return Judged(outcome, tuple(scores_of(outcome)))


def verdicts(
    judged: Sequence[Judged], mode: Mode, limits: Limits | None = None
) -> list[Verdict]:
    """Every score over all cases, in the order of the scores."""
    known = limits if limits is not None else thresholds()
    return [
        _verdict(name, judged, mode, known)
        for name in [score.name for score in (judged[0].scores if judged else ())]
    ]


def _verdict(
    name: str, judged: Sequence[Judged], mode: Mode, limits: Limits
) -> Verdict:
    scores = [one.score(name) for one in judged]
    good, of = sum(score.good for score in scores), sum(score.of for score in scores)
    least, must = _least(name, mode, limits)
    expected = any(GROUNDS.get(name, _always)(one.outcome.case) for one in judged)
    if least is None or (of == 0 and not (must and expected)):
        return Verdict(name, good, of, least, must, None)
    return Verdict(name, good, of, least, must, of > 0 and good / of >= least)


def _least(name: str, mode: Mode, limits: Limits) -> tuple[float | None, bool]:
    """What the score should reach, and whether it must."""
    tables = ["enforced", *(["demo"] if mode is Mode.DEMO else [])]
    needed = [limits[table][name] for table in tables if name in limits.get(table, {})]
    if needed:
        return max(needed), True
    return limits.get("wanted", {}).get(name), False


def _always(_: Case) -> bool:
    return True


def thresholds() -> Limits:
    """What `thresholds.toml` asks for."""
    return tomllib.loads(THRESHOLDS.read_text(encoding="utf-8"))
