"""The overlay while the trio is made, and the walkthrough afterwards."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from cofounder.artifacts.trio import restart_failed
from cofounder.projects.repository import ProjectRepository
from cofounder.web.edge import (
    EdgeDep,
    ProjectId,
    Session,
    VisitorDep,
    is_swap,
    see_other,
)
from cofounder.web.opened import Opened, home_of
from cofounder.web.rendering import page, partial
from cofounder.web.screens.generating.loading import (
    STEPS,
    load_progress,
    load_walkthrough,
)
from cofounder.web.screens.generating.pages import GeneratingPage

router = APIRouter()


@router.get("/projects/{pid}/generating")
async def show(opened: Opened) -> Response:
    """The three steps; polling asks for them alone."""
    progress = await load_progress(opened)
    if progress is None:
        return see_other(f"{opened.home}/understanding")
    frame = await opened.frame("Overview")
    if is_swap(opened.request):
        return partial(progress, frame)
    return page(GeneratingPage(progress=progress), frame)


@router.post("/projects/{pid}/generating/retry")
async def retry(
    pid: ProjectId, session: Session, edge: EdgeDep, who: VisitorDep
) -> Response:
    """Make what failed again, and only that."""
    project = await ProjectRepository(session).get_owned(pid, who.user.id)
    await restart_failed(
        session, project.id, by=who.user, correlation_id=edge.correlation_id
    )
    return see_other(f"{home_of(pid)}/generating")


@router.get("/projects/{pid}/walkthrough")
async def walk(opened: Opened, step: Annotated[str, Query()] = "1") -> Response:
    """One result at a time; a step that does not exist is the first."""
    number = int(step) if step in map(str, range(1, STEPS + 1)) else 1
    if await load_progress(opened) is None:
        return see_other(f"{opened.home}/understanding")
    view = await load_walkthrough(opened, number)
    return page(view, await opened.frame("Overview"))
