"""Waiting for a run to come to rest: a nudge when it comes, a look when it does not."""

from __future__ import annotations

import asyncio
import time
from uuid import UUID

from cofounder.db import Database
from cofounder.runs.models import Run
from cofounder.runs.repository import RunRepository
from cofounder.runs.service import rest_topic_of
from cofounder.runs.states import RunStatus

LOOK_SECONDS = 1.0


async def wait_for_run(database: Database, run_id: UUID, seconds: float) -> Run:
    """The run once it is over or waits for a person, or as it is after `seconds`."""
    deadline = time.monotonic() + seconds
    with database.listening(rest_topic_of(run_id)) as changed:
        while True:
            changed.clear()
            async with database.reading() as session:
                run = await RunRepository(session).get(run_id)
            left = deadline - time.monotonic()
            waits = run.status is RunStatus.AWAITING_FOUNDER
            if run.is_over or waits or left <= 0:
                return run
            await _within(changed, min(left, LOOK_SECONDS))


async def _within(changed: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(changed.wait(), seconds)
    except TimeoutError:
        return
