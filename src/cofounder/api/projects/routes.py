"""Project endpoints (API-020 to API-024, API-026, API-027)."""

from __future__ import annotations

from fastapi import APIRouter, Response

from cofounder.api.edge import CurrentUser, EdgeDep, Reading, Session, path_id
from cofounder.api.errors import NO_STORE
from cofounder.api.projects.schemas import (
    ActiveRunOut,
    ProjectChangesIn,
    ProjectIn,
    ProjectOut,
)
from cofounder.api.schemas import DoneOut
from cofounder.builds.deleting import delete_project
from cofounder.projects import service as projects
from cofounder.projects.errors import ProjectNotFound
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.repository import RunRepository
from cofounder.runs.states import RunKind

router = APIRouter(prefix="/projects", tags=["projects"])


@router.post("")
async def create(
    body: ProjectIn, session: Session, edge: EdgeDep, user: CurrentUser
) -> ProjectOut:
    """Make a project in stage 0 (API-020)."""
    row = await projects.create(
        session,
        by=user,
        name=body.name,
        description=body.description,
        github_repo=body.github_repo,
        correlation_id=edge.correlation_id,
    )
    return await ProjectOut.load(session, row)


@router.get("")
async def list_projects(session: Reading, user: CurrentUser) -> list[ProjectOut]:
    """The user's projects, latest change first (API-021)."""
    rows = await ProjectRepository(session).list_owned(user.id)
    return [await ProjectOut.load(session, row) for row in rows]


@router.get("/{pid}")
async def get(pid: str, session: Reading, user: CurrentUser) -> ProjectOut:
    """One project (API-022)."""
    row = await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )
    return await ProjectOut.load(session, row)


@router.patch("/{pid}")
async def change(
    pid: str, body: ProjectChangesIn, session: Session, user: CurrentUser
) -> ProjectOut:
    """Rename or describe a project (API-023)."""
    row = await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )
    row.name = body.name if body.name is not None else row.name
    if body.description is not None:
        row.description = body.description
    await session.flush()
    return await ProjectOut.load(session, row)


@router.delete("/{pid}")
async def delete(
    pid: str, session: Session, edge: EdgeDep, user: CurrentUser
) -> DoneOut:
    """Hide a project everywhere at once and end its work (API-024, ENT-20)."""
    row = await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )
    await delete_project(session, row, correlation_id=edge.correlation_id)
    return DoneOut(status=row.status.value)


@router.post("/{pid}/resume")
async def resume(
    pid: str, session: Session, edge: EdgeDep, user: CurrentUser
) -> ProjectOut:
    """Take a parked project up again (API-026)."""
    row = await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )
    await projects.resume(session, row, by=user, correlation_id=edge.correlation_id)
    return await ProjectOut.load(session, row)


@router.get("/{pid}/active-run")
async def active_run(
    pid: str,
    session: Reading,
    user: CurrentUser,
    response: Response,
    kind: RunKind | None = None,
) -> ActiveRunOut:
    """The latest run that is not over; reading changes nothing (API-027)."""
    response.headers.update(NO_STORE)
    project = await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )
    run = await RunRepository(session).find_active(project.id, kind)
    return ActiveRunOut(
        run_id=run.id if run else None,
        kind=run.kind.value if run else None,
        status=run.status.value if run else None,
        recovered_from_stale=False,
        previous_run_id=None,
    )
