"""A build's output as its page shows it: the latest lines, and more on request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.builds.models import Build
from cofounder.builds.repository import BuildRepository
from cofounder.web.screens.build.pages import LogLine
from cofounder.web.words import clock_time

PAGE = 100
MOST = 5_000


@dataclass(frozen=True, slots=True)
class ShownLog:
    """The lines, and where earlier ones are."""

    lines: tuple[LogLine, ...]
    earlier_href: str | None
    is_open: bool


def wanted(count: str) -> int:
    """How many lines a query asks for; anything odd is the first page."""
    if not (count.isascii() and count.isdigit() and len(count) <= 4):
        return PAGE
    return min(max(int(count), PAGE), MOST)


async def log_of(session: AsyncSession, build: Build, count: str) -> ShownLog:
    """The last `count` lines, oldest first."""
    limit = wanted(count)
    rows = await BuildRepository(session).list_log(build.run_id, limit=limit)
    begin = build.started_at or build.created_at
    lines = tuple(
        LogLine(
            at=clock_time((row.created_at - begin).total_seconds()),
            source=cast(Literal["system", "stdout", "stderr"], row.source),
            text=row.text,
        )
        for row in rows
    )
    has_more = bool(rows) and rows[0].seq > 1 and limit < MOST
    href = f"?log={min(limit + PAGE, MOST)}#log" if has_more else None
    return ShownLog(lines, href, limit > PAGE)
