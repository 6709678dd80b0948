"""A demo app as a build leaves it: composed, installed, kept as a snapshot."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from bench.measuring import Missing
from bench.processes import clear_cells
from bench.seeding import ANSWERS, IDEA
from cofounder import ids
from cofounder.agents.composer.codebase import compose_files
from cofounder.agents.composer.product import Wish, compose_product
from cofounder.builds.workshop import SERVE_ENV, Workshop, label_of, serve_argv
from cofounder.sandbox import SERVE_LIMITS, CellSpec, Phase, Sandbox
from cofounder.sandbox.backends.bubblewrap import BubblewrapRuntime
from cofounder.sandbox.wheels import WheelStore
from cofounder.settings import load_settings


@dataclass(frozen=True, slots=True)
class BuiltApp:
    """An app whose snapshot exists under its build's label."""

    build_id: UUID
    files: dict[str, str]

    @property
    def argv(self) -> list[str]:
        return serve_argv(self.files)

    @property
    def cell(self) -> CellSpec:
        """The cell a preview would serve it from."""
        return CellSpec(
            label=f"preview-{self.build_id}",
            phase=Phase.SERVE,
            limits=SERVE_LIMITS,
            snapshot=label_of(self.build_id),
            volume=label_of(self.build_id),
        )

    async def exposed(self, runtime: BubblewrapRuntime) -> tuple[Sandbox, Path]:
        """The app, answering in a cell of its own, and its socket."""
        cell = await runtime.create(self.cell)
        endpoint = await cell.expose(self.argv, SERVE_LIMITS, env=SERVE_ENV)
        return cell, endpoint.socket_path


@contextlib.asynccontextmanager
async def sandbox(data_dir: Path) -> AsyncIterator[BubblewrapRuntime]:
    """A started sandbox; what it keeps outside its folder is removed at the end."""
    if shutil.which("bwrap") is None:
        raise Missing("bubblewrap is not installed")
    data_dir.mkdir(mode=0o711, exist_ok=True)
    runtime = BubblewrapRuntime(data_dir)
    await runtime.start()
    try:
        offer = runtime.capabilities()
        if not offer.available:
            raise Missing(f"no sandbox: {offer.reasons[0]}")
        yield runtime
    finally:
        await runtime.stop()


@contextlib.asynccontextmanager
async def clearing(data_dir: Path) -> AsyncIterator[Path]:
    """A data folder whose cells are removed at the end."""
    try:
        yield data_dir
    finally:
        await asyncio.to_thread(clear_cells, data_dir)


async def a_built_app(runtime: BubblewrapRuntime) -> BuiltApp:
    """Install the demo app from the wheel store and keep its workspace."""
    wish = Wish(IDEA, tuple(ANSWERS.values()))
    app = BuiltApp(ids.new_id(), compose_files(compose_product(wish)))
    store = WheelStore(load_settings().resolved_wheel_store)
    python_version = runtime.capabilities().python_version
    assert python_version is not None
    if await store.find(app.files["requirements.txt"], python_version) is None:
        raise Missing("the demo app's packages were not fetched: `cofounder setup`")
    workshop = Workshop(runtime, store)
    await workshop.install(app.build_id, app.files, lambda _lines: None)
    await workshop.keep(app.build_id, app.files)
    await workshop.discard(app.build_id)
    return app
