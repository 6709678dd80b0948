"""The parts of a serving process, made in order and ended in the other.

The sandbox's supervisor starts first, before any secret is read; then the database
(in WAL before the engine opens it), the runner, the engine, the dispatcher.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from cofounder.agents.choosing import choose_runner
from cofounder.builds.workshop import Workshop
from cofounder.builds.workspace import WorkspaceStore
from cofounder.db import Database
from cofounder.migrations import upgrade
from cofounder.previews.door import TicketDoor
from cofounder.previews.keeper import PreviewKeeper
from cofounder.runner import Runner
from cofounder.runs.ledger import Ledger
from cofounder.runs.states import RunKind
from cofounder.sandbox import SandboxRuntime
from cofounder.sandbox.backends.bubblewrap import BubblewrapRuntime
from cofounder.sandbox.wheels import WheelStore
from cofounder.settings import Settings
from cofounder.workflows.building import Bench, BuildSoftware
from cofounder.workflows.deferred import CarryOutCall
from cofounder.workflows.dispatcher import Dispatcher
from cofounder.workflows.documents import WriteDocuments
from cofounder.workflows.engine import Engine
from cofounder.workflows.housekeeping import StoppedWork
from cofounder.workflows.launcher import Body, InProcessLauncher
from cofounder.workflows.serving import BuildRestorer, PreviewStarter


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything a serving process holds."""

    database: Database
    runner: Runner
    runtime: SandboxRuntime
    workspaces: WorkspaceStore
    workshop: Workshop
    keeper: PreviewKeeper
    door: TicketDoor
    launcher: InProcessLauncher
    dispatcher: Dispatcher


@dataclass(frozen=True, slots=True)
class Overrides:
    """Parts that tests bring along instead of the ones settings ask for."""

    runner: Runner | None = None
    runtime: SandboxRuntime | None = None
    polling_seconds: float = 0.1


def make_runtime(settings: Settings) -> BubblewrapRuntime:
    """The sandbox that settings ask for."""
    return BubblewrapRuntime(
        settings.data_dir,
        cell_root=settings.cell_root,
        uids=settings.uids,
        bwrap=settings.bwrap,
        interpreter=settings.cell_python,
    )


@asynccontextmanager
async def running_parts(
    settings: Settings, *, executor_id: str | None, overrides: Overrides
) -> AsyncGenerator[Parts]:
    """All parts, running; what is unfinished at the end goes on at the next start."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    async with AsyncExitStack() as ending:
        runtime = overrides.runtime or make_runtime(settings)
        await _started(runtime, settings.resolved_database_url)
        ending.push_async_callback(runtime.stop)
        database = Database(settings.resolved_database_url)
        ending.push_async_callback(database.close)
        runner = overrides.runner or choose_runner(settings, Ledger(database))
        ending.push_async_callback(runner.close)
        parts = _assemble(settings, database, runner, runtime)
        await parts.keeper.open()
        ending.push_async_callback(parts.keeper.close)
        engine = Engine(
            database,
            executor_id=executor_id or settings.instance,
            polling_seconds=overrides.polling_seconds,
        )
        ending.push_async_callback(engine.close)
        await engine.launch()
        ending.push_async_callback(parts.launcher.close)
        await parts.dispatcher.wake_keyless()
        parts.dispatcher.start()
        ending.push_async_callback(parts.dispatcher.stop)
        yield parts


async def _started(runtime: SandboxRuntime, url: str) -> None:
    """The sandbox tested and the database up to date.

    Both at once: the self-test waits for processes most of the time. Its supervisor
    is given its whole environment, so nothing that is read here reaches it.
    """
    testing = asyncio.create_task(runtime.start())
    try:
        await upgrade(url)
    finally:
        await testing


def _assemble(
    settings: Settings, database: Database, runner: Runner, runtime: SandboxRuntime
) -> Parts:
    workspaces = WorkspaceStore(settings.data_dir / "workspaces")
    workshop = Workshop(runtime, WheelStore(settings.resolved_wheel_store))
    keeper = PreviewKeeper(
        database,
        runtime,
        restorer=BuildRestorer(database, workshop, workspaces),
        idle_seconds=settings.preview_idle_seconds,
        awake_max=settings.preview_awake_max,
        instance=settings.instance,
    )
    bodies: dict[RunKind, Body] = {}
    launcher = InProcessLauncher(bodies)
    bench = Bench(
        database=database,
        runner=runner,
        workshop=workshop,
        workspaces=workspaces,
        previews=PreviewStarter(database, keeper),
    )
    parts = Parts(
        database=database,
        runner=runner,
        runtime=runtime,
        workspaces=workspaces,
        workshop=workshop,
        keeper=keeper,
        door=TicketDoor(database),
        launcher=launcher,
        dispatcher=Dispatcher(
            database,
            launcher,
            queue_cap=settings.queue_cap,
            clean_up=StoppedWork(database, workshop, keeper).clean_up,
        ),
    )
    bodies[RunKind.DEFERRED_CALL] = CarryOutCall(database, runner).run
    documents = WriteDocuments(database, runner)
    bodies[RunKind.DOCUMENTS] = documents.run
    bodies[RunKind.REGENERATE_ARTIFACT] = documents.run
    bodies[RunKind.TRIO] = documents.run
    bodies[RunKind.BUILD] = BuildSoftware(bench).run
    return parts
