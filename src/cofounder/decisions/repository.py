"""Reading decisions of the console."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.db import ROW_LOCK
from cofounder.decisions.errors import DecisionNotFound
from cofounder.decisions.models import ConsoleDecision, DecisionStatus
from cofounder.decisions.templates import Template
from cofounder.projects.errors import ProjectNotFound
from cofounder.projects.repository import ProjectRepository


class DecisionRepository:
    """Decisions by project, template and state."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get_for_update(self, decision_id: UUID) -> ConsoleDecision:
        """The decision, locked: it is taken once."""
        row = await self.session.get(
            ConsoleDecision,
            decision_id,
            with_for_update=ROW_LOCK,
            populate_existing=True,
        )
        if row is None:
            raise DecisionNotFound
        return row

    async def find_owned(
        self, decision_id: UUID, user_id: UUID
    ) -> ConsoleDecision | None:
        """The user's decision; another user's looks like a missing one."""
        row = await self.session.get(ConsoleDecision, decision_id)
        if row is None:
            return None
        try:
            await ProjectRepository(self.session).get_owned(row.project_id, user_id)
        except ProjectNotFound:
            return None
        return row

    async def find_of_run(self, run_id: UUID) -> ConsoleDecision | None:
        """The decision a run brought the options of."""
        return await self.session.scalar(
            select(ConsoleDecision).where(ConsoleDecision.run_id == run_id)
        )

    async def find_pending(
        self, project_id: UUID, template: Template
    ) -> ConsoleDecision | None:
        """The open question of a template."""
        return await self.session.scalar(
            select(ConsoleDecision).where(
                ConsoleDecision.project_id == project_id,
                ConsoleDecision.template == template,
                ConsoleDecision.status == DecisionStatus.PENDING,
            )
        )

    async def find_blocking(self, project_id: UUID) -> ConsoleDecision | None:
        """The oldest open question that a build has to wait for (DCSN-03)."""
        return await self.session.scalar(
            select(ConsoleDecision)
            .where(
                ConsoleDecision.project_id == project_id,
                ConsoleDecision.status == DecisionStatus.PENDING,
                ConsoleDecision.blocking.is_(True),
            )
            .order_by(ConsoleDecision.created_at, ConsoleDecision.id)
            .limit(1)
        )

    async def find_standing(
        self, project_id: UUID, template: Template
    ) -> ConsoleDecision | None:
        """The latest decided one of a template: it holds until another is decided."""
        return await self.session.scalar(
            select(ConsoleDecision)
            .where(
                ConsoleDecision.project_id == project_id,
                ConsoleDecision.template == template,
                ConsoleDecision.status == DecisionStatus.DECIDED,
            )
            .order_by(ConsoleDecision.decided_at.desc(), ConsoleDecision.id.desc())
            .limit(1)
        )

    async def list_of(self, project_id: UUID) -> Sequence[ConsoleDecision]:
        """All decisions, newest first."""
        rows = await self.session.scalars(
            select(ConsoleDecision)
            .where(ConsoleDecision.project_id == project_id)
            .order_by(ConsoleDecision.created_at.desc(), ConsoleDecision.id.desc())
        )
        return rows.all()
