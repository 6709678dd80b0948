"""Statements of SQLite: on the loop when they can wait for nobody, else in a thread."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.pool import QueuePool

from cofounder import ids
from cofounder.db import Base, Database, locked
from cofounder.runs.models import Counter

pytestmark = pytest.mark.anyio


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """A database file with every table."""
    path = tmp_path / "one.db"
    database = Database(f"sqlite+aiosqlite:///{path}")
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await database.close()
    return path


@pytest.fixture
async def embedded(file: Path) -> Database:
    return Database(f"sqlite+aiosqlite:///{file}")


async def test_only_the_ends_of_a_transaction_leave_the_loop(
    embedded: Database,
) -> None:
    seen: list[tuple[str, bool]] = []
    here = threading.get_ident()

    def note(statement: str) -> None:
        seen.append((statement.split(maxsplit=1)[0], threading.get_ident() == here))

    async with embedded.transaction() as session:
        raw = await (await session.connection()).get_raw_connection()
        assert raw.driver_connection is not None
        raw.driver_connection._conn.set_trace_callback(note)
        session.add(Counter(name="one", value=1))
        await session.flush()
        assert await session.scalar(select(Counter.value)) == 1
    async with embedded.transaction() as session:
        await session.execute(text("SELECT 1"))
    await embedded.close()
    assert seen == [
        ("INSERT", True),
        ("SELECT", True),
        ("COMMIT", False),
        ("BEGIN", False),
        ("SELECT", True),
        ("COMMIT", False),
    ]


async def test_the_loop_goes_on_while_another_program_holds_the_lock(
    embedded: Database, file: Path
) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def count() -> None:
        async with embedded.transaction() as session:
            session.add(Counter(name="late", value=1))

    counting = asyncio.create_task(count())
    async with embedded.reading() as session:
        assert await session.scalar(select(Counter.value)) is None
    assert not counting.done()
    other.execute("COMMIT")
    other.close()
    async with asyncio.timeout(20):
        await counting
    await embedded.close()


async def test_a_writer_cancelled_at_the_lock_does_not_stop_the_loop(
    embedded: Database, file: Path
) -> None:
    """What is cleaned up after it waits in the thread, behind its BEGIN."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def count() -> None:
        async with embedded.transaction():
            pass

    counting = asyncio.create_task(count())
    async with embedded.reading() as session:
        await session.scalar(select(Counter.value))
    counting.cancel()
    async with embedded.reading() as session:
        await session.scalar(select(Counter.value))
    other.execute("COMMIT")
    other.close()
    await asyncio.wait([counting])
    async with asyncio.timeout(20), embedded.transaction() as session:
        session.add(Counter(name="after", value=1))
    await embedded.close()


async def test_writers_of_one_process_take_turns(embedded: Database) -> None:
    """Whoever waits holds no connection meanwhile, and everybody comes to write."""
    out = embedded.engine.pool
    assert isinstance(out, QueuePool)
    most = 0

    async def count(name: str) -> None:
        nonlocal most
        async with embedded.transaction() as session:
            most = max(most, out.checkedout())
            session.add(Counter(name=name, value=1))
            await session.flush()
            await asyncio.sleep(0)

    await asyncio.gather(*(count(f"c{number}") for number in range(8)))
    async with embedded.reading() as session:
        names = (await session.scalars(select(Counter.name))).all()
    await embedded.close()
    assert (len(names), most) == (8, 1)


async def test_a_writer_cancelled_in_the_queue_keeps_nobody_waiting(
    embedded: Database,
) -> None:
    async def count() -> None:
        async with embedded.transaction() as session:
            session.add(Counter(name="never", value=1))

    async with embedded.transaction():
        waiting = asyncio.create_task(count())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
    assert waiting.cancelled()
    async with asyncio.timeout(20), embedded.transaction() as session:
        assert await session.scalar(select(Counter.name)) is None
    await embedded.close()


async def test_a_row_is_locked_once_in_a_transaction(database: Database) -> None:
    """Asked for again it is the same row, with what we changed meanwhile."""
    async with database.transaction() as session:
        session.add(Counter(id=(row_id := ids.new_id()), name="held", value=1))
    sent: list[str] = []
    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    async with database.transaction() as session:
        first = await locked(session, Counter, row_id)
        assert first is not None
        first.value = 2
        asked = len(sent)
        assert await locked(session, Counter, row_id) is first
        assert len(sent) == asked
        assert await locked(session, Counter, ids.new_id()) is None
    async with database.transaction() as session:
        again = await locked(session, Counter, row_id)
        assert again is not None and again.value == 2
