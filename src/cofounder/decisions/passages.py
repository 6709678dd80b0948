"""Everything the founder decided, as sources for documents (PROV-02, DCSN-05).

The texts are made from stored rows in one way only, so that a quote of them can be
verified at any later time (PROV-03).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.decisions.reading import DECIDED, Decision, console_decisions
from cofounder.decisions.templates import Template, question_of
from cofounder.gates.models import Gate
from cofounder.gates.repository import GateRepository
from cofounder.gates.states import ASKED, GateStatus
from cofounder.interviews.words import Passage
from cofounder.plans.history import PlanSet, plan_sets


async def decision_passages(
    session: AsyncSession, project_id: UUID
) -> tuple[Passage, ...]:
    """Gates, the chosen plan and the console's answers, oldest first.

    Gates that were decided without a word are none. Superseded answers stay out: what
    they said no longer holds.
    """
    gates = await GateRepository(session).list_of(project_id)
    said = [_of_gate(g) for g in reversed(gates) if _has_words(g)]
    present = [s for s in await plan_sets(session, project_id) if s.is_present]
    said += [_of_plan(plan) for plan in present if plan.chosen is not None]
    answers = await console_decisions(session, project_id)
    said += [_of_answer(d) for d in reversed(answers) if _holds(d)]
    return tuple(said)


def _has_words(gate: Gate) -> bool:
    return gate.status is GateStatus.DECIDED and bool((gate.reason or "").strip())


def _of_gate(gate: Gate) -> Passage:
    assert gate.decision is not None
    question = f"{ASKED[gate.gate_type]} You decided: {gate.decision.value}."
    return Passage(f"gate:{gate.id}", gate.reason or "", question, "decision")


def _of_plan(plan: PlanSet) -> Passage:
    assert plan.chosen is not None
    text = said_of(plan.chosen, plan.note)
    question = question_of(Template.BUILD_PATH)
    return Passage(f"plan:{plan.plan_set_id}", text, question, "decision")


def _holds(decision: Decision) -> bool:
    return decision.status == DECIDED and not decision.superseded


def _of_answer(decision: Decision) -> Passage:
    assert decision.chosen is not None
    text = said_of(decision.chosen, decision.note)
    ref, question = f"decision:{decision.id}", question_of(decision.template)
    return Passage(ref, text, question, "decision")


def said_of(option: Mapping[str, Any], note: str) -> str:
    """The chosen option's name, time and meaning, then the founder's own note."""
    meant = f"{option['name']}: {option['technical_approach']}"
    return "\n".join(part for part in (meant, note) if part)
