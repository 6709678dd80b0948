"""What the journey asked of the model, from the demo's own database."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from uuid import UUID

from cofounder.db import Database
from cofounder.runs.call_repository import LlmCallRepository
from cofounder.settings import Settings


@dataclass(frozen=True, slots=True)
class Usage:
    """Calls, tokens in and out, and dollars; no price is None, not 0."""

    llm_calls: int
    tokens: int
    cost: float | None


def usage_of(settings: Settings, project_id: str) -> Usage:
    """The sums of the project's model calls; reading changes nothing."""
    return asyncio.run(_read(settings, UUID(project_id)))


async def _read(settings: Settings, project_id: UUID) -> Usage:
    database = Database(settings.resolved_database_url)
    try:
        async with database.reading() as session:
            calls, tokens, cost = await LlmCallRepository(session).totals(
                project_id=project_id
            )
    finally:
        await database.close()
    return Usage(calls, tokens, None if cost is None else cost / 1_000_000)
