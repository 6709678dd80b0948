"""Plan endpoints (API-060 to API-065)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from cofounder.api.answering import answer as answer_call
from cofounder.api.edge import CurrentUser, EdgeDep, Reading, Session, path_id
from cofounder.api.errors import problem
from cofounder.api.plans.schemas import (
    ExecutionPlanOptions,
    GeneratePlansRequest,
    GeneratePlansResponse,
    RegeneratePlansRequest,
    SelectPlanRequest,
    SelectPlanResponse,
)
from cofounder.api.responses import CALL_RESPONSES, PROBLEMS
from cofounder.plans import service as plans
from cofounder.projects.errors import ProjectNotFound
from cofounder.projects.repository import ProjectRepository

router = APIRouter(prefix="/plans", tags=["plans"])
LOCKED = "Deep research is not part of any plan yet."


@router.post(
    "/generate", response_model=GeneratePlansResponse, responses=CALL_RESPONSES
)
async def generate(body: GeneratePlansRequest, edge: EdgeDep, user: CurrentUser) -> Any:
    """Compare ways to build it (API-060)."""
    async with edge.database.transaction() as session:
        project = await ProjectRepository(session).get_owned(body.project_id, user.id)
        run = await plans.generate_options(
            session,
            project,
            by=user,
            correlation_id=edge.correlation_id,
            feedback=body.feedback or "",
        )
    return await answer_call(edge, run, user)


@router.post(
    "/regenerate", response_model=GeneratePlansResponse, responses=CALL_RESPONSES
)
async def regenerate(
    body: RegeneratePlansRequest, edge: EdgeDep, user: CurrentUser
) -> Any:
    """Compare different ways, by the founder's feedback (API-061)."""
    async with edge.database.transaction() as session:
        project = await ProjectRepository(session).get_owned(body.project_id, user.id)
        run = await plans.regenerate_options(
            session,
            project,
            by=user,
            correlation_id=edge.correlation_id,
            feedback=body.feedback,
        )
    return await answer_call(edge, run, user)


@router.post("/{pid}/select")
async def select(
    pid: str,
    body: SelectPlanRequest,
    session: Session,
    edge: EdgeDep,
    user: CurrentUser,
) -> SelectPlanResponse:
    """Choose an option (API-062)."""
    project = await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )
    selection = await plans.select_option(
        session, project, body.option_id, correlation_id=edge.correlation_id
    )
    return SelectPlanResponse.of(selection)


@router.get("/{pid}")
async def get(pid: str, session: Reading, user: CurrentUser) -> ExecutionPlanOptions:
    """The plan and what is chosen in it (API-063)."""
    project = await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )
    return ExecutionPlanOptions.of_plan(await plans.get_plan(session, project.id))


@router.get("/{pid}/selected")
async def selected(pid: str, session: Reading, user: CurrentUser) -> SelectPlanResponse:
    """The chosen option (API-064)."""
    project = await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )
    return SelectPlanResponse.of(await plans.get_selected_plan(session, project.id))


@router.post("/{pid}/deep-research", responses={402: PROBLEMS[402]})
async def deep_research(
    pid: str, request: Request, session: Reading, user: CurrentUser
) -> Response:
    """Always 402, for every tier, without any effect (API-065, UNDR-06)."""
    await ProjectRepository(session).get_owned(path_id(pid, ProjectNotFound), user.id)
    return problem(request, 402, "deep_research_locked", LOCKED, upgrade_url="/billing")
