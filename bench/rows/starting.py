"""Starting: the server's first 200, `--help`, and memory while nothing happens."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.hosting import clearing
from bench.measuring import Plan, Samples, Spec, Topic, interleaved
from bench.processes import (
    Server,
    cofounder,
    environment,
    free_port,
    serve_command,
    serving,
)

BARE = "bare FastAPI on uvicorn"
COLD = Spec(
    "cold start of `cofounder serve` to the first 200, fresh data folder",
    "s",
    BARE,
    target=2.0,
    target_of="ours",
)
HELP = Spec(
    "`cofounder --help`", "s", "`python -c pass`", target=0.15, target_of="ours"
)
MEMORY = Spec(
    "resident memory of an idle server", "MiB", BARE, target=120, target_of="ours"
)
SETTLE_SECONDS = 2.0
NOTE = "ours at a second start, without its supervisor"
HELPS = 5


@asynccontextmanager
async def _ours(plan: Plan, data_dir: Path) -> AsyncIterator[Server]:
    port = free_port()
    command = serve_command(data_dir, port)
    log = plan.folder / "ours.log"
    async with serving(command, port, "/api/health", log=log) as server:
        yield server


@asynccontextmanager
async def _bare(plan: Plan) -> AsyncIterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "bench.floors.bare_fastapi", str(port)]
    async with serving(command, port, "/", log=plan.folder / "bare.log") as server:
        yield server


async def starts(plan: Plan) -> dict[Spec, Samples]:
    """Each run starts a server twice: the first one migrates, the second one rests."""
    memory: dict[str, list[float]] = {"ours": [], "bare": []}

    async def ours() -> float:
        async with clearing(plan.folder / f"data-{free_port()}") as data_dir:
            async with _ours(plan, data_dir) as first:
                pass
            async with _ours(plan, data_dir) as second:
                await asyncio.sleep(SETTLE_SECONDS)
                memory["ours"].append(second.resident_bytes() / 2**20)
        return first.seconds

    async def bare() -> float:
        async with _bare(plan) as server:
            memory["bare"].append(server.resident_bytes() / 2**20)
        return server.seconds

    return {
        COLD: await interleaved(plan.runs, ours, bare),
        MEMORY: Samples(memory["ours"], memory["bare"], NOTE),
    }


async def helps(plan: Plan) -> dict[Spec, Samples]:
    """The best of some calls per run: a process start is easily disturbed."""
    env = environment()

    def once(command: list[str], expected: bytes) -> float:
        began = time.perf_counter()
        done = subprocess.run(command, capture_output=True, check=True, env=env)
        spent = time.perf_counter() - began
        assert expected in done.stdout, done.stdout
        return spent

    async def best(command: list[str], expected: bytes) -> float:
        return min(
            [await asyncio.to_thread(once, command, expected) for _ in range(HELPS)]
        )

    ours = [cofounder(), "--help"]
    floor = [sys.executable, "-c", "pass"]
    return {
        HELP: await interleaved(
            plan.runs, lambda: best(ours, b"serve"), lambda: best(floor, b"")
        )
    }


TOPICS = (Topic("start", (COLD, MEMORY), starts), Topic("help", (HELP,), helps))
