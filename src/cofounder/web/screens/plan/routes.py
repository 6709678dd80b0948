"""Comparing plans: ask for options, ask for different ones, choose one."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from starlette.responses import Response

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.plans import service as plans
from cofounder.plans.errors import PlanAlreadySelected
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.errors import RunActive
from cofounder.web.calls import latest_call, wait_a_moment
from cofounder.web.edge import (
    Edge,
    EdgeDep,
    ProjectId,
    Session,
    Visitor,
    VisitorDep,
    see_other,
)
from cofounder.web.opened import Opened, home_of
from cofounder.web.rendering import page
from cofounder.web.screens.plan.loading import load

router = APIRouter()
MAX_FEEDBACK = 10_000
EMPTY = "Say in your words what should be different."
TOO_LONG = f"Keep it under {MAX_FEEDBACK:,} characters."
UNDER_WAY = "We are comparing options already."


@router.get("/projects/{pid}/plan")
async def show(opened: Opened) -> Response:
    """The options side by side, or what has to come first."""
    return page(await load(opened), await opened.frame("Plan"))


@router.post("/projects/{pid}/plan/generate")
async def generate(opened: Opened, edge: EdgeDep, who: VisitorDep) -> Response:
    """Ask for options; the ones there are stay while they fit the direction."""
    plan = await ArtifactRepository(opened.session).find(
        opened.id, ArtifactType.EXECUTION_PLAN
    )
    if plan is not None and plan.current_content is not None and not plan.is_stale:
        return see_other(f"{opened.home}/plan")
    return await _ask(edge, who, opened.id, "")


@router.post("/projects/{pid}/plan/retry")
async def retry(opened: Opened, edge: EdgeDep, who: VisitorDep) -> Response:
    """Ask again what failed, with the same feedback."""
    call = await latest_call(opened.session, plans.GENERATE, opened.id)
    feedback = "" if call is None else str(call.options.get("feedback") or "")
    return await _ask(edge, who, opened.id, feedback)


@router.post("/projects/{pid}/plan/regenerate")
async def regenerate(
    opened: Opened,
    edge: EdgeDep,
    who: VisitorDep,
    feedback: Annotated[str, Form()] = "",
) -> Response:
    """Ask for different options; without a word on what, the form comes back."""
    error = _problem(feedback)
    if error:
        view = await load(opened, feedback=feedback, feedback_error=error)
        return page(view, await opened.frame("Plan"), status_code=422)
    return await _ask(edge, who, opened.id, feedback)


def _problem(feedback: str) -> str:
    if not feedback.strip():
        return EMPTY
    return TOO_LONG if len(feedback) > MAX_FEEDBACK else ""


async def _ask(edge: Edge, who: Visitor, project_id: UUID, feedback: str) -> Response:
    here = f"{home_of(project_id)}/plan"
    try:
        async with edge.database.transaction() as session:
            project = await ProjectRepository(session).get_owned(
                project_id, who.user.id
            )
            run = await plans.generate_options(
                session,
                project,
                by=who.user,
                correlation_id=edge.correlation_id,
                feedback=feedback,
            )
    except RunActive:
        return see_other(here, notice=UNDER_WAY)
    except PlanAlreadySelected as error:
        return see_other(here, notice=error.message)
    await wait_a_moment(edge, run)
    return see_other(here)


@router.post("/projects/{pid}/plan/select")
async def select(
    pid: ProjectId,
    session: Session,
    edge: EdgeDep,
    who: VisitorDep,
    option_id: Annotated[str, Form(max_length=200)],
) -> Response:
    """Choose an option; the page then shows the recorded decision."""
    project = await ProjectRepository(session).get_owned(pid, who.user.id)
    chosen = await plans.select_option(
        session, project, option_id, correlation_id=edge.correlation_id
    )
    here = f"{home_of(pid)}/plan"
    return see_other(here, notice=f"{chosen.option['name']} is recorded.")
