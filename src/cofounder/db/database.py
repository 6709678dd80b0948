"""Sessions: short transactions, reads that never write, and nudges after a commit.

A nudge is a hint that rows under a topic changed ("runs", "run:<id>"). It is sent
only after the commit, may be lost, and is never the truth: whoever waits re-reads.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar

import structlog
from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from cofounder.db.engines import open_engine, open_sync_engine
from cofounder.errors import CofounderError

log = structlog.get_logger()

T = TypeVar("T")

SLOW_TRANSACTION_SECONDS = 0.25
MANY = 1_000  # as many as there may be: the pool and the row locks decide
TOPICS = "cofounder.topics"
AFTER_COMMIT = "cofounder.after_commit"


def nudge(session: AsyncSession, topic: str) -> None:
    """Tell the listeners of `topic` once this session's transaction has committed."""
    session.info.setdefault(TOPICS, {})[topic] = None


def nudge_later(session: AsyncSession, call: Callable[[], None]) -> None:
    """Call `call` once this session's transaction has committed."""
    session.info.setdefault(AFTER_COMMIT, []).append(call)


def _note_failure(task: asyncio.Task[Any]) -> None:
    """Take the error of work whose caller has left; only a defect is worth a line."""
    error = None if task.cancelled() else task.exception()
    if error is not None and not isinstance(error, CofounderError):
        log.error("work_failed_alone", exc_info=error)


class Database:
    """The one database of this process."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine: AsyncEngine = open_engine(url)
        self.sync_engine: Engine = open_sync_engine(url, for_run_engine=True)
        self._writing = async_sessionmaker(self.engine, expire_on_commit=False)
        self._reading = async_sessionmaker(
            self.engine.execution_options(read_only=True), expire_on_commit=False
        )
        self.commits = 0  # so far, by this process
        # Writers of this process take turns on the one lock of SQLite: one that is
        # refused sleeps and looks again, and finds it free long after it was.
        self._turn = asyncio.Semaphore(1 if self.is_sqlite else MANY)
        self._events: dict[str, set[asyncio.Event]] = {}
        self._calls: dict[str, list[Callable[[], None]]] = {}
        self._unfinished: set[asyncio.Task[Any]] = set()

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file that one process owns."""
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncSession]:
        """One short writing transaction: commits at the end, rolls back on an error.

        Its end, once begun, is carried out whole, whoever is cancelled meanwhile: a
        connection cut off on its way back to the pool would be lost.
        """
        started = time.monotonic()
        await self._turn.acquire()
        session = self._writing()
        try:
            await session.connection()  # BEGIN IMMEDIATE before the first read
            opened = time.monotonic()
            yield session
        except BaseException:
            await self.to_the_end(self._roll_back(session))
            raise
        await self.to_the_end(self._commit(session))
        held = time.monotonic() - opened
        if held > SLOW_TRANSACTION_SECONDS:
            log.warning(
                "slow_transaction",
                held_ms=int(held * 1000),
                waited_ms=int((opened - started) * 1000),
            )

    async def _roll_back(self, session: AsyncSession) -> None:
        try:
            await session.close()
        finally:
            self._turn.release()

    async def _commit(self, session: AsyncSession) -> None:
        try:
            await session.commit()
            self.commits += 1
        finally:
            await self._roll_back(session)  # what did not commit
        self._tell(session)

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncSession]:
        """A session for reads; it takes no write lock and is never committed."""
        async with self._reading() as session:
            yield session

    def subscribe(self, topic: str, call: Callable[[], None]) -> None:
        """Run `call` after every commit that nudged `topic`, for good."""
        self._calls.setdefault(topic, []).append(call)

    @contextmanager
    def listening(self, topic: str) -> Generator[asyncio.Event]:
        """An event that is set whenever a commit nudged `topic`; clear it yourself."""
        event = asyncio.Event()
        self._events.setdefault(topic, set()).add(event)
        try:
            yield event
        finally:
            self._events[topic].discard(event)
            if not self._events[topic]:
                del self._events[topic]

    async def to_the_end(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of `work`, which is carried out whole when we are cancelled.

        A task group cancels again and again until it is left, so nothing that was
        begun there (an answer that is paid for, a commit) could be finished in it.
        """
        task = asyncio.create_task(work)
        self._unfinished.add(task)
        task.add_done_callback(self._unfinished.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(_note_failure)  # nobody else will hear of it
            raise

    async def close(self) -> None:
        """Finish what was begun, and give all connections back."""
        await asyncio.gather(*self._unfinished, return_exceptions=True)
        await self.engine.dispose()
        self.sync_engine.dispose()

    def _tell(self, session: AsyncSession) -> None:
        for topic in session.info.pop(TOPICS, {}):
            for call in self._calls.get(topic, ()):
                call()
            for event in self._events.get(topic, ()):
                event.set()
        for call in session.info.pop(AFTER_COMMIT, ()):
            call()
