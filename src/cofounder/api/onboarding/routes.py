"""Onboarding endpoints (API-030 to API-039)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from cofounder.api.answering import answer as answer_call
from cofounder.api.edge import CurrentUser, EdgeDep, Reading, Session, path_id
from cofounder.api.onboarding.schemas import (
    AnswerIn,
    ProjectMadeOut,
    SessionOut,
    StartIn,
    StatusOut,
    ThesisIn,
)
from cofounder.api.responses import CALL_RESPONSES
from cofounder.api.schemas import DoneOut
from cofounder.artifacts.documents.staleness import thesis_changed
from cofounder.interviews import onboarding
from cofounder.interviews.errors import SessionNotFound
from cofounder.interviews.models import Action
from cofounder.interviews.repository import OnboardingRepository
from cofounder.projects.errors import ProjectNotFound
from cofounder.projects.repository import ProjectRepository

router = APIRouter(prefix="/onboarding", tags=["onboarding"])


@router.post("/start", response_model=SessionOut, responses=CALL_RESPONSES)
async def start(body: StartIn, edge: EdgeDep, user: CurrentUser) -> Any:
    """Ask the first questions about an idea (API-030)."""
    async with edge.database.transaction() as session:
        run = await onboarding.start(
            session,
            by=user,
            idea=body.idea,
            project_id=body.project_id,
            correlation_id=edge.correlation_id,
        )
    return await answer_call(edge, run, user)


@router.get("/sessions")
async def list_sessions(session: Reading, user: CurrentUser) -> list[SessionOut]:
    """The user's sessions, newest first (API-032)."""
    rows = await OnboardingRepository(session).list_owned(user.id)
    return [SessionOut.of(row, user) for row in rows]


@router.get("/status")
async def status(user: CurrentUser) -> StatusOut:
    """Whether the user finished an onboarding (API-033)."""
    return StatusOut(onboarding_completed=user.onboarding_completed)


@router.get("/by-project/{pid}")
async def by_project(pid: str, session: Reading, user: CurrentUser) -> SessionOut:
    """The session a project came from (API-034)."""
    project_id = path_id(pid, ProjectNotFound)
    await ProjectRepository(session).get_owned(project_id, user.id)
    row = await OnboardingRepository(session).find_by_project(project_id)
    if row is None:
        raise SessionNotFound
    return SessionOut.of(row, user)


@router.get("/{sid}")
async def get(sid: str, session: Reading, user: CurrentUser) -> SessionOut:
    """One session (API-035)."""
    row = await OnboardingRepository(session).get_owned(
        path_id(sid, SessionNotFound), user.id
    )
    return SessionOut.of(row, user)


@router.post("/{sid}/answer")
async def answer(
    sid: str, body: AnswerIn, session: Session, user: CurrentUser
) -> SessionOut:
    """Answer or skip a question; the same answer twice is one (API-031)."""
    row = await OnboardingRepository(session).get_owned(
        path_id(sid, SessionNotFound), user.id, lock=True
    )
    onboarding.answer(row, body.question_id, body.answer, Action(body.action))
    return SessionOut.of(row, user)


@router.post("/{sid}/finalize", response_model=dict[str, Any], responses=CALL_RESPONSES)
async def finalize(sid: str, edge: EdgeDep, user: CurrentUser) -> Any:
    """Sum the answers up as the thesis snapshot (API-036)."""
    async with edge.database.transaction() as session:
        row = await OnboardingRepository(session).get_owned(
            path_id(sid, SessionNotFound), user.id, lock=True
        )
        run = await onboarding.finalize(
            session, row, by=user, correlation_id=edge.correlation_id
        )
    return await answer_call(edge, run, user)


@router.patch("/{sid}/thesis")
async def edit_thesis(
    sid: str, body: ThesisIn, session: Session, user: CurrentUser
) -> dict[str, Any]:
    """Override one field of the thesis (API-037)."""
    row = await OnboardingRepository(session).get_owned(
        path_id(sid, SessionNotFound), user.id, lock=True
    )
    onboarding.edit_thesis(row, body.field_name, body.new_value, by=user)
    await thesis_changed(session, row.project_id)
    return onboarding.thesis_for(row, user) or {}


@router.post("/{sid}/abandon")
async def abandon(sid: str, session: Session, user: CurrentUser) -> DoneOut:
    """Give a session up (API-038)."""
    row = await OnboardingRepository(session).get_owned(
        path_id(sid, SessionNotFound), user.id, lock=True
    )
    onboarding.abandon(row)
    return DoneOut(status=row.status.value)


@router.post("/{sid}/create-project")
async def create_project(
    sid: str, session: Session, edge: EdgeDep, user: CurrentUser
) -> ProjectMadeOut:
    """Make the project of a completed session (API-039)."""
    row = await OnboardingRepository(session).get_owned(
        path_id(sid, SessionNotFound), user.id, lock=True
    )
    project = await onboarding.create_project(
        session, row, by=user, correlation_id=edge.correlation_id
    )
    return ProjectMadeOut(
        project_id=project.id, project_name=project.name, status=project.status.value
    )
