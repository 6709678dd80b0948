"""Inserts that tolerate another writer, and the one lock that spans processes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.db.base import Base


def _dialect(session: AsyncSession) -> str:
    return session.get_bind().dialect.name


async def insert_or_ignore(
    session: AsyncSession, table: type[Base], values: dict[str, Any]
) -> bool:
    """Insert a row unless a unique constraint says it is there; whether it was new."""
    insert = sqlite_insert if _dialect(session) == "sqlite" else postgres_insert
    made = await session.execute(
        insert(table).values(**values).on_conflict_do_nothing().returning(table.id)
    )
    return made.scalar() is not None


async def insert_missing(
    session: AsyncSession, table: type[Base], rows: Sequence[dict[str, Any]]
) -> None:
    """Insert rows with the same keys, but those a unique constraint says are there."""
    insert = sqlite_insert if _dialect(session) == "sqlite" else postgres_insert
    await session.execute(insert(table).on_conflict_do_nothing(), rows)


async def exclusive(session: AsyncSession, key: int) -> None:
    """Let one transaction at a time past this line, in all processes.

    On SQLite every writing transaction is alone already (BEGIN IMMEDIATE).
    """
    if _dialect(session) != "sqlite":
        await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
