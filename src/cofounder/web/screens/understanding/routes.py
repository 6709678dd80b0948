"""The understanding interview: one question at a time, every answer kept."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from starlette.responses import Response

from cofounder.artifacts import finalizing
from cofounder.errors import Invalid
from cofounder.interviews import checking, understanding
from cofounder.interviews.answers import current_question
from cofounder.interviews.errors import NotAllAnswered, SessionNotFound
from cofounder.interviews.models import (
    Action,
    OnboardingSession,
    SessionStatus,
    UnderstandingSession,
)
from cofounder.interviews.repository import (
    OnboardingRepository,
    UnderstandingRepository,
)
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.errors import RunActive
from cofounder.runs.models import Run
from cofounder.web.calls import latest_call, wait_a_moment
from cofounder.web.edge import Edge, EdgeDep, ProjectId, Visitor, VisitorDep, see_other
from cofounder.web.opened import Opened, OpenProject, home_of
from cofounder.web.rendering import page
from cofounder.web.screens.texts import check_text
from cofounder.web.screens.understanding.loading import call_of, load
from cofounder.web.screens.understanding.pages import UnderstandingLockedPage

router = APIRouter()


@router.get("/projects/{pid}/understanding")
async def show(
    opened: Opened, edge: EdgeDep, who: VisitorDep, edit: str | None = None
) -> Response:
    """The exact question; the first visit asks for the questions."""
    onboarding = await OnboardingRepository(opened.session).find_by_project(opened.id)
    frame = await opened.frame("Interview")
    if onboarding is None or onboarding.status is not SessionStatus.COMPLETED:
        return page(UnderstandingLockedPage(onboarding_href="/new"), frame)
    row = await UnderstandingRepository(opened.session).find_by_project(opened.id)
    call = await latest_call(opened.session, understanding.START, opened.id)
    if row is None and call is None:
        await _start(edge, who, onboarding, again=False)
        return see_other(_here(opened.id))
    shown = await load(opened.session, onboarding, row, _here(opened.id), editing=edit)
    return page(shown, frame)


def _here(project_id: UUID) -> str:
    return f"{home_of(project_id)}/understanding"


async def _start(
    edge: Edge, who: Visitor, onboarding: OnboardingSession, *, again: bool
) -> None:
    try:
        async with edge.database.transaction() as session:
            run = await understanding.start(
                session,
                onboarding,
                by=who.user,
                correlation_id=edge.correlation_id,
                again=again,
            )
    except RunActive:
        return
    await wait_a_moment(edge, run)


async def _onboarding_of(opened: OpenProject) -> OnboardingSession:
    found = await OnboardingRepository(opened.session).find_by_project(opened.id)
    if found is None:
        raise SessionNotFound
    return found


@router.post("/projects/{pid}/understanding/start")
async def start(opened: Opened, edge: EdgeDep, who: VisitorDep) -> Response:
    """Ask for the questions, again after a failure."""
    row = await UnderstandingRepository(opened.session).find_by_project(opened.id)
    if row is None:
        await _start(edge, who, await _onboarding_of(opened), again=False)
    return see_other(_here(opened.id))


@router.post("/projects/{pid}/understanding/re-interview")
async def re_interview(opened: Opened, edge: EdgeDep, who: VisitorDep) -> Response:
    """Ask again from the first question; the brief stays until then (UNDR-10)."""
    await _start(edge, who, await _onboarding_of(opened), again=True)
    return see_other(_here(opened.id))


@router.post("/projects/{pid}/understanding/answer")
async def answer(
    opened: Opened,
    edge: EdgeDep,
    who: VisitorDep,
    question_id: Annotated[str, Form(max_length=40)],
    answer: Annotated[str, Form()] = "",
    action: Annotated[Action, Form()] = Action.ANSWER,
) -> Response:
    """Answer, skip or delegate; changing an earlier answer re-checks what remains."""
    here = _here(opened.id)
    try:
        check_text("answer", answer)
        run = await _answer(edge, who, opened.id, question_id, answer, action)
    except Invalid as error:
        shown = await load(
            opened.session,
            await _onboarding_of(opened),
            await UnderstandingRepository(opened.session).find_by_project(opened.id),
            here,
            editing=question_id,
            draft=answer,
            error=error.message,
        )
        return page(shown, await opened.frame("Interview"), status_code=422)
    if run is not None:
        await wait_a_moment(edge, run)
    return see_other(here)


async def _answer(
    edge: Edge,
    who: Visitor,
    project_id: UUID,
    question_id: str,
    text: str,
    action: Action,
) -> Run | None:
    async with edge.database.transaction() as session:
        found = await UnderstandingRepository(session).find_by_project(project_id)
        if found is None:
            raise SessionNotFound
        row = await UnderstandingRepository(session).get_owned(
            found.id, who.user.id, lock=True
        )
        if action is Action.ANSWER and _is_edit(row, question_id, text):
            return await checking.edit(
                session,
                row,
                question_id,
                text,
                by=who.user,
                correlation_id=edge.correlation_id,
            )
        await checking.take_answer(
            session,
            row,
            question_id,
            text,
            action,
            by=who.user,
            correlation_id=edge.correlation_id,
        )
        return None


def _is_edit(row: UnderstandingSession, question_id: str, text: str) -> bool:
    """Whether an earlier answer really changes; the same one twice is no edit."""
    current = current_question(row)
    if current is not None and current["id"] == question_id:
        return False
    return row.answers.get(question_id, {}).get("text") not in (None, text)


@router.post("/projects/{pid}/understanding/finalize")
async def finalize(
    pid: ProjectId, opened: Opened, edge: EdgeDep, who: VisitorDep
) -> Response:
    """Ask for the brief; strategy, timeline and architecture follow by themselves.

    A check of the answers that is under way gets its moment first: it may have found
    one more question.
    """
    await _let_check_end(opened, edge)
    try:
        async with edge.database.transaction() as session:
            await ProjectRepository(session).get_owned(pid, who.user.id)
            found = await UnderstandingRepository(session).find_by_project(pid)
            if found is None:
                raise SessionNotFound
            row = await UnderstandingRepository(session).get_owned(
                found.id, who.user.id, lock=True
            )
            run = await finalizing.finalize(
                session, row, by=who.user, correlation_id=edge.correlation_id
            )
    except NotAllAnswered as error:
        return see_other(_here(pid), notice=error.message)
    except RunActive:
        return see_other(_here(pid))
    done = run is None or (await wait_a_moment(edge, run)).is_over
    return see_other(f"{home_of(pid)}/generating" if done else _here(pid))


async def _let_check_end(opened: OpenProject, edge: Edge) -> None:
    row = await UnderstandingRepository(opened.session).find_by_project(opened.id)
    check = await checking.find_check(opened.session, row) if row is not None else None
    if check is not None:
        await wait_a_moment(edge, check)


@router.post("/projects/{pid}/understanding/retry")
async def retry(
    pid: ProjectId, opened: Opened, edge: EdgeDep, who: VisitorDep
) -> Response:
    """Try again what failed last: the questions, their check, or the brief."""
    row = await UnderstandingRepository(opened.session).find_by_project(opened.id)
    onboarding = await _onboarding_of(opened)
    call = await call_of(opened.session, onboarding, row)
    operation = call.options["operation"] if call is not None else understanding.START
    if operation == finalizing.FINALIZE:
        return await finalize(pid, opened, edge, who)
    if operation == checking.EDIT and call is not None:
        await _check_again(edge, who, call)
    else:
        again = row is not None and call is not None and bool(call.options["again"])
        await _start(edge, who, onboarding, again=again)
    return see_other(_here(pid))


async def _check_again(edge: Edge, who: Visitor, failed: Run) -> None:
    """Ask once more what an edited answer does to the other questions."""
    async with edge.database.transaction() as session:
        assert failed.subject_id is not None
        row = await UnderstandingRepository(session).get_owned(
            failed.subject_id, who.user.id, lock=True
        )
        run = await checking.check_again(
            session, row, failed, by=who.user, correlation_id=edge.correlation_id
        )
    if run is not None:
        await wait_a_moment(edge, run)
