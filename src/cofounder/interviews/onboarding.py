"""Use cases of onboarding: from one sentence to a thesis and a project."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock, ids
from cofounder.accounts.models import User
from cofounder.accounts.repository import UserRepository
from cofounder.interviews.answers import (
    give_answer,
    open_ids,
    question_of,
    question_rows,
)
from cofounder.interviews.brief import (
    MAX_LINE,
    MAX_LINES,
    MAX_PROSE,
    THESIS_FIELDS,
    THESIS_LISTS,
    ThesisSnapshot,
)
from cofounder.interviews.errors import (
    AnswerRequired,
    BlankIdea,
    MissingAnswers,
    SessionLimitReached,
    UnknownField,
    WrongFieldValue,
    WrongState,
)
from cofounder.interviews.models import Action, OnboardingSession, SessionStatus
from cofounder.interviews.passages import assumptions_of, passages_of
from cofounder.interviews.ports import InterviewRequest, OnboardingQuestions
from cofounder.interviews.repository import OnboardingRepository
from cofounder.interviews.words import Passage
from cofounder.projects import service as projects
from cofounder.projects.models import Project
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.booking import book_to_project
from cofounder.runs.calls import Reply
from cofounder.runs.deferral import DeferredCall, context_of, defer
from cofounder.runs.models import Run

START = "onboarding.start"
FINALIZE = "onboarding.finalize"


async def start(
    session: AsyncSession,
    *,
    by: User,
    idea: str,
    correlation_id: str,
    project_id: UUID | None = None,
) -> Run:
    """Ask for the first questions about an idea; the session exists once they do.

    Raises:
        BlankIdea: nothing but blanks.
        SessionLimitReached: too many open sessions for the plan.
        ProjectNotFound, WrongState: `project_id` is not an owned stage-0 project.
    """
    if not idea.strip():
        raise BlankIdea
    await _check_session_limit(session, by)
    if project_id is not None:
        project = await ProjectRepository(session).get_owned(project_id, by.id)
        if project.stage_number != 0:
            raise WrongState("This project has its onboarding behind it.")
    session_id = ids.new_id()
    call = DeferredCall(
        operation=START,
        subject=str(by.id),
        label="Thinking about your idea",
        options={"idea": idea, "project_id": str(project_id) if project_id else None},
        subject_id=session_id,
    )
    return await defer(session, call, by=by, correlation_id=correlation_id)


async def _check_session_limit(session: AsyncSession, user: User) -> None:
    used = await OnboardingRepository(session).count_active(user.id)
    limit = user.limits.onboarding_sessions
    if not user.limits.allows(used, limit):
        raise SessionLimitReached(used, limit)


async def questions_request(session: AsyncSession, run: Run) -> InterviewRequest:
    """What the interviewer needs for the first questions."""
    return InterviewRequest(
        context=context_of(run, "call"),
        passages=(Passage(ref=f"idea:{run.subject_id}", text=run.options["idea"]),),
        question_limit=7,
    )


async def open_session(
    session: AsyncSession, run: Run, reply: Reply[OnboardingQuestions]
) -> dict[str, Any]:
    """Store the session with its questions; a repeated call finds it stored."""
    assert run.subject_id is not None
    attach = run.options.get("project_id")
    if await session.get(OnboardingSession, run.subject_id) is None:
        session.add(
            OnboardingSession(
                id=run.subject_id,
                user_id=run.user_id,
                attach_project_id=UUID(attach) if attach else None,
                idea_text=run.options["idea"],
                questions=question_rows(reply.value.questions, first=1, prefix="q"),
                answers={},
                generated_by=reply.generated_by,
            )
        )
    return {"session_id": str(run.subject_id)}


def answer(
    onboarding: OnboardingSession, question_id: str, text: str, action: Action
) -> None:
    """Answer or skip a question; a second time replaces the answer.

    Raises:
        WrongState: the session is not in progress.
        UnknownQuestion, AnswerRequired: see `give_answer`; required ones stay.
    """
    if onboarding.status is not SessionStatus.IN_PROGRESS:
        raise WrongState("This onboarding is not in progress any more.")
    question = question_of(onboarding, question_id)
    if action is not Action.ANSWER and question["required"]:
        raise AnswerRequired("This question needs an answer before we can go on.")
    give_answer(onboarding, question_id, text, action)


async def finalize(
    session: AsyncSession,
    onboarding: OnboardingSession,
    *,
    by: User,
    correlation_id: str,
) -> Run:
    """Ask for the thesis snapshot of a fully answered session.

    Raises:
        WrongState: abandoned, or finalized before.
        MissingAnswers: required questions are open.
    """
    if onboarding.status is not SessionStatus.IN_PROGRESS:
        raise WrongState("This onboarding is not in progress any more.")
    missing = open_ids(onboarding, required_only=True)
    if missing:
        raise MissingAnswers(missing)
    call = DeferredCall(
        operation=FINALIZE,
        subject=str(onboarding.id),
        label="Summing up what you told us",
        subject_id=onboarding.id,
    )
    return await defer(session, call, by=by, correlation_id=correlation_id)


async def thesis_request(session: AsyncSession, run: Run) -> InterviewRequest:
    """What the interviewer needs for the thesis."""
    assert run.subject_id is not None
    onboarding = await OnboardingRepository(session).get(run.subject_id)
    return InterviewRequest(
        context=context_of(run, "call"),
        passages=passages_of(onboarding),
        assumptions=assumptions_of(onboarding),
    )


async def store_thesis(
    session: AsyncSession, run: Run, reply: Reply[ThesisSnapshot]
) -> dict[str, Any]:
    """Keep the thesis of every tier and complete the session."""
    assert run.subject_id is not None
    onboarding = await OnboardingRepository(session).get_owned(
        run.subject_id, run.user_id, lock=True
    )
    if onboarding.status is SessionStatus.IN_PROGRESS:
        onboarding.thesis = reply.value.model_dump(mode="json")
        onboarding.generated_by = reply.generated_by
        onboarding.status = SessionStatus.COMPLETED
        onboarding.completed_at = clock.now()
    return {"session_id": str(onboarding.id)}


def edit_thesis(
    onboarding: OnboardingSession, field_name: str, value: str | list[str], *, by: User
) -> None:
    """Override one field of the thesis; the edit wins everywhere (ONBD-07).

    Raises:
        WrongState: there is no thesis yet.
        UnknownField: no such field, or not in this plan.
        WrongFieldValue: not the kind of value the field holds, blank, or too long.
    """
    if onboarding.thesis is None:
        raise WrongState("There is no summary to edit yet.")
    if field_name not in THESIS_FIELDS[by.tier]:
        raise UnknownField(f"field_name: there is no field '{field_name[:60]}'.")
    _check_value(field_name, value, wants_list=field_name in THESIS_LISTS)
    onboarding.thesis_edits = {**onboarding.thesis_edits, field_name: value}


def _check_value(field_name: str, value: str | list[str], *, wants_list: bool) -> None:
    lines = [value] if isinstance(value, str) else value
    is_filled = bool(lines) and all(line.strip() for line in lines)
    if wants_list == isinstance(value, str) or not is_filled:
        kind = "a list of lines, none of them blank" if wants_list else "a text"
        raise WrongFieldValue(f"new_value: '{field_name}' takes {kind}.")
    limit = MAX_LINE if wants_list else MAX_PROSE
    if any(len(line) > limit for line in lines) or len(lines) > MAX_LINES:
        many = f"at most {MAX_LINES} lines of " if wants_list else "at most "
        raise WrongFieldValue(
            f"new_value: '{field_name}' takes {many}{limit:,} characters."
        )


def thesis_for(onboarding: OnboardingSession, tier_user: User) -> dict[str, Any] | None:
    """The thesis as this plan shows it; None before it exists."""
    thesis = onboarding.canonical_thesis
    if thesis is None:
        return None
    return {field: thesis[field] for field in THESIS_FIELDS[tier_user.tier]}


def abandon(onboarding: OnboardingSession) -> None:
    """Give a session up; its place is free (ONBD-05).

    Raises:
        WrongState: it is not in progress.
    """
    if onboarding.status is not SessionStatus.IN_PROGRESS:
        raise WrongState("Only an onboarding in progress can be abandoned.")
    onboarding.status = SessionStatus.ABANDONED


async def create_project(
    session: AsyncSession,
    onboarding: OnboardingSession,
    *,
    by: User,
    correlation_id: str,
) -> Project:
    """The project of a completed session: named by the idea, in stage 1 (ONBD-08).

    Raises:
        WrongState: not completed, or it has its project.
        ProjectLimitReached: too many active projects.
    """
    if onboarding.status is not SessionStatus.COMPLETED:
        raise WrongState("Finish the onboarding first.")
    if onboarding.project_id is not None:
        raise WrongState("This onboarding has its project already.")
    project = await _project_for(session, onboarding, by, correlation_id)
    await projects.enter_stage(
        session,
        project,
        1,
        correlation_id=correlation_id,
        actor="system",
        proceed_decided=False,
        reason="Onboarding finished",
    )
    onboarding.project_id = project.id
    user = await UserRepository(session).get(by.id)
    user.onboarding_completed = True
    await book_to_project(session, subject_id=onboarding.id, project_id=project.id)
    await session.flush()
    return project


async def _project_for(
    session: AsyncSession, onboarding: OnboardingSession, by: User, correlation_id: str
) -> Project:
    if onboarding.attach_project_id is not None:
        return await ProjectRepository(session).get_owned(
            onboarding.attach_project_id, by.id
        )
    return await projects.create(
        session,
        by=by,
        name=projects.name_of(onboarding.idea_text),
        description=onboarding.idea_text,
        correlation_id=correlation_id,
    )
