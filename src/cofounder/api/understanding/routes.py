"""Understanding and idea brief endpoints (API-040 to API-048)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from cofounder.api.answering import answer as answer_call
from cofounder.api.edge import CurrentUser, EdgeDep, Reading, Session, path_id
from cofounder.api.responses import CALL_RESPONSES
from cofounder.api.understanding import views
from cofounder.api.understanding.schemas import (
    AnsweredOut,
    AnswerIn,
    BriefEditedOut,
    BriefEditIn,
    BriefOut,
    ByProjectOut,
    EditedOut,
    EditIn,
    FinalizedOut,
    InterviewOut,
    StartIn,
    StartOut,
)
from cofounder.artifacts import brief_edits, finalizing
from cofounder.interviews import checking, understanding
from cofounder.interviews.errors import SessionNotFound
from cofounder.interviews.models import Action
from cofounder.interviews.repository import (
    OnboardingRepository,
    UnderstandingRepository,
)
from cofounder.projects.errors import ProjectNotFound
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.errors import ModelFailed
from cofounder.runs.waiting import wait_for_run

router = APIRouter(prefix="/understanding", tags=["understanding"])


@router.get("/by-project/{pid}")
async def by_project(pid: str, session: Reading, user: CurrentUser) -> ByProjectOut:
    """Where a project's interview stands (API-040)."""
    project = await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )
    return await views.by_project(session, project)


@router.post("/start", response_model=StartOut, responses=CALL_RESPONSES)
async def start(body: StartIn, edge: EdgeDep, user: CurrentUser) -> Any:
    """Begin the interview, or return the one in progress (API-041)."""
    async with edge.database.transaction() as session:
        onboarding = await OnboardingRepository(session).get_owned(
            body.session_id, user.id
        )
        found = await understanding.find_session(session, onboarding)
        if found is not None:
            return StartOut.of(found)
        run = await understanding.start(
            session, onboarding, by=user, correlation_id=edge.correlation_id
        )
    return await answer_call(edge, run, user)


@router.post("/{sid}/answer")
async def answer(
    sid: str, body: AnswerIn, session: Session, edge: EdgeDep, user: CurrentUser
) -> AnsweredOut:
    """Answer, skip or delegate a question (API-042)."""
    row = await UnderstandingRepository(session).get_owned(
        path_id(sid, SessionNotFound), user.id, lock=True
    )
    await checking.take_answer(
        session,
        row,
        body.question_id,
        body.answer,
        Action(body.action),
        by=user,
        correlation_id=edge.correlation_id,
    )
    return AnsweredOut.of(row)


@router.patch("/{sid}/answer", response_model=EditedOut, responses=CALL_RESPONSES)
async def edit(sid: str, body: EditIn, edge: EdgeDep, user: CurrentUser) -> Any:
    """Change an earlier answer and check the remaining questions (API-043)."""
    async with edge.database.transaction() as session:
        row = await UnderstandingRepository(session).get_owned(
            path_id(sid, SessionNotFound), user.id, lock=True
        )
        run = await checking.edit(
            session,
            row,
            body.question_id,
            body.new_answer,
            by=user,
            correlation_id=edge.correlation_id,
        )
    if run is None:
        return EditedOut.of(row, regenerated=False)
    return await answer_call(edge, run, user)


@router.post("/{sid}/finalize", response_model=FinalizedOut, responses=CALL_RESPONSES)
async def finalize(sid: str, edge: EdgeDep, user: CurrentUser) -> Any:
    """Write the idea brief and start the trio, after a check under way (API-044)."""
    session_id = path_id(sid, SessionNotFound)
    async with edge.database.reading() as session:
        row = await UnderstandingRepository(session).get_owned(session_id, user.id)
        check = await checking.find_check(session, row)
    if check is not None:
        await wait_for_run(edge.database, check.id, edge.settings.inline_wait)
    async with edge.database.transaction() as session:
        row = await UnderstandingRepository(session).get_owned(
            path_id(sid, SessionNotFound), user.id, lock=True
        )
        run = await finalizing.finalize(
            session, row, by=user, correlation_id=edge.correlation_id
        )
    if run is not None:
        return await answer_call(edge, run, user)
    async with edge.database.reading() as session:
        return await views.finalized(session, row, user)


@router.post("/{sid}/re-interview", response_model=StartOut, responses=CALL_RESPONSES)
async def re_interview(sid: str, edge: EdgeDep, user: CurrentUser) -> Any:
    """Ask again from the first question; the brief stays until then (API-045)."""
    async with edge.database.transaction() as session:
        row = await UnderstandingRepository(session).get_owned(
            path_id(sid, SessionNotFound), user.id
        )
        onboarding = await OnboardingRepository(session).get(row.onboarding_session_id)
        run = await understanding.start(
            session,
            onboarding,
            by=user,
            correlation_id=edge.correlation_id,
            again=True,
        )
    return await answer_call(edge, run, user)


@router.get("/{sid}")
async def get(sid: str, session: Reading, user: CurrentUser) -> InterviewOut:
    """The whole state of an interview (API-046)."""
    row = await UnderstandingRepository(session).get_owned(
        path_id(sid, SessionNotFound), user.id
    )
    return await views.interview(session, row, user)


@router.get("/{pid}/brief")
async def get_brief(pid: str, session: Reading, user: CurrentUser) -> BriefOut:
    """The idea brief (API-047)."""
    project = await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )
    return views.brief(await brief_edits.get_brief(session, project.id), user)


@router.patch("/{pid}/brief", response_model=BriefEditedOut, responses=CALL_RESPONSES)
async def edit_brief(
    pid: str, body: BriefEditIn, edge: EdgeDep, user: CurrentUser
) -> Any:
    """Save the founder's text for a section (API-048)."""
    async with edge.database.transaction() as session:
        project = await ProjectRepository(session).get_owned(
            path_id(pid, ProjectNotFound), user.id
        )
        artifact, run = await brief_edits.edit_section(
            session,
            project,
            body.section_key,
            body.new_content,
            by=user,
            correlation_id=edge.correlation_id,
            expected_version=body.expected_version,
        )
        version = artifact.version_number
    try:
        return await answer_call(edge, run, user)
    except ModelFailed:  # the edit is stored; only nobody has judged it yet
        return BriefEditedOut(
            updated_section=body.section_key,
            new_confidence=None,
            version=version,
        )
