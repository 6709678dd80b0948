"""Bringing a database to the present schema, by one process at a time."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from cofounder.db.engines import open_sync_engine

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent
LOCK = 0x0C0F0000


def config_for(connection: Connection | None = None) -> Config:
    """Alembic's configuration on an open connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


async def upgrade(url: str) -> None:
    """Run every migration that is missing; a second run changes nothing."""
    await asyncio.to_thread(upgrade_now, url)


def upgrade_now(url: str, revision: str = "head") -> None:
    """The same, in this thread, up to a revision.

    Alembic is loaded only when a migration is due: it is a tenth of a server's start
    and of its memory.
    """
    engine = open_sync_engine(url)
    try:
        with engine.begin() as connection:
            if engine.dialect.name != "sqlite":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            if revision != "head" or not _is_current(connection):
                from alembic import command

                command.upgrade(config_for(connection), revision)
    finally:
        engine.dispose()


def newest_revision() -> str:
    """The head of the tree; a migration's file name begins with its revision."""
    names = (path.name for path in (FOLDER / "versions").glob("[0-9]*.py"))
    return max(names).partition("_")[0]


def _is_current(connection: Connection) -> bool:
    if not inspect(connection).has_table("alembic_version"):
        return False
    found = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
    return found == [newest_revision()]
