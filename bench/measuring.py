"""What a row is, and how its figures come together."""

from __future__ import annotations

import statistics
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

Better = Literal["lower", "higher"]
TargetOf = Literal["ratio", "ours"]
Measure = Callable[[], Awaitable[float]]


class Missing(Exception):
    """A part this machine lacks, so that a row cannot be measured; the text says which."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How thoroughly to measure, and where files may lie meanwhile."""

    runs: int
    quick: bool
    folder: Path

    def count(self, full: int, quick: int) -> int:
        """How many steps or calls one run takes."""
        return quick if self.quick else full

    def seconds(self, full: float) -> float:
        """How long one run asks a server."""
        return full / 10 if self.quick else full


@dataclass(frozen=True, slots=True)
class Spec:
    """What a row compares, and what it should reach; a target needs no floor."""

    name: str
    unit: str
    floor_name: str
    better: Better = "lower"
    target: float | None = None
    target_of: TargetOf = "ratio"


@dataclass(frozen=True, slots=True)
class Samples:
    """One figure per interleaved run and side; `note` says what else was different."""

    ours: Sequence[float]
    floor: Sequence[float] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A measured row, as `results.json` has it."""

    name: str
    unit: str
    ours: float | None
    floor: float | None
    floor_name: str
    ratio: float | None
    better: Better
    target: float | None
    target_of: TargetOf
    met: bool | None
    runs: int
    ours_range: tuple[float, float] | None = None
    floor_range: tuple[float, float] | None = None
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Topic:
    """Rows that are measured together. `measure` may raise `Missing`."""

    name: str
    specs: tuple[Spec, ...]
    measure: Callable[[Plan], Awaitable[dict[Spec, Samples]]]


async def interleaved(runs: int, ours: Measure, floor: Measure) -> Samples:
    """Measure both sides in turns; every other run begins with the other side."""
    found: dict[Measure, list[float]] = {ours: [], floor: []}
    for number in range(runs):
        for side in (ours, floor) if number % 2 == 0 else (floor, ours):
            found[side].append(await side())
    return Samples(found[ours], found[floor])


def row(spec: Spec, samples: Samples) -> Row:
    """The medians of both sides, and whether the target is met."""
    ours = statistics.median(samples.ours)
    floor = statistics.median(samples.floor) if samples.floor else None
    ratio = ours / floor if floor else None
    return Row(
        **_words(spec),
        ours=ours,
        floor=floor,
        ratio=ratio,
        met=_met(spec, ours if spec.target_of == "ours" else ratio),
        runs=len(samples.ours),
        ours_range=(min(samples.ours), max(samples.ours)),
        floor_range=(min(samples.floor), max(samples.floor)) if floor else None,
        note=samples.note,
    )


def skipped(spec: Spec, why: str) -> Row:
    """A row without figures, and why it has none."""
    return Row(
        **_words(spec), ours=None, floor=None, ratio=None, met=None, runs=0, note=why
    )


def _words(spec: Spec) -> dict[str, Any]:
    return asdict(spec)


def _met(spec: Spec, figure: float | None) -> bool | None:
    if spec.target is None or figure is None:
        return None
    return figure <= spec.target if spec.better == "lower" else figure >= spec.target


def percentile(figures: Sequence[float], share: float) -> float:
    """The figure below which `share` of them lie."""
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
