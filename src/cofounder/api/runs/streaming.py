"""A run's numbered events as a stream: stored ones first, then live ones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

import structlog
from fastapi.sse import ServerSentEvent

from cofounder.db import Database
from cofounder.runs import service as runs
from cofounder.runs.models import RunEvent
from cofounder.runs.repository import RunRepository

log = structlog.get_logger()

LOOK_SECONDS = 1.0


async def happenings(
    database: Database, run_id: UUID, seen: int
) -> AsyncIterator[ServerSentEvent]:
    """Events numbered above `seen`, without gap or repeat, until the run is over."""
    with database.listening(runs.topic_of(run_id)) as changed:
        over = False
        while not over:
            changed.clear()
            # A reader who leaves cancels us wherever we are.
            over, fresh = await database.to_the_end(_after(database, run_id, seen))
            for event in fresh:
                seen = event.number
                yield ServerSentEvent(
                    data=event.payload, event=event.type, id=str(event.number)
                )
            if not over:
                await _wait(changed)


async def _after(
    database: Database, run_id: UUID, seen: int
) -> tuple[bool, Sequence[RunEvent]]:
    async with database.reading() as session:
        run = await RunRepository(session).get(run_id)
        return await runs.events_after(session, run, seen)


async def _wait(changed: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(changed.wait(), LOOK_SECONDS)
    except TimeoutError:
        return
