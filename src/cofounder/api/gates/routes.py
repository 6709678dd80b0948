"""Gate endpoints (API-050 to API-055)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.api.answering import answer as answer_call
from cofounder.api.edge import CurrentUser, EdgeDep, Reading, Session, path_id
from cofounder.api.gates.schemas import (
    AnswerIn,
    BlockingOut,
    CompareIn,
    CreatedOut,
    CreateIn,
    GateOut,
    ProposalOut,
    ResolvedOut,
    ResolveIn,
    TripwireOut,
)
from cofounder.api.responses import CALL_RESPONSES
from cofounder.gates import proposals, tripwires
from cofounder.gates import service as gates
from cofounder.gates.differences import difference_of
from cofounder.gates.errors import GateNotFound, TripwireNotFound
from cofounder.gates.models import Gate, Proposal
from cofounder.gates.repository import (
    GateRepository,
    ProposalRepository,
    TripwireRepository,
)
from cofounder.projects.errors import ProjectNotFound
from cofounder.projects.repository import ProjectRepository

router = APIRouter(prefix="/gates", tags=["gates"])
promises = APIRouter(tags=["gates"])


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


@router.post("/{gate_id}/compare", response_model=ProposalOut, responses=CALL_RESPONSES)
async def compare(
    gate_id: str, body: CompareIn, edge: EdgeDep, user: CurrentUser
) -> Any:
    """Work out a narrow or pivot before it is decided; nothing else changes (GATE-06)."""
    async with edge.database.transaction() as session:
        gate = await _owned(session, gate_id, user)
        project = await ProjectRepository(session).lock(gate.project_id)
        run = await proposals.compare(
            session,
            gate,
            project,
            choice=body.decision,
            action_text=body.action_text,
            by=user,
            correlation_id=edge.correlation_id,
        )
    return await answer_call(edge, run, user)


@router.get("/{gate_id}/compare")
async def proposal(
    gate_id: str, session: Reading, user: CurrentUser
) -> ProposalOut | None:
    """The proposal that waits for the founder, or null (GATE-06)."""
    gate = await _owned(session, gate_id, user)
    found = await ProposalRepository(session).find_open(gate.id)
    return None if found is None else await shown(session, gate, found, user)


@router.post("/{gate_id}/compare/accept")
async def accept(
    gate_id: str, session: Session, edge: EdgeDep, user: CurrentUser
) -> ResolvedOut:
    """Decide with exactly the proposal; no model is asked for it again (GATE-06)."""
    gate = await _owned(session, gate_id, user)
    project = await ProjectRepository(session).lock(gate.project_id)
    decided = await proposals.accept(
        session, gate, project, by=user, correlation_id=edge.correlation_id
    )
    return ResolvedOut.of(decided)


@router.post("/{gate_id}/compare/drop")
async def drop(gate_id: str, session: Session, user: CurrentUser) -> ProposalOut:
    """Let the proposal go; the gate waits as before (GATE-06)."""
    gate = await _owned(session, gate_id, user)
    project = await ProjectRepository(session).lock(gate.project_id)
    dropped = await proposals.drop(session, gate, project)
    return await shown(session, gate, dropped, user)


@promises.get("/projects/{pid}/tripwires")
async def list_tripwires(
    pid: str, session: Reading, user: CurrentUser
) -> list[TripwireOut]:
    """What a proceed promised to look at again, the first due first (GATE-07)."""
    project = await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )
    rows = await TripwireRepository(session).list_of(project.id)
    return [TripwireOut.of(row) for row in rows]


@promises.post("/tripwires/{tripwire_id}/answer")
async def answer_tripwire(
    tripwire_id: str,
    body: AnswerIn,
    session: Session,
    edge: EdgeDep,
    user: CurrentUser,
) -> TripwireOut:
    """Say what became of a tripwire; the same again changes nothing (GATE-07)."""
    row = await TripwireRepository(session).get_owned(
        path_id(tripwire_id, TripwireNotFound), user.id
    )
    answered = await tripwires.answer_tripwire(
        session,
        row,
        outcome=body.outcome,
        note=body.note,
        correlation_id=edge.correlation_id,
    )
    return TripwireOut.of(answered)


async def _owned(session: AsyncSession, gate_id: str, user: User) -> Gate:
    return await GateRepository(session).get_owned(
        path_id(gate_id, GateNotFound), user.id
    )


async def shown(
    session: AsyncSession, gate: Gate, found: Proposal, user: User
) -> ProposalOut:
    """A proposal with what it would change, for the user's tier."""
    return ProposalOut.of(found, await difference_of(session, gate, found, user.tier))
