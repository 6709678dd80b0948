"""The body of each deferred operation, from rows: the answer and `output.result`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.api.decisions.schemas import DecisionOut
from cofounder.api.gates.proposals import ProposalOut
from cofounder.api.gates.schemas import ResolvedOut
from cofounder.api.onboarding.schemas import SessionOut
from cofounder.api.plans.schemas import GeneratePlansResponse
from cofounder.api.understanding import views
from cofounder.api.understanding.schemas import BriefEditedOut, EditedOut, StartOut
from cofounder.artifacts import brief_edits, finalizing
from cofounder.decisions import reading
from cofounder.decisions import service as decisions
from cofounder.gates import proposals, resolving
from cofounder.gates.differences import difference_of
from cofounder.gates.repository import GateRepository, ProposalRepository
from cofounder.interviews import checking, onboarding, understanding
from cofounder.interviews.repository import (
    OnboardingRepository,
    UnderstandingRepository,
)
from cofounder.plans import service as plans
from cofounder.plans.history import present_set
from cofounder.runs.models import Run

Body = Callable[[AsyncSession, Run, User], Awaitable[Any]]


async def result_of(session: AsyncSession, run: Run, user: User) -> Any:
    """What the route of a finished deferred call answers."""
    return await BODIES[run.options["operation"]](session, run, user)


async def _onboarding(session: AsyncSession, run: Run, user: User) -> SessionOut:
    row = await OnboardingRepository(session).get_owned(_subject(run), user.id)
    return SessionOut.of(row, user)


async def _thesis(session: AsyncSession, run: Run, user: User) -> dict[str, Any]:
    row = await OnboardingRepository(session).get_owned(_subject(run), user.id)
    return onboarding.thesis_for(row, user) or {}


async def _interview(session: AsyncSession, run: Run, user: User) -> StartOut:
    sid = UUID((run.output or {})["understanding_session_id"])
    return StartOut.of(await UnderstandingRepository(session).get_owned(sid, user.id))


async def _edited(session: AsyncSession, run: Run, user: User) -> EditedOut:
    row = await UnderstandingRepository(session).get_owned(_subject(run), user.id)
    return EditedOut.of(row, regenerated=(run.output or {})["regenerated"])


async def _finalized(session: AsyncSession, run: Run, user: User) -> Any:
    row = await UnderstandingRepository(session).get_owned(_subject(run), user.id)
    return await views.finalized(session, row, user)


async def _confidence(session: AsyncSession, run: Run, user: User) -> BriefEditedOut:
    output = run.output or {}
    return BriefEditedOut(
        updated_section=output["section"],
        new_confidence=output["confidence"],
        version=output["version"],
    )


async def _resolved(session: AsyncSession, run: Run, user: User) -> ResolvedOut:
    gate = await GateRepository(session).get_owned(_subject(run), user.id)
    return ResolvedOut.of(gate)


async def _compared(session: AsyncSession, run: Run, user: User) -> ProposalOut:
    gate = await GateRepository(session).get_owned(_subject(run), user.id)
    found = await ProposalRepository(session).find_of_run(run.id)
    assert found is not None
    return ProposalOut.of(found, await difference_of(session, gate, found, user.tier))


async def _asked(session: AsyncSession, run: Run, user: User) -> DecisionOut:
    key = UUID((run.output or {})["decision_id"])
    return DecisionOut.of(await reading.get_decision(session, key, user.id))


async def _plan(
    session: AsyncSession, run: Run, user: User
) -> GeneratePlansResponse | DecisionOut:
    if run.options.get("asked_as"):
        plan_set = await present_set(session, _subject(run))
        return DecisionOut.of(reading.of_plan_set(plan_set))
    plan = await plans.get_plan(session, _subject(run))
    cleared = bool((run.output or {}).get("selection_cleared"))
    return GeneratePlansResponse.of(plan, selection_cleared=cleared)


def _subject(run: Run) -> UUID:
    assert run.subject_id is not None
    return run.subject_id


BODIES: dict[str, Body] = {
    onboarding.START: _onboarding,
    onboarding.FINALIZE: _thesis,
    understanding.START: _interview,
    checking.EDIT: _edited,
    checking.CHECK: _edited,
    finalizing.FINALIZE: _finalized,
    brief_edits.CONFIDENCE: _confidence,
    resolving.RESOLVE: _resolved,
    proposals.COMPARE: _compared,
    decisions.ASK: _asked,
    plans.GENERATE: _plan,
}
