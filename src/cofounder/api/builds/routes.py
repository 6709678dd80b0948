"""Generation endpoints (API-100 to API-103, API-108, API-109, API-114)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response

from cofounder.api.builds.schemas import (
    BuildOut,
    CancelledOut,
    LogLineOut,
    LogOut,
    StartedOut,
    StartIn,
    StatusOut,
    UsageOut,
    ViewedOut,
)
from cofounder.api.edge import CurrentUser, EdgeDep, Reading, Session, path_id
from cofounder.api.errors import NO_STORE
from cofounder.builds import service as builds
from cofounder.builds.errors import JobNotFound, NotReady
from cofounder.builds.repository import BuildRepository
from cofounder.builds.usage import usage_of
from cofounder.builds.viewing import preview_viewed
from cofounder.previews.repository import PreviewRepository
from cofounder.projects.errors import ProjectNotFound
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.repository import RunRepository

router = APIRouter(prefix="/generation", tags=["generation"])
jobs = APIRouter(prefix="/jobs", tags=["generation"])
STARTED = "Your build is in the queue."


@router.post("/start", status_code=201)
async def start(
    body: StartIn, session: Session, edge: EdgeDep, user: CurrentUser
) -> StartedOut:
    """Start a build of the chosen plan (API-100)."""
    project = await ProjectRepository(session).get_owned(body.project_id, user.id)
    build, run = await builds.request_build(
        session,
        project,
        goal=body.goal,
        by=user,
        correlation_id=edge.correlation_id,
        queue_cap=edge.settings.queue_cap,
    )
    usage = await usage_of(session, user, build)
    return StartedOut(
        job_id=build.run_id,
        status=build.stage_status.value,
        build_version=build.build_version,
        message=run.phase_detail or STARTED,
        usage=UsageOut(**asdict(usage)),
    )


@router.get("/project/{pid}")
async def of_project(
    pid: str, session: Reading, edge: EdgeDep, user: CurrentUser
) -> list[BuildOut]:
    """The project's builds, newest first (API-109)."""
    project = await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )
    rows = await BuildRepository(session).list_of(project.id)
    return [BuildOut.of(row, edge) for row in rows]


@router.get("/{job_id}/status")
async def status(
    job_id: str,
    session: Reading,
    edge: EdgeDep,
    user: CurrentUser,
    response: Response,
) -> StatusOut:
    """Where a build is (API-101)."""
    response.headers.update(NO_STORE)
    build = await BuildRepository(session).get_owned(
        path_id(job_id, JobNotFound), user.id
    )
    run = await RunRepository(session).get(build.run_id)
    preview = await PreviewRepository(session).find_for_build(build.id)
    return StatusOut.of(build, run, preview, edge)


@router.post("/{job_id}/cancel")
async def cancel(job_id: str, session: Session, user: CurrentUser) -> CancelledOut:
    """Stop a build, whatever it does (API-102)."""
    build = await BuildRepository(session).get_owned(
        path_id(job_id, JobNotFound), user.id
    )
    await builds.cancel_build(session, build)
    return CancelledOut(job_id=build.run_id)


@router.post("/{job_id}/preview-viewed")
async def viewed(
    job_id: str, session: Session, edge: EdgeDep, user: CurrentUser
) -> ViewedOut:
    """The founder saw the preview: Gate 2 opens, once (API-103)."""
    build = await BuildRepository(session).get_owned(
        path_id(job_id, JobNotFound), user.id
    )
    gate = await preview_viewed(session, build, correlation_id=edge.correlation_id)
    if gate is None:
        return ViewedOut(gate_id=None, status="gate_already_created")
    return ViewedOut(gate_id=gate.id, status="gate_created")


@router.get(
    "/{job_id}/workspace",
    response_class=Response,
    responses={200: {"content": {"application/zip": {}}}},
)
async def workspace(
    job_id: str, request: Request, session: Reading, user: CurrentUser
) -> Response:
    """The build's files as a zip, once its code stage ended (API-108)."""
    build = await BuildRepository(session).get_owned(
        path_id(job_id, JobNotFound), user.id
    )
    if build.commit is None:
        raise NotReady
    project = await ProjectRepository(session).get(build.project_id)
    data = await request.app.state.workspaces.archive(project.id, build.commit)
    name = quote(f"{build.build_version}.zip")
    return Response(
        data,
        media_type="application/zip",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


@jobs.get("/{job_id}/logs")
async def logs(
    job_id: str,
    session: Reading,
    user: CurrentUser,
    response: Response,
    before_id: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> LogOut:
    """A page of the build's output, the latest first page (API-114)."""
    response.headers.update(NO_STORE)
    build = await BuildRepository(session).get_owned(
        path_id(job_id, JobNotFound), user.id
    )
    rows = await BuildRepository(session).list_log(
        build.run_id, before=before_id, limit=limit
    )
    return LogOut(
        lines=[
            LogLineOut(
                id=row.seq,
                ts=row.created_at,
                source=row.source,
                text=row.text,
                phase=row.phase,
            )
            for row in rows
        ],
        has_more=bool(rows) and rows[0].seq > 1,
        oldest_id=rows[0].seq if rows else None,
    )
