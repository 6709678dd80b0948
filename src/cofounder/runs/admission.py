"""Admission: which queued runs may start now (stack.md G11).

A queued run is admitted by one conditional update, in the order of rank, when its
user and its project have a free place. A run without a place keeps its sequence
number and is looked at again.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock
from cofounder.accounts.tiers import Tier, limits_of
from cofounder.db.upsert import exclusive
from cofounder.runs.models import Run
from cofounder.runs.repository import RunRepository

ADMISSION_LOCK = 0x0C0F0001


async def admit_waiting(session: AsyncSession) -> Sequence[Run]:
    """Admit every queued run that may start, best rank first, and return them.

    Only one transaction at a time counts places, in all processes.
    """
    await exclusive(session, ADMISSION_LOCK)
    runs = RunRepository(session)
    moment = clock.now()
    return [
        run
        for run in await runs.list_waiting()
        if await _has_place(runs, run) and await runs.admit(run, moment)
    ]


async def _has_place(runs: RunRepository, run: Run) -> bool:
    if not run.slotted:
        return True
    limits = limits_of(Tier(run.tier))
    mine = await runs.count_slots(user_id=run.user_id, project_id=None)
    if not limits.allows(mine, limits.runs_per_user):
        return False
    if run.project_id is None:
        return True
    here = await runs.count_slots(user_id=run.user_id, project_id=run.project_id)
    return limits.allows(here, limits.runs_per_project)


async def position_of(session: AsyncSession, run: Run) -> int:
    """The 1-based place in the queue; 0 when the run does not wait (QUEU-02)."""
    waiting = [r.id for r in await RunRepository(session).list_waiting() if r.slotted]
    return waiting.index(run.id) + 1 if run.id in waiting else 0
