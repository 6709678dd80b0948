"""Tripwire endpoints: what a proceed promised to look at again (GATE-07)."""

from __future__ import annotations

from fastapi import APIRouter

from cofounder.api.edge import CurrentUser, EdgeDep, Reading, Session, path_id
from cofounder.api.gates.schemas import AnswerIn, TripwireOut
from cofounder.gates import tripwires
from cofounder.gates.errors import TripwireNotFound
from cofounder.gates.repository import TripwireRepository
from cofounder.projects.errors import ProjectNotFound
from cofounder.projects.repository import ProjectRepository

router = APIRouter(tags=["gates"])


@router.get("/projects/{pid}/tripwires")
async def list_tripwires(
    pid: str, session: Reading, user: CurrentUser
) -> list[TripwireOut]:
    """What a proceed promised to look at again, the first due first (GATE-07)."""
    project = await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )
    rows = await TripwireRepository(session).list_of(project.id)
    return [TripwireOut.of(row) for row in rows]


@router.post("/tripwires/{tripwire_id}/answer")
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
