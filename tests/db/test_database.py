"""Transactions of a process in which anything may be cancelled at any moment."""

from __future__ import annotations

import asyncio
import gc

import anyio
import pytest
from sqlalchemy import event, select

from cofounder.db import Database
from cofounder.errors import NotFound
from cofounder.runs.models import Counter


def closing() -> list[asyncio.Task[object]]:
    """Connections of the driver that are being ended."""
    return [task for task in asyncio.all_tasks() if "_terminate" in repr(task)]


async def test_work_to_the_end_survives_a_task_group_that_cancels_again_and_again(
    database: Database,
) -> None:
    inside = asyncio.Event()

    async def count() -> None:
        async with database.transaction() as session:
            session.add(Counter(name="carried", value=1))
            await session.flush()
            inside.set()
            for _ in range(20):
                await session.execute(select(Counter))

    async with anyio.create_task_group() as group:
        group.start_soon(database.to_the_end, count())
        await inside.wait()
        group.cancel_scope.cancel()
    async with asyncio.timeout(10):
        async with database.reading() as session:
            query = select(Counter.value).where(Counter.name == "carried")
            while await session.scalar(query) is None:
                await session.rollback()
                await asyncio.sleep(0.01)
    assert closing() == []


async def test_a_commit_is_carried_out_whole_whoever_is_cancelled_meanwhile(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """A loop that is stopped just then leaves no broken connection behind."""

    async def count() -> None:
        async with database.transaction() as session:
            session.add(Counter(name="whole", value=1))

    task = asyncio.create_task(count())
    event.listen(
        database.engine.sync_engine, "commit", lambda _: task.cancel(), once=True
    )
    with pytest.raises(asyncio.CancelledError):
        await task
    await database.close()
    async with database.reading() as session:
        assert await session.scalar(select(Counter.value)) == 1
    assert [record.message for record in caplog.records] == []
    assert database.commits == 1


async def test_an_interrupted_transaction_is_rolled_back_whole(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """A task group cancels its body and then its rollback, again and again."""
    inside = asyncio.Event()

    async def count() -> None:
        async with database.transaction() as session:
            session.add(Counter(name="cut", value=1))
            await session.flush()
            inside.set()
            await asyncio.Event().wait()

    async with anyio.create_task_group() as group:
        group.start_soon(count)
        await inside.wait()
        group.cancel_scope.cancel()
    await database.close()
    async with database.reading() as session:
        assert await session.scalar(select(Counter.value)) is None
    assert closing() == []
    assert [record.message for record in caplog.records] == []


async def test_a_statement_may_be_cut_off_twice(database: Database) -> None:
    """First its task is cancelled, then the end of its connection."""
    inside = asyncio.Event()
    loud: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, it: loud.append(it))

    async def look() -> None:
        async with database.transaction() as session:
            inside.set()
            for _ in range(1_000):
                await session.execute(select(Counter))

    for _ in range(5):
        async with anyio.create_task_group() as group:
            inside.clear()
            group.start_soon(look)
            await inside.wait()
            group.cancel_scope.cancel()
    async with asyncio.timeout(10):
        while closing():
            await asyncio.sleep(0.01)
    await database.close()
    gc.collect()
    asyncio.get_running_loop().set_exception_handler(None)
    assert loud == []


async def test_work_to_the_end_returns_and_raises_as_if_it_were_awaited(
    database: Database,
) -> None:
    async def work(fails: bool) -> int:
        async with database.transaction():
            if fails:
                raise LookupError("no")
            return 3

    assert await database.to_the_end(work(False)) == 3
    with pytest.raises(LookupError, match="no"):
        await database.to_the_end(work(True))


async def test_a_failure_after_its_caller_left_disturbs_nobody(
    database: Database,
) -> None:
    """A run that was stopped meanwhile is such a failure, and no defect."""
    go = asyncio.Event()

    async def work() -> None:
        async with database.transaction():
            await go.wait()
            raise NotFound("It was deleted.")

    loud: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, it: loud.append(it))
    waiting = asyncio.create_task(database.to_the_end(work()))
    await asyncio.sleep(0.05)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    go.set()
    await asyncio.sleep(0.1)
    gc.collect()
    asyncio.get_running_loop().set_exception_handler(None)
    assert loud == []
