"""Use cases of the understanding interview, up to the point of finalizing.

What an answer does to the other questions is in `checking`. Finalizing itself writes
the idea brief and starts the trio: see `cofounder.artifacts.finalizing`.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.accounts.tiers import Tier, limits_of
from cofounder.interviews.answers import (
    answered_count,
    give_answer,
    open_ids,
    question_rows,
)
from cofounder.interviews.closing import CLOSING
from cofounder.interviews.errors import NotAllAnswered, WrongState
from cofounder.interviews.models import (
    Action,
    OnboardingSession,
    SessionStatus,
    UnderstandingSession,
)
from cofounder.interviews.passages import assumptions_of, passages_of
from cofounder.interviews.ports import (
    InterviewRequest,
    QuestionDraft,
    UnderstandingQuestions,
)
from cofounder.interviews.repository import (
    OnboardingRepository,
    UnderstandingRepository,
)
from cofounder.interviews.sameness import unasked
from cofounder.runs.calls import Reply
from cofounder.runs.deferral import DeferredCall, context_of, defer
from cofounder.runs.models import Run

START = "understanding.start"
FINALIZE = "understanding.finalize"


async def start(
    session: AsyncSession,
    onboarding: OnboardingSession,
    *,
    by: User,
    correlation_id: str,
    again: bool = False,
) -> Run:
    """Ask for the deeper questions, for the first time or `again` from the start.

    Raises:
        WrongState: the onboarding is not finished, or has no project yet.
    """
    if onboarding.status is not SessionStatus.COMPLETED:
        raise WrongState("Complete onboarding first.")
    if onboarding.project_id is None:
        raise WrongState("Create the project from your summary first.")
    call = DeferredCall(
        operation=START,
        subject=str(onboarding.project_id),
        label="Preparing the interview",
        options={"onboarding_id": str(onboarding.id), "again": again},
        project_id=onboarding.project_id,
        subject_id=onboarding.id,
    )
    return await defer(session, call, by=by, correlation_id=correlation_id)


async def find_session(
    session: AsyncSession, onboarding: OnboardingSession
) -> UnderstandingSession | None:
    """The interview of an onboarding's project, if it was started."""
    if onboarding.project_id is None:
        return None
    return await UnderstandingRepository(session).find_by_project(onboarding.project_id)


async def questions_request(session: AsyncSession, run: Run) -> InterviewRequest:
    """What the interviewer needs for the deeper questions; one place is kept free."""
    onboarding = await OnboardingRepository(session).get(
        UUID(run.options["onboarding_id"])
    )
    limit = limits_of(Tier(run.tier)).understanding_questions
    return InterviewRequest(
        context=context_of(run, "call"),
        passages=passages_of(onboarding),
        assumptions=assumptions_of(onboarding),
        thesis=onboarding.canonical_thesis or {},
        question_limit=limit - 1,
    )


async def open_session(
    session: AsyncSession, run: Run, reply: Reply[UnderstandingQuestions]
) -> dict[str, Any]:
    """Store the interview with its questions, the closing one last (UNDR-02).

    A re-interview keeps the session's id and clears what was answered (UNDR-10).
    """
    onboarding = await OnboardingRepository(session).get(
        UUID(run.options["onboarding_id"])
    )
    assert onboarding.project_id is not None
    limit = limits_of(Tier(run.tier)).understanding_questions
    new = unasked(reply.value.questions, onboarding.questions)
    drafts = [*new[: limit - 1], CLOSING]
    found = await UnderstandingRepository(session).find_by_project(
        onboarding.project_id
    )
    if found is None:
        found = UnderstandingSession(
            user_id=run.user_id,
            project_id=onboarding.project_id,
            onboarding_session_id=onboarding.id,
        )
        session.add(found)
    elif not run.options["again"] and found.questions:
        return {"understanding_session_id": str(found.id)}
    _reset(found, drafts, reply.generated_by)
    await session.flush()
    return {"understanding_session_id": str(found.id)}


def _reset(
    interview: UnderstandingSession, drafts: list[QuestionDraft], generated_by: str
) -> None:
    first = (interview.question_count or 0) + 1
    interview.questions = question_rows(drafts, first=first, prefix="u")
    interview.question_count = first + len(drafts) - 1
    interview.answers = {}
    interview.decided = {}
    interview.current_index = 0
    interview.status = SessionStatus.IN_PROGRESS
    interview.completed_at = None
    interview.generated_by = generated_by


def answer(
    interview: UnderstandingSession, question_id: str, text: str, action: Action
) -> None:
    """Answer, skip or delegate a question; a second time replaces the answer.

    Raises:
        WrongState: the interview is finished.
        UnknownQuestion, AnswerRequired: see `give_answer`.
    """
    if interview.status is not SessionStatus.IN_PROGRESS:
        raise WrongState("This interview is finished. You can interview again.")
    give_answer(interview, question_id, text, action)


def check_all_answered(interview: UnderstandingSession) -> None:
    """Refuse to finalize with open questions (UNDR-08).

    Raises:
        NotAllAnswered: with the figures and the open ids.
    """
    missing = open_ids(interview, required_only=False)
    if missing:
        raise NotAllAnswered(
            answered_count(interview), len(interview.questions), missing
        )
