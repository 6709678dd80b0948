"""Building: start, watch, stop, look at the result, take the files home."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse, Response

from cofounder.builds import service as builds
from cofounder.builds.errors import JobNotFound, JobOver, NotReady
from cofounder.builds.models import Build
from cofounder.builds.repository import BuildRepository
from cofounder.builds.service import MAX_GOAL
from cofounder.builds.states import Stage
from cofounder.builds.viewing import preview_viewed
from cofounder.plans.service import get_selected_plan
from cofounder.previews.repository import PreviewRepository
from cofounder.projects.errors import ProjectParked
from cofounder.projects.models import Project
from cofounder.projects.repository import ProjectRepository
from cofounder.web.edge import Edge, EdgeDep, Visitor, VisitorDep, is_swap, see_other
from cofounder.web.opened import Opened, OpenProject
from cofounder.web.rendering import page, partial
from cofounder.web.screens.build.loading import find_version, load, progress_of
from cofounder.web.screens.build.previewing import needs_ticket, ticket_url, url_of
from cofounder.web.screens.build.starting import load_start
from cofounder.web.screens.build.versions import version_href

router = APIRouter(prefix="/projects/{pid}/build")
NO_GOAL = "Say in a sentence what this version should do."
TOO_LONG = f"Keep it under {MAX_GOAL:,} characters."


async def version_of(opened: Opened, version: str) -> Build:
    """The build in the path; an unknown version looks like a missing page."""
    rows = await BuildRepository(opened.session).list_of(opened.id)
    build = find_version(rows, version)
    if build is None:
        raise JobNotFound
    return build


Version = Annotated[Build, Depends(version_of)]


@router.get("")
async def latest(opened: Opened, new: str = "") -> Response:
    """The latest build; before the first one, or with `new`, the start of one."""
    rows = await BuildRepository(opened.session).list_of(opened.id)
    if rows and not new:
        return see_other(version_href(opened.home, rows[0]))
    return page(await load_start(opened), await opened.frame("Build"))


@router.post("")
async def start(
    opened: Opened, edge: EdgeDep, who: VisitorDep, goal: Annotated[str, Form()] = ""
) -> Response:
    """Start a build of the chosen plan; the same one twice is one build."""
    error = _problem(goal)
    if error:
        view = await load_start(opened, goal=goal, error=error)
        return page(view, await opened.frame("Build"), status_code=422)
    async with edge.database.transaction() as session:
        project = await ProjectRepository(session).lock(opened.id)
        build = await _under_way(session, project, goal)
        if build is None:
            build, _ = await builds.request_build(
                session,
                project,
                goal=goal,
                by=who.user,
                correlation_id=edge.correlation_id,
                queue_cap=edge.settings.queue_cap,
            )
    return see_other(version_href(opened.home, build))


def _problem(goal: str) -> str:
    if not goal.strip():
        return NO_GOAL
    return TOO_LONG if len(goal) > MAX_GOAL else ""


async def _under_way(
    session: AsyncSession, project: Project, goal: str
) -> Build | None:
    """The build that a second press of the same button means."""
    rows = await BuildRepository(session).list_of(project.id)
    same = [row for row in rows if not row.is_over and row.goal == goal]
    if not same:
        return None
    selection = await get_selected_plan(session, project.id)
    return same[0] if same[0].plan_set_id == selection.plan_set_id else None


@router.get("/{version}")
async def show(
    opened: Opened, build: Version, log: str = "", preview: str = ""
) -> Response:
    """One version; while it runs, polling asks for its progress alone."""
    if is_swap(opened.request):
        return await _swap(opened, build, log)
    is_first = await _seen(opened, build)
    wake = preview == "open"
    # Read anew: what the first look changed is part of what is shown.
    async with opened.edge.database.reading() as session:
        fresh = replace(opened, session=session)
        view = await load(fresh, build, log=log, wake=wake, is_first_view=is_first)
        return page(view, await fresh.frame("Build"))


async def _swap(opened: OpenProject, build: Build, log: str) -> Response:
    """The progress; once there is none, the whole page has news and loads again."""
    if build.is_over:
        return Response(headers={"HX-Refresh": "true", "Cache-Control": "no-store"})
    return partial(await progress_of(opened, build, log), await opened.frame("Build"))


async def _seen(opened: OpenProject, build: Build) -> bool:
    """Whether the founder sees this preview for the first time: then Gate 2 opens.

    The frame on the page is the look that counts (SOLD-01); a browser that only
    fetches ahead has not looked.
    """
    ahead = opened.request.headers.get("sec-purpose", "").startswith("prefetch")
    if build.stage_status is not Stage.READY or ahead:
        return False
    return await _view(opened.edge, opened.who, build)


async def _view(edge: Edge, who: Visitor, build: Build) -> bool:
    try:
        async with edge.database.transaction() as session:
            row = await BuildRepository(session).get_owned(build.run_id, who.user.id)
            gate = await preview_viewed(
                session, row, correlation_id=edge.correlation_id
            )
            return gate is not None
    except ProjectParked:
        return False


@router.post("/{version}/viewed")
async def viewed(opened: Opened, build: Version) -> Response:
    """The founder says that they saw the preview: Gate 2 opens, once."""
    if build.stage_status is Stage.READY:
        await _view(opened.edge, opened.who, build)
    return see_other(version_href(opened.home, build))


@router.post("/{version}/cancel")
async def cancel(opened: Opened, build: Version) -> Response:
    """Stop a build; one that has ended meanwhile shows how."""
    here = version_href(opened.home, build)
    try:
        async with opened.edge.database.transaction() as session:
            row = await BuildRepository(session).get_of_run(build.run_id, lock=True)
            await builds.cancel_build(session, row)
    except JobOver as error:
        return see_other(here, notice=error.message)
    return see_other(here, notice=f"{build.display_version} was stopped.")


@router.post("/{version}/resume")
async def resume(opened: Opened, build: Version) -> Response:
    """Open a sleeping preview: the frame's visit wakes it."""
    return see_other(f"{version_href(opened.home, build)}?preview=open")


@router.get("/{version}/preview")
async def preview(opened: Opened, build: Version) -> Response:
    """The preview in a tab of its own, with a ticket where one is needed."""
    edge = opened.edge
    if build.stage_status is not Stage.READY:
        raise JobNotFound
    row = await PreviewRepository(opened.session).get_owned(
        build.id, opened.who.user.id
    )
    target = url_of(edge, row.host_id)
    if needs_ticket(edge):
        async with edge.database.transaction() as session:
            target = await ticket_url(session, edge, opened.who, row)
    return RedirectResponse(target, 303, headers={"Cache-Control": "no-store"})


@router.get("/{version}/workspace.zip")
async def workspace(opened: Opened, build: Version) -> Response:
    """The build's files, once its code was written."""
    if build.commit is None:
        raise NotReady
    archive = await opened.edge.workspaces.archive(opened.id, build.commit)
    name = quote(f"{opened.project.name[:60]}-{build.display_version}.zip")
    return Response(
        archive,
        media_type="application/zip",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "Cache-Control": "no-store",
        },
    )
