"""The first answers to requests with an `Idempotency-Key` (APIX-10)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock, ids
from cofounder.db.upsert import insert_or_ignore
from cofounder.runs.models import IdempotentAnswer


async def claim(
    session: AsyncSession,
    principal: str,
    request_sha256: str,
    *,
    since: datetime,
    alive_since: datetime,
) -> IdempotentAnswer | None:
    """Take the key for this request: None when it is ours, else who took it before.

    Forgotten first, everybody's: keys taken before `since`, and keys taken before
    `alive_since` whose request was never answered.
    """
    taken = IdempotentAnswer.created_at
    abandoned = and_(IdempotentAnswer.status.is_(None), taken < alive_since)
    await session.execute(delete(IdempotentAnswer).where(or_(taken < since, abandoned)))
    values: dict[str, Any] = {
        "id": ids.new_id(),
        "created_at": clock.now(),
        "principal": principal,
        "request_sha256": request_sha256,
        "headers": {},
    }
    if await insert_or_ignore(session, IdempotentAnswer, values):
        return None
    return await find(session, principal)


async def keep(
    session: AsyncSession,
    principal: str,
    status: int,
    headers: dict[str, str],
    body: str,
) -> None:
    """Store the answer that every repetition gets."""
    row = await find(session, principal)
    if row is not None:
        row.status, row.headers, row.body = status, headers, body


async def forget(session: AsyncSession, principal: str) -> None:
    """Give the key back: the request may be tried again."""
    await session.execute(
        delete(IdempotentAnswer).where(IdempotentAnswer.principal == principal)
    )


async def find(session: AsyncSession, principal: str) -> IdempotentAnswer | None:
    """What is known of a key."""
    return await session.scalar(
        select(IdempotentAnswer).where(IdempotentAnswer.principal == principal)
    )
