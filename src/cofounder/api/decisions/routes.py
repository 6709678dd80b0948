"""Decision endpoints (API-056 to API-058)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from cofounder.api.answering import answer as answer_call
from cofounder.api.decisions.schemas import (
    AskIn,
    DecisionOut,
    ResolveDecisionIn,
    TemplatesOut,
)
from cofounder.api.edge import CurrentUser, EdgeDep, Reading, Session, path_id
from cofounder.api.responses import CALL_RESPONSES
from cofounder.decisions import reading
from cofounder.decisions import service as decisions
from cofounder.decisions.errors import DecisionNotFound
from cofounder.projects.errors import ProjectNotFound
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.models import Run

router = APIRouter(tags=["decisions"])


@router.get("/decisions/templates")
async def templates(user: CurrentUser) -> TemplatesOut:
    """The questions the console can ask (API-056)."""
    return TemplatesOut.all()


@router.get("/projects/{pid}/decisions")
async def of_project(
    pid: str, session: Reading, user: CurrentUser
) -> list[DecisionOut]:
    """All decisions, newest first (API-057)."""
    project = await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )
    found = await reading.list_decisions(session, project.id)
    return [DecisionOut.of(decision) for decision in found]


@router.post(
    "/projects/{pid}/decisions",
    status_code=201,
    response_model=DecisionOut,
    responses=CALL_RESPONSES,
)
async def ask(pid: str, body: AskIn, edge: EdgeDep, user: CurrentUser) -> Any:
    """Ask a question; its options are made from the idea brief (API-057)."""
    async with edge.database.transaction() as session:
        project = await ProjectRepository(session).get_owned(
            path_id(pid, ProjectNotFound), user.id
        )
        asked = await decisions.ask(
            session,
            project,
            body.template,
            by=user,
            correlation_id=edge.correlation_id,
            wish=(body.context or "").strip(),
        )
    if isinstance(asked, Run):
        return await answer_call(edge, asked, user)
    return DecisionOut.of(reading.of_row(asked))


@router.get("/decisions/{decision_id}")
async def get(decision_id: str, session: Reading, user: CurrentUser) -> DecisionOut:
    """One decision (API-058)."""
    key = path_id(decision_id, DecisionNotFound)
    return DecisionOut.of(await reading.get_decision(session, key, user.id))


@router.post("/decisions/{decision_id}/resolve")
async def resolve(
    decision_id: str,
    body: ResolveDecisionIn,
    session: Session,
    edge: EdgeDep,
    user: CurrentUser,
) -> DecisionOut:
    """Record and acknowledge the answer (API-058)."""
    decided = await reading.answer(
        session,
        path_id(decision_id, DecisionNotFound),
        user.id,
        option_id=body.option_id,
        note=body.note,
        correlation_id=edge.correlation_id,
    )
    return DecisionOut.of(decided)
