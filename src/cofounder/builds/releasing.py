"""Putting scheduled builds back in the queue when their day has come (QUEU-06)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.builds.repository import BuildRepository
from cofounder.builds.service import enter_stage
from cofounder.builds.states import Stage
from cofounder.runs import service as runs


async def release_scheduled(
    session: AsyncSession, moment: datetime, queue_cap: int
) -> int:
    """Queue scheduled runs whose time has come, builds included; how many.

    A full queue leaves them scheduled until there is room.
    """
    released = await runs.release_due(session, moment, queue_cap)
    for run in released:
        if await BuildRepository(session).find_of_run(run.id) is not None:
            await enter_stage(session, run.id, Stage.QUEUED)
    return len(released)
