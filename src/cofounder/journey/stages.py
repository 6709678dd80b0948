"""Stage records: checklists, exit criteria and what comes next (STAG-03, STAG-07)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cofounder.gates.models import Gate
from cofounder.gates.states import Choice, GateStatus
from cofounder.journey.risks import RiskFlag, visible_risks
from cofounder.journey.rows import ProjectRows
from cofounder.projects.models import StageEvent
from cofounder.projects.stages import (
    MILESTONES,
    STAGE_NAMES,
    Milestone,
    global_progress,
    stage_progress,
)

_TURNS = {
    Choice.NARROW: ("Scope narrowed to: {}", "narrowing_instruction"),
    Choice.PIVOT: ("New direction checked: {}", "pivot_description"),
}


@dataclass(frozen=True, slots=True)
class MilestoneRead:
    """A weighted line of a stage, and when it was done."""

    key: str
    title: str
    weight: int
    completed_at: str | None


@dataclass(frozen=True, slots=True)
class Criterion:
    """A condition for leaving a stage, in plain words."""

    text: str
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRead:
    """One stage as it stands; `entered_at` is None for stages not reached now."""

    stage_number: int
    name: str
    entered_at: datetime | None
    progress_percent: int
    milestones: tuple[MilestoneRead, ...]
    exit_criteria: tuple[Criterion, ...]
    blocking_risks: tuple[RiskFlag, ...]


@dataclass(frozen=True, slots=True)
class JourneyRead:
    """All stages and the progress over them."""

    stages: tuple[StageRead, ...]
    global_progress: int


def journey_of(rows: ProjectRows) -> JourneyRead:
    """Every stage's record."""
    return JourneyRead(
        stages=tuple(stage_of(rows, number) for number in MILESTONES),
        global_progress=global_progress(_done_by_stage(rows)),
    )


def stage_of(rows: ProjectRows, number: int) -> StageRead:
    """One stage's record; stage 0 has a name and nothing to do."""
    done = done_in(rows, number)
    milestones = MILESTONES.get(number, ())
    return StageRead(
        stage_number=number,
        name=STAGE_NAMES[number],
        entered_at=_entered_at(rows, number),
        progress_percent=stage_progress(number, done),
        milestones=tuple(_milestone(m, done) for m in milestones),
        exit_criteria=exit_criteria(rows, number),
        blocking_risks=visible_risks(rows)
        if number == rows.project.stage_number
        else (),
    )


def exit_criteria(rows: ProjectRows, number: int) -> tuple[Criterion, ...]:
    """The stage's checklist in words, then what the last narrowing or pivot added."""
    done = done_in(rows, number)
    listed = [
        Criterion(m.words, bool(done.get(m.key))) for m in MILESTONES.get(number, ())
    ]
    turn = _last_turn(rows.gates)
    if turn is not None and _stage_of_turn(turn) == number:
        listed.append(_criterion_of(turn, rows.gates))
    return tuple(listed)


def next_milestone(rows: ProjectRows) -> str | None:
    """The first open line of the present stage, in table order."""
    done = done_in(rows, rows.project.stage_number)
    milestones = MILESTONES.get(rows.project.stage_number, ())
    return next((m.words for m in milestones if not done.get(m.key)), None)


def done_in(rows: ProjectRows, number: int) -> dict[str, Any]:
    """Milestone key to the moment it was done."""
    return _done_by_stage(rows).get(number, {})


def _done_by_stage(rows: ProjectRows) -> dict[int, dict[str, Any]]:
    return {config.stage_number: config.done for config in rows.stages}


def _milestone(milestone: Milestone, done: dict[str, Any]) -> MilestoneRead:
    return MilestoneRead(
        key=milestone.key,
        title=milestone.words,
        weight=milestone.weight,
        completed_at=done.get(milestone.key),
    )


def _entered_at(rows: ProjectRows, number: int) -> datetime | None:
    if number == rows.project.stage_number:
        return rows.project.stage_entered_at
    if number > rows.project.stage_number:
        return None
    return next((e.created_at for e in rows.events if _enters(e, number)), None)


def _enters(event: StageEvent, number: int) -> bool:
    return event.event_type == "transition" and event.to_stage == number


def _last_turn(gates: Sequence[Gate]) -> Gate | None:
    turns = [g for g in gates if g.decision in _TURNS and g.decided_at is not None]
    return max(turns, key=_when, default=None)


def _when(gate: Gate) -> datetime:
    return gate.decided_at or gate.created_at


def _stage_of_turn(turn: Gate) -> int:
    return 1 if turn.decision is Choice.PIVOT else max(1, turn.stage_number)


def _criterion_of(turn: Gate, gates: Sequence[Gate]) -> Criterion:
    """Met once a later Gate 1 says to proceed (GATE-08, GATE-09)."""
    assert turn.decision is not None
    words, key = _TURNS[turn.decision]
    confirmed = any(
        gate.status is GateStatus.DECIDED
        and gate.decision is Choice.PROCEED
        and _when(gate) > _when(turn)
        for gate in gates
    )
    return Criterion(words.format(turn.context.get(key) or turn.reason), confirmed)
