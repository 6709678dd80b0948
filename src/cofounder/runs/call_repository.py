"""Reading model calls: what they took, and what is still out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.runs.models import LlmCall


class LlmCallRepository:
    """Model calls of a step, and sums of what they took."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, call_id: UUID) -> LlmCall:
        """One call."""
        return await self.session.get_one(LlmCall, call_id)

    async def list_attempts(
        self, run_id: UUID, step: str, call_no: int
    ) -> Sequence[LlmCall]:
        """Every issue of one call, first to last."""
        rows = await self.session.scalars(
            select(LlmCall)
            .where(
                LlmCall.run_id == run_id,
                LlmCall.step == step,
                LlmCall.call_no == call_no,
            )
            .order_by(LlmCall.attempt)
        )
        return rows.all()

    async def add(self, values: dict[str, Any]) -> None:
        """Write one call down."""
        await self.session.execute(insert(LlmCall), values)

    async def close(self, call_id: UUID, values: dict[str, Any]) -> None:
        """Complete one call with what became of it."""
        await self.session.execute(
            update(LlmCall)
            .where(LlmCall.id == call_id)
            .values(**values)
            .execution_options(synchronize_session=False)
        )

    async def close_open(self, run_id: UUID, at: datetime) -> None:
        """Calls of a run that nobody will answer any more: they stay counted."""
        await self.session.execute(
            update(LlmCall)
            .where(LlmCall.run_id == run_id, LlmCall.outcome == "started")
            .values(outcome="unknown", ended_at=at)
        )

    async def tokens_since(self, user_id: UUID, since: datetime) -> int:
        """Tokens in and out of the user's calls since a moment."""
        return (
            await self.session.scalar(
                select(func.sum(LlmCall.input_tokens + LlmCall.output_tokens)).where(
                    LlmCall.user_id == user_id, LlmCall.created_at >= since
                )
            )
            or 0
        )

    async def totals(
        self, *, project_id: UUID | None = None, run_id: UUID | None = None
    ) -> tuple[int, int, int | None]:
        """Calls, tokens and cost (None when any price is unknown) of a project or run.

        Calls of demo mode are rows too; they cost 0.
        """
        where = (
            LlmCall.project_id == project_id
            if run_id is None
            else LlmCall.run_id == run_id
        )
        row = (
            await self.session.execute(
                select(
                    func.count(),
                    func.sum(LlmCall.input_tokens + LlmCall.output_tokens),
                    func.sum(LlmCall.cost_microdollars),
                    func.count(LlmCall.cost_microdollars),
                ).where(where, LlmCall.outcome == "done")
            )
        ).one()
        calls, tokens, cost, priced = row
        return calls, tokens or 0, (cost or 0) if priced == calls else None
