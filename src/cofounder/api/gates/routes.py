"""Gate endpoints (API-050 to API-055)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from cofounder.api.answering import answer as answer_call
from cofounder.api.edge import CurrentUser, EdgeDep, Reading, Session, path_id
from cofounder.api.gates.schemas import (
    BlockingOut,
    CreatedOut,
    CreateIn,
    GateOut,
    ResolvedOut,
    ResolveIn,
)
from cofounder.api.responses import CALL_RESPONSES
from cofounder.gates import service as gates
from cofounder.gates.errors import GateNotFound
from cofounder.gates.repository import (
    GateRepository,
)
from cofounder.projects.errors import ProjectNotFound
from cofounder.projects.repository import ProjectRepository

router = APIRouter(prefix="/gates", tags=["gates"])


@router.post("/create", status_code=201)
async def create(
    body: CreateIn, session: Session, edge: EdgeDep, user: CurrentUser
) -> CreatedOut:
    """Open a decision (API-050)."""
    project = await ProjectRepository(session).get_owned(body.project_id, user.id)
    gate = await gates.open_gate(
        session,
        project,
        gate_type=body.gate_type,
        correlation_id=edge.correlation_id,
    )
    return CreatedOut.of(gate)


@router.post("/{gate_id}/resolve", response_model=ResolvedOut, responses=CALL_RESPONSES)
async def resolve(
    gate_id: str, body: ResolveIn, edge: EdgeDep, user: CurrentUser
) -> Any:
    """Decide; narrow and pivot rewrite the brief first (API-051)."""
    async with edge.database.transaction() as session:
        gate = await GateRepository(session).get_owned(
            path_id(gate_id, GateNotFound), user.id
        )
        project = await ProjectRepository(session).lock(gate.project_id)
        run = await gates.decide(
            session,
            gate,
            project,
            choice=body.decision,
            by=user,
            correlation_id=edge.correlation_id,
            action_text=body.action_text,
            note=body.park_note,
            override_reason=body.override_reason,
            tripwires=[tripwire.draft() for tripwire in body.tripwires],
        )
    return ResolvedOut.of(gate) if run is None else await answer_call(edge, run, user)


@router.get("/project/{pid}/pending")
async def pending(pid: str, session: Reading, user: CurrentUser) -> GateOut | None:
    """The oldest open decision, or null (API-053)."""
    project = await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )
    gate = await GateRepository(session).find_pending(project.id)
    return None if gate is None else GateOut.of(gate)


@router.get("/project/{pid}/check-blocking")
async def check_blocking(pid: str, session: Reading, user: CurrentUser) -> BlockingOut:
    """Whether a decision blocks (API-054)."""
    project = await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )
    gate = await GateRepository(session).find_pending(project.id)
    return BlockingOut(blocking=gate is not None)


@router.get("/project/{pid}")
async def of_project(pid: str, session: Reading, user: CurrentUser) -> list[GateOut]:
    """All decisions, newest first (API-055)."""
    project = await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )
    return [GateOut.of(g) for g in await GateRepository(session).list_of(project.id)]


@router.get("/{gate_id}")
async def get(gate_id: str, session: Reading, user: CurrentUser) -> GateOut:
    """One decision (API-052)."""
    gate = await GateRepository(session).get_owned(
        path_id(gate_id, GateNotFound), user.id
    )
    return GateOut.of(gate)
