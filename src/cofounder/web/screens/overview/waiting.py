"""Everything that waits for the founder, decisions first."""

from __future__ import annotations

from cofounder.gates.states import GateType
from cofounder.journey.focus import pending_gates
from cofounder.journey.rows import ProjectRows
from cofounder.projects.stages import ProjectStatus
from cofounder.runs.states import RunStatus
from cofounder.web.screens.overview.pages import Waiting
from cofounder.web.words import shorten

ASKED = {
    GateType.DIRECTION: "The direction waits for your decision.",
    GateType.SOLIDIFICATION: "What comes next waits for your decision.",
}
KEY = Waiting(
    icon="key-round",
    text="The model refused our key. Work goes on once there is another.",
    label="Open settings",
    href="/settings",
)


def waiting_of(rows: ProjectRows, home: str) -> tuple[Waiting, ...]:
    """Gates, what was promised to be looked at again, questions, then our own needs."""
    stopped = any(r.status is RunStatus.AWAITING_FOUNDER for r in rows.active_runs)
    rests = rows.project.status is ProjectStatus.PARKED
    return (
        *_gates(rows, home),
        *(() if rests else _tripwires(rows, home)),
        *(() if rests else _questions(rows, home)),
        *((KEY,) if stopped else ()),
    )


def _gates(rows: ProjectRows, home: str) -> list[Waiting]:
    return [
        Waiting(
            icon="signpost",
            text=ASKED[gate.gate_type],
            label="Decide",
            href=f"{home}/gate",
        )
        for gate in pending_gates(rows)
    ]


def _tripwires(rows: ProjectRows, home: str) -> list[Waiting]:
    return [
        Waiting(
            icon="flag",
            text=f"Time to look again: {shorten(wire.condition, 160)}",
            label="Say what happened",
            href=f"{home}/decisions#overdue",
        )
        for wire in rows.overdue
    ]


def _questions(rows: ProjectRows, home: str) -> list[Waiting]:
    return [
        Waiting(
            icon="signpost",
            text=f"“{question.subject}” waits for your answer.",
            label="Compare options",
            href=f"{home}/decisions/{question.id}",
        )
        for question in reversed(rows.console)
        if question.decided_at is None
    ]
