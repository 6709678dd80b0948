"""What has to hold before a gate is decided, and before what follows it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.gates.errors import (
    GateDecided,
    GateExpired,
    GatePending,
    NotProceed,
    WrongChoice,
)
from cofounder.gates.models import Gate
from cofounder.gates.repository import GateRepository
from cofounder.gates.states import Choice, GateStatus, choices_of
from cofounder.projects import service as projects
from cofounder.projects.models import Project


async def lock_pending(session: AsyncSession, gate: Gate, project: Project) -> Gate:
    """The gate, locked, while it can still be decided.

    Raises:
        GateDecided, GateExpired: it is not pending any more.
        ProjectParked: the project rests.
    """
    gate = await GateRepository(session).get_for_update(gate.id)
    if gate.status is GateStatus.DECIDED:
        raise GateDecided
    if gate.status is GateStatus.EXPIRED:
        raise GateExpired
    projects.check_not_parked(project)
    return gate


def check_choice(gate: Gate, choice: Choice, action_text: str) -> None:
    """Refuse a decision of the other gate, and a turn without a text.

    Raises:
        WrongChoice: naming the field.
    """
    if choice not in choices_of(gate.gate_type):
        allowed = ", ".join(sorted(c.value for c in choices_of(gate.gate_type)))
        raise WrongChoice(f"decision: this gate takes {allowed}.")
    if choice in (Choice.NARROW, Choice.PIVOT) and not action_text.strip():
        raise WrongChoice(f"action_text: say in your words how to {choice.value}.")


async def check_direction(session: AsyncSession, project_id: UUID) -> None:
    """Refuse planning and building unless the founder decided to proceed (GATE-02).

    Raises:
        GatePending: a decision is open, of either gate.
        NotProceed: the latest decided Gate 1 is something else, or none exists.
    """
    gates = GateRepository(session)
    pending = await gates.find_pending(project_id)
    if pending is not None:
        raise GatePending(pending.id, pending.gate_type.value)
    latest = await gates.find_latest_direction(project_id)
    if latest is None or latest.decision is not Choice.PROCEED:
        raise NotProceed


async def turned_since(
    session: AsyncSession, project_id: UUID, moment: datetime
) -> bool:
    """Whether the direction was narrowed or changed after a moment (GATE-11)."""
    gates = await GateRepository(session).list_of(project_id)
    return any(
        gate.decided_at is not None and gate.decided_at > moment
        for gate in gates
        if gate.decision in (Choice.NARROW, Choice.PIVOT)
    )
