"""What the domain asks of the engine that carries runs out."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.runs.models import Run


class Carriage(StrEnum):
    """What the engine knows about a run: nothing, that it goes on, that it ended."""

    UNKNOWN = "unknown"
    UNDER_WAY = "under_way"
    ENDED = "ended"


class RunLauncher(Protocol):
    """Starts, stops and wakes admitted runs.

    Calls with a session are part of the caller's transaction: nothing happens when it
    rolls back, and the same call twice has the effect of one.
    """

    async def launch(self, session: AsyncSession, run: Run) -> None:
        """Start the run's workflow under the run's id once the transaction commits."""
        ...

    async def stop(self, session: AsyncSession, run: Run) -> None:
        """Stop the run's workflow; its current outside work ends within seconds."""
        ...

    async def signal(self, session: AsyncSession, run: Run, topic: str) -> None:
        """Wake the run if it waits for `topic`; it re-reads its rows."""
        ...

    async def look_up(self, run_ids: list[UUID]) -> dict[UUID, Carriage]:
        """What the engine knows about each of these runs."""
        ...

    def is_at_work(self, run_id: UUID) -> bool:
        """Whether something of the run is still going on in this process."""
        ...
