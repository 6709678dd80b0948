"""Comparing before deciding: work a turn out, accept it or drop it (GATE-06)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.api.answering import answer as answer_call
from cofounder.api.edge import CurrentUser, EdgeDep, Reading, Session, path_id
from cofounder.api.gates.proposals import ProposalOut
from cofounder.api.gates.schemas import CompareIn, ResolvedOut
from cofounder.api.responses import CALL_RESPONSES
from cofounder.gates import proposals
from cofounder.gates.differences import difference_of
from cofounder.gates.errors import GateNotFound
from cofounder.gates.models import Gate, Proposal
from cofounder.gates.repository import GateRepository, ProposalRepository
from cofounder.projects.repository import ProjectRepository

router = APIRouter(prefix="/gates", tags=["gates"])


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


async def _owned(session: AsyncSession, gate_id: str, user: User) -> Gate:
    return await GateRepository(session).get_owned(
        path_id(gate_id, GateNotFound), user.id
    )


async def shown(
    session: AsyncSession, gate: Gate, found: Proposal, user: User
) -> ProposalOut:
    """A proposal with what it would change, for the user's tier."""
    return ProposalOut.of(found, await difference_of(session, gate, found, user.tier))
