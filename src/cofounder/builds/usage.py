"""What a founder used of today's builds, for every job's answer (QUEU-08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock
from cofounder.accounts.models import User
from cofounder.accounts.tiers import UNLIMITED
from cofounder.builds.models import Build
from cofounder.runs.repository import RunRepository


@dataclass(frozen=True, slots=True)
class JobUsage:
    """Jobs of this UTC day and iterations of one build; -1 is unlimited."""

    jobs_used: int
    jobs_remaining: int
    iterations_used: int
    iterations_remaining: int
    daily_limit_resets_at: datetime


async def usage_of(session: AsyncSession, user: User, build: Build) -> JobUsage:
    """What is used and left."""
    limits = user.limits
    moment = clock.now()
    used = await RunRepository(session).count_daily(user.id, clock.midnight(moment))
    daily = limits.runs_per_day
    iterations = 1 + build.fix_attempts
    return JobUsage(
        jobs_used=used,
        jobs_remaining=UNLIMITED if daily == UNLIMITED else max(0, daily - used),
        iterations_used=iterations,
        iterations_remaining=max(0, 3 * limits.iteration_depth - iterations),
        daily_limit_resets_at=clock.next_midnight(moment),
    )
