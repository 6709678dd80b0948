"""Reading what the founder said of assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts.models import AssumptionVerdict


class VerdictRepository:
    """The founder's word on assumptions, by project."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def list_of(self, project_id: UUID) -> Sequence[AssumptionVerdict]:
        """All verdicts, oldest first."""
        rows = await self.session.scalars(
            select(AssumptionVerdict)
            .where(AssumptionVerdict.project_id == project_id)
            .order_by(AssumptionVerdict.decided_at, AssumptionVerdict.id)
        )
        return rows.all()
