"""Onboarding: from one sentence to a summary and a project, one form at a time."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from cofounder import ids
from cofounder.artifacts.documents.staleness import thesis_changed
from cofounder.errors import Invalid
from cofounder.interviews import onboarding
from cofounder.interviews.answers import answered_count
from cofounder.interviews.brief import THESIS_LISTS
from cofounder.interviews.errors import (
    MissingAnswers,
    SessionLimitReached,
    SessionNotFound,
)
from cofounder.interviews.models import Action, OnboardingSession, SessionStatus
from cofounder.interviews.repository import OnboardingRepository
from cofounder.projects.errors import ProjectLimitReached
from cofounder.runs.errors import RunActive
from cofounder.runs.models import Run
from cofounder.runs.repository import RunRepository
from cofounder.web.calls import wait_a_moment
from cofounder.web.edge import Edge, EdgeDep, Reading, Visitor, VisitorDep, see_other
from cofounder.web.frames import home_frame
from cofounder.web.rendering import page
from cofounder.web.screens.onboarding.loading import (
    href_of,
    opening_page,
    session_page,
)
from cofounder.web.screens.onboarding.pages import (
    IdeaStep,
    OnboardingPage,
    OpenIdea,
    WelcomeBackStep,
)
from cofounder.web.screens.onboarding.sample import SAMPLE_IDEA
from cofounder.web.screens.texts import check_text
from cofounder.web.words import counted, exact

router = APIRouter()
SHORT_WORDS = 10
BLANK = "Tell us your idea first."


@router.get("/new")
async def begin(
    request: Request,
    session: Reading,
    edge: EdgeDep,
    who: VisitorDep,
    fresh: bool = False,
) -> Response:
    """The opening field, or "Welcome back" when an idea is unfinished."""
    open_ones = await OnboardingRepository(session).list_open(who.user.id)
    step = IdeaStep() if fresh or not open_ones else _welcome_back(open_ones, who)
    frame = await home_frame(request, session, edge, who)
    return page(OnboardingPage(step=step), frame)


def _welcome_back(rows: Sequence[OnboardingSession], who: Visitor) -> WelcomeBackStep:
    active = sum(row.status is SessionStatus.IN_PROGRESS for row in rows)
    limit = who.user.limits.onboarding_sessions
    return WelcomeBackStep(
        ideas=tuple(_open_idea(row) for row in rows),
        can_start=who.user.limits.allows(active, limit),
        limit=counted(limit, "unfinished idea"),
    )


def _open_idea(row: OnboardingSession) -> OpenIdea:
    href = href_of(row.id)
    answered = answered_count(row)
    is_summed_up = row.status is SessionStatus.COMPLETED
    asked = f"{answered} of {counted(len(row.questions), 'question')} answered"
    return OpenIdea(
        idea=row.idea_text,
        progress="Summary ready" if is_summed_up else asked,
        changed=exact(row.updated_at),
        continue_href=href,
        abandon_action="" if is_summed_up else f"{href}/abandon",
    )


@router.post("/new")
async def start(
    request: Request,
    edge: EdgeDep,
    who: VisitorDep,
    idea: Annotated[str, Form()] = "",
    sample: Annotated[str, Form()] = "",
    anyway: Annotated[str, Form()] = "",
) -> Response:
    """Take the idea; a very short one is offered to grow first (ONBD-01)."""
    text = SAMPLE_IDEA if sample else idea
    step = _unfit(text, anyway=bool(anyway or sample))
    if step is not None:
        async with edge.database.reading() as session:
            frame = await home_frame(request, session, edge, who)
        status = 422 if step.error else 200
        return page(OnboardingPage(step=step), frame, status_code=status)
    return await _start(request, edge, who, text)


def _unfit(text: str, *, anyway: bool) -> IdeaStep | None:
    if not text.strip():
        return IdeaStep(idea=text, error=BLANK)
    try:
        check_text("idea", text)
    except Invalid as error:
        return IdeaStep(idea=text, error=error.message)
    if len(text.split()) < SHORT_WORDS and not anyway:
        return IdeaStep(idea=text, is_short=True, words=len(text.split()))
    return None


async def _start(request: Request, edge: Edge, who: Visitor, idea: str) -> Response:
    try:
        async with edge.database.transaction() as session:
            run = await onboarding.start(
                session, by=who.user, idea=idea, correlation_id=edge.correlation_id
            )
    except RunActive as error:
        async with edge.database.reading() as session:
            run = await RunRepository(session).get_owned(error.run_id, who.user.id)
    except SessionLimitReached as error:
        return await _no_room(request, edge, who, idea, error)
    await wait_a_moment(edge, run)
    return see_other(href_of(run.subject_id))


async def _no_room(
    request: Request,
    edge: Edge,
    who: Visitor,
    idea: str,
    error: SessionLimitReached,
) -> Response:
    """The idea stays in its field while the founder finishes or drops another."""
    told = f"{error.message}. Finish or drop one first; your text stays here."
    async with edge.database.reading() as session:
        frame = await home_frame(request, session, edge, who)
    step = IdeaStep(idea=idea, error=told, has_others=True)
    return page(OnboardingPage(step=step), frame, status_code=422)


@router.get("/new/{sid}")
async def show(
    sid: str,
    request: Request,
    session: Reading,
    edge: EdgeDep,
    who: VisitorDep,
    edit: str | None = None,
) -> Response:
    """The exact question where the founder left, on any device."""
    frame = await home_frame(request, session, edge, who)
    session_id = _id(sid)
    run = await _opening_run(session_id, session, who)
    if run is not None:
        return page(opening_page(run), frame)
    row = await OnboardingRepository(session).get_owned(session_id, who.user.id)
    return page(await session_page(session, row, who, editing=edit), frame)


async def _opening_run(session_id: UUID, session: Reading, who: Visitor) -> Run | None:
    """The call that opens this session, while the session is not there."""
    try:
        await OnboardingRepository(session).get_owned(session_id, who.user.id)
    except SessionNotFound:
        run = await RunRepository(session).find_about(session_id, who.user.id)
        if run is None:
            raise
        return run
    return None


@router.post("/new/{sid}/retry")
async def retry(
    sid: str, request: Request, session: Reading, edge: EdgeDep, who: VisitorDep
) -> Response:
    """Ask for the first questions again, with the idea as it was typed."""
    run = await _opening_run(_id(sid), session, who)
    if run is None:
        return see_other(href_of(sid))
    return await _start(request, edge, who, str(run.options["idea"]))


@router.post("/new/{sid}/answer")
async def answer(
    sid: str,
    request: Request,
    edge: EdgeDep,
    who: VisitorDep,
    question_id: Annotated[str, Form(max_length=40)],
    answer: Annotated[str, Form()] = "",
    action: Annotated[Action, Form()] = Action.ANSWER,
) -> Response:
    """Answer or skip; a text that does not fit comes back with its reason."""
    try:
        check_text("answer", answer)
        async with edge.database.transaction() as session:
            row = await OnboardingRepository(session).get_owned(
                _id(sid), who.user.id, lock=True
            )
            onboarding.answer(row, question_id, answer, action)
    except Invalid as error:
        return await _again(sid, request, edge, who, question_id, answer, error.message)
    return see_other(href_of(sid))


async def _again(
    sid: str,
    request: Request,
    edge: Edge,
    who: Visitor,
    editing: str,
    draft: str,
    error: str,
) -> Response:
    async with edge.database.reading() as session:
        row = await OnboardingRepository(session).get_owned(_id(sid), who.user.id)
        frame = await home_frame(request, session, edge, who)
        shown = await session_page(
            session, row, who, editing=editing, draft=draft, error=error
        )
    return page(shown, frame, status_code=422)


@router.post("/new/{sid}/finalize")
async def finalize(sid: str, edge: EdgeDep, who: VisitorDep) -> Response:
    """Ask for the summary; with open questions, go to the first of them."""
    href = href_of(sid)
    try:
        async with edge.database.transaction() as session:
            row = await OnboardingRepository(session).get_owned(
                _id(sid), who.user.id, lock=True
            )
            run = await onboarding.finalize(
                session, row, by=who.user, correlation_id=edge.correlation_id
            )
    except MissingAnswers as error:
        first = error.extra["missing_question_ids"][0]
        return see_other(f"{href}?edit={first}", notice=error.message)
    except Invalid:  # finalized in another tab
        return see_other(href)
    await wait_a_moment(edge, run)
    return see_other(href)


@router.post("/new/{sid}/thesis")
async def edit_thesis(
    sid: str,
    request: Request,
    edge: EdgeDep,
    who: VisitorDep,
    field_name: Annotated[str, Form(max_length=60)],
    new_value: Annotated[str, Form()] = "",
) -> Response:
    """Override a field of the summary; lists are one item per line."""
    try:
        check_text("new_value", new_value)
        async with edge.database.transaction() as session:
            row = await OnboardingRepository(session).get_owned(
                _id(sid), who.user.id, lock=True
            )
            lines = [line.strip() for line in new_value.splitlines() if line.strip()]
            value = lines if field_name in THESIS_LISTS else new_value.strip()
            onboarding.edit_thesis(row, field_name, value, by=who.user)
            await thesis_changed(session, row.project_id)
    except Invalid as error:
        return await _again(
            sid, request, edge, who, field_name, new_value, error.message
        )
    return see_other(href_of(sid), notice="Section updated")


@router.post("/new/{sid}/create-project")
async def create_project(sid: str, edge: EdgeDep, who: VisitorDep) -> Response:
    """Make the project and go on to the interview (ONBD-10)."""
    try:
        async with edge.database.transaction() as session:
            row = await OnboardingRepository(session).get_owned(
                _id(sid), who.user.id, lock=True
            )
            if row.project_id is None:
                await onboarding.create_project(
                    session, row, by=who.user, correlation_id=edge.correlation_id
                )
            project_id = row.project_id
    except ProjectLimitReached as error:
        return see_other("/?limit=1", notice=error.message)
    return see_other(f"/projects/{project_id}/understanding")


@router.post("/new/{sid}/abandon")
async def abandon(sid: str, edge: EdgeDep, who: VisitorDep) -> Response:
    """Give the idea up; one that is finished already just stays."""
    async with edge.database.transaction() as session:
        row = await OnboardingRepository(session).get_owned(
            _id(sid), who.user.id, lock=True
        )
        with suppress(Invalid):  # finished: it stays, and another one may begin
            onboarding.abandon(row)
    return see_other("/new?fresh=1")


def _id(sid: str) -> UUID:
    found = ids.parse_id(sid)
    if found is None:
        raise SessionNotFound
    return found
