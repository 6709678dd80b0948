"""Row locks: taken once in a transaction, however many use cases ask for them."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.db.base import ROW_LOCK, Base

HELD = "cofounder.held"
R = TypeVar("R", bound=Base)


async def locked(session: AsyncSession, kind: type[R], row_id: UUID) -> R | None:
    """The row as it is now, locked until this transaction ends; None when missing.

    Nobody else changes a row we hold, so from the second time on it is the one that
    this session knows.
    """
    held: set[UUID] = session.info.setdefault(HELD, set())
    if row_id in held:
        return await session.get(kind, row_id)
    row = await session.get(
        kind, row_id, with_for_update=ROW_LOCK, populate_existing=True
    )
    if row is not None:
        held.add(row_id)
    return row
