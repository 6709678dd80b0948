"""A gate that is over: decided with its record, or expired."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock
from cofounder.gates.models import Gate, ProposalStatus
from cofounder.gates.repository import GateRepository, ProposalRepository
from cofounder.gates.states import Choice, GateStatus
from cofounder.projects import service as projects


async def close(
    session: AsyncSession, gate: Gate, choice: Choice, *, reason: str, by: str
) -> None:
    """Record the decision; a comparison it was not taken from is dropped."""
    gate.status = GateStatus.DECIDED
    gate.decision = choice
    gate.decided_by = "founder"
    gate.decided_at = clock.now()
    gate.reason = reason or None
    projects.record(
        session,
        gate.project_id,
        "gate_decided",
        correlation_id=by,
        actor="founder",
        detail={
            "gate_id": str(gate.id),
            "gate_type": gate.gate_type.value,
            "decision": choice.value,
        },
        reason=reason or None,
    )
    proposal = await ProposalRepository(session).find_open(gate.id, lock=True)
    if proposal is not None:  # decided without it
        proposal.status = ProposalStatus.DROPPED
        proposal.ended_at = clock.now()
    await session.flush()


async def expire_all(session: AsyncSession, project_id: UUID) -> None:
    """Pending gates of a deleted project no longer wait for anybody (ENT-20)."""
    for gate in await GateRepository(session).list_of(project_id):
        if gate.status is GateStatus.PENDING:
            gate.status = GateStatus.EXPIRED
