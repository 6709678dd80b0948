"""Opening the database: one asynchronous engine for us, one synchronous for the
run engine, both configured alike.

SQLite needs WAL before the run engine opens the file, and every writing transaction
must BEGIN IMMEDIATE: a transaction that reads first and writes later would see stale
rows and fail with "database is locked" whatever the timeout.
"""

from __future__ import annotations

import functools
from typing import Any

import aiosqlite
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from cofounder.db.driver import connect

PRAGMAS = (
    "journal_mode=WAL",
    "busy_timeout=30000",
    "foreign_keys=ON",
    "synchronous=FULL",
)


def open_engine(url: str) -> AsyncEngine:
    """The engine of our own sessions."""
    engine = create_async_engine(url, **_pool(url), **_driver(url))
    if engine.dialect.name == "sqlite":
        _configure_sqlite(engine.sync_engine)
        event.listen(engine.sync_engine, "connect", _end_once)
    return engine


def _end_once(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Let a connection be ended again while it ends.

    A task cancelled in a statement makes SQLAlchemy close the connection; cancelled
    once more meanwhile, it stops the driver's thread at once. The driver would then
    wait for good for a second stop that nobody carries out.
    """
    driver: aiosqlite.Connection = connection.driver_connection  # type: ignore[attr-defined]
    driver.stop = functools.cache(driver.stop)  # type: ignore[method-assign]


def open_sync_engine(url: str, *, for_run_engine: bool = False) -> Engine:
    """A synchronous engine on the same database: for migrations or the run engine.

    The run engine emits its own BEGIN where it needs one and expects the driver to
    begin its other transactions as IMMEDIATE.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, **_pool(url))
    engine = create_engine(parsed.set(drivername="sqlite"))
    _configure_sqlite(engine, own_begin=not for_run_engine)
    return engine


def _driver(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"connect_args": {"async_creator_fn": connect}}
    return {}


def _pool(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {}
    return {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10}


def _configure_sqlite(engine: Engine, *, own_begin: bool = True) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        level = None if own_begin else "IMMEDIATE"
        connection.isolation_level = level  # type: ignore[attr-defined]
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("read_only")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    if own_begin:
        event.listen(engine, "begin", begin)
    del configure
