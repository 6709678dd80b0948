"""The body of each deferred operation, from rows: the answer and `output.result`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.api.gates.schemas import ResolvedOut
from cofounder.api.onboarding.schemas import SessionOut
from cofounder.api.plans.schemas import PlanOut
from cofounder.api.understanding import views
from cofounder.api.understanding.schemas import BriefEditedOut, EditedOut, StartOut
from cofounder.artifacts import brief_edits, finalizing
from cofounder.gates import service as gates
from cofounder.gates.repository import GateRepository
from cofounder.interviews import checking, onboarding, understanding
from cofounder.interviews.repository import (
    OnboardingRepository,
    UnderstandingRepository,
)
from cofounder.plans import service as plans
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


async def _plan(session: AsyncSession, run: Run, user: User) -> PlanOut:
    plan = await plans.get_plan(session, _subject(run))
    cleared = bool((run.output or {}).get("selection_cleared"))
    return PlanOut.of(plan, selection_cleared=cleared)


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
    gates.RESOLVE: _resolved,
    plans.GENERATE: _plan,
}
