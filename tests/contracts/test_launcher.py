"""The launcher seam: the engine's and the fake keep the same promises."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID

import pytest
from dbos import DBOS, DBOSConfiguredInstance

from cofounder.db import Database
from cofounder.runs.models import Run
from cofounder.runs.ports import Carriage, RunLauncher
from cofounder.runs.states import RunKind
from cofounder.workflows.carrying import carrying
from cofounder.workflows.engine import Engine
from cofounder.workflows.launcher import InProcessLauncher
from tests.factories.accounts import a_user
from tests.factories.runs import a_run
from tests.fakes.launcher import RecordingLauncher
from tests.fixtures.app import AppKeeper


@DBOS.dbos_class("launcher_contract")
class Waits(DBOSConfiguredInstance):
    """A run that waits in a step until it is let go, stopped or woken."""

    def __init__(self) -> None:
        self.began: list[str] = []
        self.woken: list[str] = []
        self.go = asyncio.Event()
        super().__init__(config_name="default")

    @DBOS.workflow(name="launcher_contract")
    async def run(self, run_id: str) -> str:
        with carrying(run_id):
            await self.wait(run_id)
            if await DBOS.recv_async("topic", timeout_seconds=0.01):
                self.woken.append(run_id)
            return "done"

    @DBOS.step(name="launcher_contract.wait", preemptible=True)
    async def wait(self, run_id: str) -> None:
        self.began.append(run_id)
        await self.go.wait()


class Bench:
    """A launcher under test, and what it did."""

    def __init__(
        self, database: Database, launcher: RunLauncher, waits: Waits | None = None
    ) -> None:
        self.database, self.launcher, self.waits = database, launcher, waits

    @property
    def started(self) -> list[UUID]:
        if self.waits is not None:
            return [UUID(run_id) for run_id in self.waits.began]
        assert isinstance(self.launcher, RecordingLauncher)
        return self.launcher.started

    async def run(self) -> Run:
        async with self.database.transaction() as session:
            return await a_run(session, await a_user(session))

    async def settled(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not holds():
                await asyncio.sleep(0.01)

    async def a_while(self) -> None:
        """Long enough for a start that must not happen."""
        for _ in range(20):
            await asyncio.sleep(0.005)


@pytest.fixture(params=["recording", "in_process"])
async def bench(
    request: pytest.FixtureRequest, database: Database, app_keeper: AppKeeper
) -> AsyncIterator[Bench]:
    if request.param == "recording":
        yield Bench(database, RecordingLauncher())
        return
    await app_keeper.stop()  # the engine is one per process
    waits = Waits()
    bodies: dict[RunKind, Any] = {RunKind.DEFERRED_CALL: waits.run}
    launcher = InProcessLauncher(bodies)
    engine = Engine(database, executor_id="contract", polling_seconds=0.02)
    await engine.launch()
    yield Bench(database, launcher, waits)
    await launcher.close()
    await engine.close()


async def test_a_committed_launch_starts_the_run_once(bench: Bench) -> None:
    run = await bench.run()
    for times in range(2):
        async with bench.database.transaction() as session:
            await bench.launcher.launch(session, run)
            assert len(bench.started) == times  # not before the commit
        await bench.settled(lambda: run.id in bench.started)
    await bench.a_while()
    assert bench.started == [run.id]
    assert bench.launcher.is_at_work(run.id)
    assert await bench.launcher.look_up([run.id]) == {run.id: Carriage.UNDER_WAY}


async def test_a_rolled_back_launch_starts_nothing(bench: Bench) -> None:
    run = await bench.run()
    with pytest.raises(RuntimeError):  # noqa: PT012 - the transaction is the point
        async with bench.database.transaction() as session:
            await bench.launcher.launch(session, run)
            raise RuntimeError("rolled back")
    await bench.a_while()
    assert bench.started == []
    assert await bench.launcher.look_up([run.id]) == {run.id: Carriage.UNKNOWN}


async def test_a_stop_ends_the_run_and_leaves_nothing_at_work(bench: Bench) -> None:
    run = await bench.run()
    async with bench.database.transaction() as session:
        await bench.launcher.launch(session, run)
    await bench.settled(lambda: run.id in bench.started)
    for _ in range(2):  # the same call twice has the effect of one
        async with bench.database.transaction() as session:
            await bench.launcher.stop(session, run)
        await bench.settled(lambda: not bench.launcher.is_at_work(run.id))
    assert await bench.launcher.look_up([run.id]) == {run.id: Carriage.ENDED}


async def test_stopping_or_asking_about_what_was_never_started_is_fine(
    bench: Bench,
) -> None:
    run = await bench.run()
    async with bench.database.transaction() as session:
        await bench.launcher.stop(session, run)
    await bench.a_while()
    assert await bench.launcher.look_up([run.id]) == {run.id: Carriage.UNKNOWN}
    assert await bench.launcher.look_up([]) == {}
    assert not bench.launcher.is_at_work(run.id)


async def test_a_signal_reaches_the_run_it_names(bench: Bench) -> None:
    run, other = await bench.run(), await bench.run()
    async with bench.database.transaction() as session:
        await bench.launcher.launch(session, run)
        await bench.launcher.launch(session, other)
    await bench.settled(lambda: len(bench.started) == 2)
    async with bench.database.transaction() as session:
        await bench.launcher.signal(session, run, "topic")
    if bench.waits is None:
        assert bench.launcher.signals == [(run.id, "topic")]  # type: ignore[attr-defined]
        return
    await bench.a_while()
    bench.waits.go.set()
    await bench.settled(lambda: not bench.launcher.is_at_work(other.id))
    await bench.settled(lambda: not bench.launcher.is_at_work(run.id))
    assert bench.waits.woken == [str(run.id)]
