"""What the founder decided, as words a document can rest on (PROV-02)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.gates.models import Gate
from cofounder.gates.repository import GateRepository
from cofounder.gates.states import GateStatus, GateType
from cofounder.interviews.words import Passage
from cofounder.plans.errors import NothingSelected, PlanMissing
from cofounder.plans.service import get_selected

ASKED = {
    GateType.DIRECTION: "Direction decision",
    GateType.SOLIDIFICATION: "Decision after the preview",
}


async def decision_passages(
    session: AsyncSession, project_id: UUID
) -> tuple[Passage, ...]:
    """Decisions with a reason in the founder's words, oldest first; then the plan."""
    gates = await GateRepository(session).list_of(project_id)
    decided = [g for g in gates if g.status is GateStatus.DECIDED and g.reason]
    said = tuple(_passage(gate) for gate in reversed(decided))
    return (*said, *await _plan(session, project_id))


def _passage(gate: Gate) -> Passage:
    assert gate.decision is not None and gate.reason is not None
    question = f"{ASKED[gate.gate_type]}: {gate.decision.value}"
    return Passage(ref=f"gate:{gate.id}", text=gate.reason, question=question)


async def _plan(session: AsyncSession, project_id: UUID) -> tuple[Passage, ...]:
    try:
        chosen = await get_selected(session, project_id)
    except (PlanMissing, NothingSelected):
        return ()
    option = chosen.option
    text = f"{option['name']}: {option['time_to_ship']}, {option['engineering_cost']}"
    ref = f"plan:{chosen.plan_set_id}"
    return (Passage(ref=ref, text=text, question="The way to build it you chose"),)
