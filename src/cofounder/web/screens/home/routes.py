"""Home: the projects, and putting one to rest or away."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from cofounder.builds.deleting import delete_project
from cofounder.projects import service as projects
from cofounder.projects.models import Project
from cofounder.projects.repository import ProjectRepository
from cofounder.projects.stages import ProjectStatus
from cofounder.web.edge import (
    EdgeDep,
    ProjectId,
    Reading,
    Session,
    VisitorDep,
    see_other,
)
from cofounder.web.frame import Crumb
from cofounder.web.frames import home_frame
from cofounder.web.rendering import page
from cofounder.web.screens.home.loading import Refused, load

router = APIRouter()
CRUMBS = (Crumb(label="Projects"),)


@router.get("/")
async def show(
    request: Request,
    session: Reading,
    edge: EdgeDep,
    who: VisitorDep,
    q: Annotated[str, Query()] = "",
) -> Response:
    """The projects of a founder, or the one field everything starts with."""
    view = await load(session, who.user, query=q[:200])
    return page(view, await home_frame(request, session, edge, who, crumbs=CRUMBS))


@router.post("/projects/{pid}/park")
async def park(
    pid: ProjectId, session: Session, edge: EdgeDep, who: VisitorDep
) -> Response:
    """Put a project to rest; one that rests already stays as it is (PROJ-06)."""
    project = await ProjectRepository(session).get_owned(pid, who.user.id)
    if project.status is ProjectStatus.ACTIVE:
        await projects.park(
            session, project, correlation_id=edge.correlation_id, note=None
        )
    return see_other("/", notice=f"{project.name} is parked. Everything is kept.")


@router.post("/projects/{pid}/delete")
async def delete(
    request: Request,
    pid: ProjectId,
    session: Session,
    edge: EdgeDep,
    who: VisitorDep,
    name: Annotated[str, Form()] = "",
) -> Response:
    """Delete a project whose name was typed; any other name deletes nothing."""
    project = await ProjectRepository(session).get_owned(pid, who.user.id)
    if not _is_name_of(project, name):
        view = await load(session, who.user, refused=Refused(project.id))
        frame = await home_frame(request, session, edge, who, crumbs=CRUMBS)
        return page(view, frame, status_code=422)
    await delete_project(session, project, correlation_id=edge.correlation_id)
    return see_other("/", notice=f"{project.name} is deleted.")


def _is_name_of(project: Project, name: str) -> bool:
    return " ".join(name.split()) == " ".join(project.name.split())
