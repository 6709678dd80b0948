"""SQLite without a thread for every line: only what may wait leaves the event loop.

A statement inside a transaction takes microseconds and can wait for nobody: a writer
holds the one lock already, a reader never needs it. Handing it to a thread and back
costs ten times as much, and lets every other task in while the lock is held. Taking
the lock and committing (which waits for the disk) are what a thread is for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import aiosqlite

READ = "BEGIN"


class Connection(aiosqlite.Connection):
    """A connection that answers on the loop whatever it can answer at once."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True
        self._sent: list[str] = []  # what the thread has not ended yet

    async def _execute(self, fn: Callable[..., Any], *args: Any, **more: Any) -> Any:
        if self._running and self._connection and self._is_quick(fn, args):
            return fn(*args, **more)

        def carried_out() -> Any:
            try:
                return fn(*args, **more)
            finally:
                self._sent.pop()

        self._sent.append(fn.__name__)
        return await super()._execute(carried_out)  # pyright: ignore[reportUnknownMemberType]

    def _is_quick(self, fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
        if self._sent:  # whoever waited was cancelled: we would wait in its place
            return False
        name = fn.__name__
        if not isinstance(getattr(fn, "__self__", None), sqlite3.Cursor):
            return name in ("cursor", "rollback")
        begun = self._conn.in_transaction or args[:1] == (READ,)
        return begun or not name.startswith("execute")


def connect(database: str, **more: Any) -> Connection:
    """A connection to be awaited, as the driver's own `connect` makes it.

    Its thread and the loop take turns, never at once: one statement is awaited
    before the next begins.
    """
    options: dict[str, Any] = {**more, "check_same_thread": False}
    return Connection(lambda: sqlite3.connect(database, **options))
