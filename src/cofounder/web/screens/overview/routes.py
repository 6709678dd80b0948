"""The project's dashboard, and taking a parked project up again."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.responses import Response

from cofounder.journey.risks import to_dismiss
from cofounder.projects import service as projects
from cofounder.projects.dismissing import dismiss_risk
from cofounder.projects.repository import ProjectRepository
from cofounder.projects.stages import ProjectStatus
from cofounder.web.edge import EdgeDep, ProjectId, Session, VisitorDep, see_other
from cofounder.web.opened import Opened, home_of
from cofounder.web.rendering import page
from cofounder.web.rows import rows_of
from cofounder.web.screens.overview.loading import load
from cofounder.web.screens.overview.panel import load_panel

router = APIRouter()


@router.get("/projects/{pid}")
async def show(opened: Opened, panel: str = "") -> Response:
    """Where the project stands, and the one thing to do next; a document beside it."""
    shown = replace(await load(opened), panel=await load_panel(opened, panel))
    return page(shown, await opened.frame("Overview"))


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


@router.post("/projects/{pid}/risks/{rule}/dismiss")
async def dismiss(
    rule: str, opened: Opened, session: Session, edge: EdgeDep
) -> Response:
    """Hide a risk until it gets worse (RISK-02)."""
    rows = await rows_of(opened)
    await dismiss_risk(
        session,
        opened.project,
        to_dismiss(rows, rule),
        history=rows.events,
        correlation_id=edge.correlation_id,
    )
    return see_other(opened.home, notice="Dismissed. It comes back if it gets worse.")
