"""Everything the founder decided, as the data room lists it: one record of each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts.models import Artifact, AssumptionVerdict
from cofounder.artifacts.repository import VerdictRepository
from cofounder.decisions.models import ConsoleDecision
from cofounder.decisions.repository import DecisionRepository
from cofounder.decisions.templates import title_of
from cofounder.exports.data_room.room import Choice, Decision
from cofounder.gates.models import Gate, Proposal, Tripwire
from cofounder.gates.repository import (
    GateRepository,
    ProposalRepository,
    TripwireRepository,
)
from cofounder.gates.states import OPTIONS, TITLES


async def decisions_of(
    session: AsyncSession, project_id: UUID, plan: Artifact | None
) -> tuple[Decision, ...]:
    """Gates with what was compared and promised, the plan, questions, verdicts."""
    gates = await GateRepository(session).list_of(project_id)
    console = await DecisionRepository(session).list_of(project_id)
    compared = await ProposalRepository(session).list_of(project_id)
    wires = await TripwireRepository(session).list_of(project_id)
    verdicts = await VerdictRepository(session).list_of(project_id)
    return (
        *(_gate(gate) for gate in reversed(gates)),
        *(_proposal(proposal) for proposal in compared),
        *(_tripwire(wire) for wire in wires),
        *([_plan(plan)] if plan is not None else []),
        *(_answer(decision) for decision in reversed(console)),
        *(_verdict(verdict) for verdict in verdicts),
    )


def _gate(gate: Gate) -> Decision:
    decided = gate.decision
    options = tuple(
        Choice(one.title, one.description, chosen=one.value is decided)
        for one in OPTIONS[gate.gate_type]
    )
    return Decision(
        id=f"gate:{gate.id}",
        title=TITLES[gate.gate_type],
        status=gate.status.value,
        decided=next((one.title for one in options if one.chosen), ""),
        decided_at=gate.decided_at,
        decided_by=gate.decided_by or "",
        reason=gate.reason or "",
        options=options,
        context=gate.context,
    )


def _plan(plan: Artifact) -> Decision:
    content = plan.current_content or {}
    chosen = plan.selected_option_id
    options = tuple(
        Choice(one["name"], one["technical_approach"], chosen=one["id"] == chosen)
        for one in content["options"]
    )
    return Decision(
        id=f"plan:{content.get('plan_set_id', '')}",
        title="Execution plan",
        status="pending" if chosen is None else "decided",
        decided=next((one.title for one in options if one.chosen), ""),
        decided_at=plan.selected_at,
        decided_by="" if chosen is None else "founder",
        options=options,
    )


def _proposal(proposal: Proposal) -> Decision:
    return Decision(
        id=f"proposal:{proposal.id}",
        title=f"Compared before deciding: {proposal.choice.value}",
        status=proposal.status.value,
        decided_at=proposal.ended_at,
        reason=proposal.text,
    )


def _tripwire(wire: Tripwire) -> Decision:
    return Decision(
        id=f"tripwire:{wire.id}",
        title="Tripwire",
        status=wire.status.value,
        decided=wire.condition,
        decided_at=wire.answered_at,
        decided_by="founder" if wire.answered_at else "",
        reason=wire.note,
        context={"due_on": wire.due_on.isoformat()},
    )


def _answer(decision: ConsoleDecision) -> Decision:
    options = tuple(
        Choice(one["name"], one["technical_approach"], chosen=_is_chosen(one, decision))
        for one in decision.options
    )
    return Decision(
        id=f"decision:{decision.id}",
        title=title_of(decision.template),
        status=decision.status.value,
        decided=next((one.title for one in options if one.chosen), ""),
        decided_at=decision.decided_at,
        decided_by=decision.decided_by or "",
        reason=decision.note,
        options=options,
    )


def _is_chosen(option: dict[str, Any], decision: ConsoleDecision) -> bool:
    return option["id"] == decision.chosen_option_id


def _verdict(verdict: AssumptionVerdict) -> Decision:
    return Decision(
        id=f"decision:{verdict.id}",
        title=f"Assumption {verdict.verdict.value}",
        status="decided",
        decided=verdict.text,
        decided_at=verdict.decided_at,
        decided_by="founder",
        reason=verdict.note,
    )
