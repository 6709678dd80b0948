"""The database for a short command: beside a running server, without its lock.

Such a command never launches the engine. It brings the database up to date first,
unless a server runs on it, which has done so.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from cofounder.commands.holding import running_server
from cofounder.commands.logs import configure_logs
from cofounder.db import Database
from cofounder.migrations import upgrade
from cofounder.settings import Settings


@asynccontextmanager
async def opened(settings: Settings) -> AsyncGenerator[Database]:
    """The up-to-date database, closed afterwards."""
    configure_logs(settings)
    if running_server(settings.data_dir) is None:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        await upgrade(settings.resolved_database_url)
    database = Database(settings.resolved_database_url)
    try:
        yield database
    finally:
        await database.close()
