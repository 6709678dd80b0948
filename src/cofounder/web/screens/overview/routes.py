"""The project's dashboard, and taking a parked project up again."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from cofounder.projects import service as projects
from cofounder.projects.repository import ProjectRepository
from cofounder.projects.stages import ProjectStatus
from cofounder.web.edge import EdgeDep, ProjectId, Session, VisitorDep, see_other
from cofounder.web.opened import Opened, home_of
from cofounder.web.rendering import page
from cofounder.web.screens.overview.loading import load

router = APIRouter()


@router.get("/projects/{pid}")
async def show(opened: Opened) -> Response:
    """Where the project stands, and the one thing to do next."""
    return page(await load(opened), await opened.frame("Overview"))


@router.post("/projects/{pid}/resume")
async def resume(
    pid: ProjectId, session: Session, edge: EdgeDep, who: VisitorDep
) -> Response:
    """Take a parked project up again; one that is not parked stays as it is."""
    project = await ProjectRepository(session).get_owned(pid, who.user.id)
    if project.status is ProjectStatus.PARKED:
        await projects.resume(
            session, project, by=who.user, correlation_id=edge.correlation_id
        )
    return see_other(home_of(pid), notice="The project is active again.")
