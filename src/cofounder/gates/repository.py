"""Reading gates."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.db import ROW_LOCK
from cofounder.gates.errors import GateNotFound, TripwireNotFound
from cofounder.gates.models import Gate, Proposal, ProposalStatus, Tripwire
from cofounder.gates.states import GateStatus, GateType
from cofounder.projects.errors import ProjectNotFound
from cofounder.projects.repository import ProjectRepository


class GateRepository:
    """Gates by project, type and state."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get_for_update(self, gate_id: UUID) -> Gate:
        """The gate, locked, whoever owns it: for steps."""
        gate = await self.session.get(
            Gate, gate_id, with_for_update=ROW_LOCK, populate_existing=True
        )
        if gate is None:
            raise GateNotFound
        return gate

    async def get_owned(self, gate_id: UUID, user_id: UUID) -> Gate:
        """The user's gate; another user's looks like a missing one."""
        gate = await self.session.get(Gate, gate_id)
        if gate is None:
            raise GateNotFound
        try:
            await ProjectRepository(self.session).get_owned(gate.project_id, user_id)
        except ProjectNotFound:
            raise GateNotFound from None
        return gate

    async def find_pending(
        self, project_id: UUID, gate_type: GateType | None = None
    ) -> Gate | None:
        """The oldest pending gate, of one type or of any."""
        query = select(Gate).where(
            Gate.project_id == project_id, Gate.status == GateStatus.PENDING
        )
        if gate_type is not None:
            query = query.where(Gate.gate_type == gate_type)
        return await self.session.scalar(
            query.order_by(Gate.created_at, Gate.id).limit(1)
        )

    async def find_latest_direction(self, project_id: UUID) -> Gate | None:
        """The latest decided Gate 1: only it says whether we proceed (TRAP-08)."""
        return await self.session.scalar(
            select(Gate)
            .where(
                Gate.project_id == project_id,
                Gate.gate_type == GateType.DIRECTION,
                Gate.status == GateStatus.DECIDED,
            )
            .order_by(Gate.decided_at.desc(), Gate.id.desc())
            .limit(1)
        )

    async def find_for_build(self, build_id: UUID) -> Gate | None:
        """The Gate 2 that a build's first viewing opened."""
        return await self.session.scalar(select(Gate).where(Gate.build_id == build_id))

    async def list_of(self, project_id: UUID) -> Sequence[Gate]:
        """All gates, newest first."""
        rows = await self.session.scalars(
            select(Gate)
            .where(Gate.project_id == project_id)
            .order_by(Gate.created_at.desc(), Gate.id.desc())
        )
        return rows.all()


class ProposalRepository:
    """Proposals by gate and state."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def find_open(self, gate_id: UUID, *, lock: bool = False) -> Proposal | None:
        """The proposal that waits for the founder."""
        query = select(Proposal).where(
            Proposal.gate_id == gate_id, Proposal.status == ProposalStatus.OPEN
        )
        if lock:
            query = query.with_for_update(**ROW_LOCK).execution_options(
                populate_existing=True
            )
        return await self.session.scalar(query)

    async def list_of(self, project_id: UUID) -> Sequence[Proposal]:
        """All proposals of a project, oldest first."""
        rows = await self.session.scalars(
            select(Proposal)
            .join(Gate, Gate.id == Proposal.gate_id)
            .where(Gate.project_id == project_id)
            .order_by(Proposal.created_at, Proposal.id)
        )
        return rows.all()

    async def find_of_run(self, run_id: UUID) -> Proposal | None:
        """The proposal a run made."""
        return await self.session.scalar(
            select(Proposal).where(Proposal.run_id == run_id)
        )


class TripwireRepository:
    """Tripwires by project."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get_for_update(self, tripwire_id: UUID) -> Tripwire:
        """The tripwire, locked: it is answered once."""
        row = await self.session.get(
            Tripwire, tripwire_id, with_for_update=ROW_LOCK, populate_existing=True
        )
        if row is None:
            raise TripwireNotFound
        return row

    async def get_owned(self, tripwire_id: UUID, user_id: UUID) -> Tripwire:
        """The user's tripwire; another user's looks like a missing one."""
        row = await self.session.get(Tripwire, tripwire_id)
        if row is None:
            raise TripwireNotFound
        try:
            await ProjectRepository(self.session).get_owned(row.project_id, user_id)
        except ProjectNotFound:
            raise TripwireNotFound from None
        return row

    async def list_of(self, project_id: UUID) -> Sequence[Tripwire]:
        """All tripwires of a project, the first due first."""
        rows = await self.session.scalars(
            select(Tripwire)
            .where(Tripwire.project_id == project_id)
            .order_by(Tripwire.due_on, Tripwire.id)
        )
        return rows.all()
