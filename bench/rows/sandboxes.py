"""The sandbox: starting a command in a cell, and an app in a preview's cell."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import time
from pathlib import Path

from bench.hosting import a_built_app, clearing, sandbox
from bench.loading import Target, load
from bench.measuring import Plan, Samples, Spec, Topic, interleaved, percentile
from bench.processes import free_port, serving
from cofounder.builds.workshop import SERVE_ENV, label_of
from cofounder.sandbox import TOOL_LIMITS, CellSpec, Phase
from cofounder.sandbox.backends.bubblewrap import BubblewrapRuntime

EXEC = Spec(
    "sandbox start: `true` in a living cell",
    "ms",
    "plain `bwrap … true` in namespaces of its own",
    target=1.5,
)
READY = Spec(
    "preview ready: the demo app exposed from its snapshot",
    "s",
    "plain uvicorn start of the same app",
    target=1,
    target_of="ours",
)
PLAIN = "bwrap --unshare-all --ro-bind / / --proc /proc --dev /dev true".split()


async def commands(plan: Plan) -> dict[Spec, Samples]:
    """The same command; the floor has no limits, no filter and no user of its own."""
    count = plan.count(40, 5)
    async with clearing(plan.folder / "data") as data_dir, sandbox(data_dir) as runtime:
        spec = CellSpec("bench", Phase.TOOL, TOOL_LIMITS)
        cell = await runtime.create(spec)

        async def ours() -> float:
            spent: list[float] = []
            for _ in range(count):
                began = time.perf_counter()
                done = await cell.exec(["true"], TOOL_LIMITS)
                spent.append((time.perf_counter() - began) * 1000)
                assert done.exit_code == 0, done
            return percentile(spent, 0.5)

        async def plain() -> float:
            return percentile(await asyncio.to_thread(_plain, count), 0.5)

        return {EXEC: await interleaved(plan.runs, ours, plain)}


def _plain(count: int) -> list[float]:
    spent: list[float] = []
    for _ in range(count):
        began = time.perf_counter()
        subprocess.run(PLAIN, check=True, capture_output=True)
        spent.append((time.perf_counter() - began) * 1000)
    return spent


async def previews(plan: Plan) -> dict[Spec, Samples]:
    """From nothing to the first answer, with compiled bytecode on both sides."""
    async with clearing(plan.folder / "data") as data_dir, sandbox(data_dir) as runtime:
        app = await a_built_app(runtime)
        assert runtime.places is not None
        workspace = runtime.places.snapshot(label_of(app.build_id))
        copy = plan.folder / "plain"
        await asyncio.to_thread(shutil.copytree, workspace, copy, symlinks=True)
        bodies: dict[str, bytes] = {}

        async def ours() -> float:
            began = time.perf_counter()
            cell, path = await app.exposed(runtime)
            spent = time.perf_counter() - began
            found = await load(Target.get("/", socket_path=path), 0, connections=1)
            bodies["ours"] = found.body
            await cell.destroy()
            return spent

        async def plain() -> float:
            return await _uvicorn(plan, copy, runtime, bodies)

        samples = await interleaved(plan.runs, ours, plain)
        assert len(set(bodies.values())) == 1, "both sides show the same page"
        return {READY: samples}


async def _uvicorn(
    plan: Plan, folder: Path, runtime: BubblewrapRuntime, bodies: dict[str, bytes]
) -> float:
    """The app's own start command on the host, with the packages of its workspace."""
    port = free_port()
    python = runtime.capabilities().interpreter or "python3"
    (packages,) = folder.glob(".venv/lib/python*/site-packages")
    data = plan.folder / f"data-{port}"
    data.mkdir()
    env = {
        "PYTHONDONTWRITEBYTECODE": SERVE_ENV["PYTHONDONTWRITEBYTECODE"],
        "PYTHONPATH": f"{packages}:{folder}",
        "DATA_DIR": str(data),
    }
    command = [python, "-m", "uvicorn", "app.main:app", "--port", str(port)]
    log = plan.folder / "plain.log"
    async with serving(command, port, "/", log=log, env=env) as server:
        found = await load(Target.get("/", port=port), 0, connections=1)
        bodies["plain"] = found.body
    return server.seconds


TOPICS = (
    Topic("sandbox", (EXEC,), commands),
    Topic("ready", (READY,), previews),
)
