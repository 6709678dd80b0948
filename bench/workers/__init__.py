"""Programs that carry durable work, each in a process and on a database of its own.

A worker reads one JSON request per line and answers each with one line. The engine
is one per process, so the two sides of a row cannot share one.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import structlog

from bench.processes import ROOT, end, environment

Reply = dict[str, Any]
Work = Callable[[dict[str, Any]], Awaitable[Reply]]
LONGEST_LINE = 2**24


async def answer_requests(work: Work) -> None:
    """The worker's side: until standard input ends."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    print(json.dumps({"ready": True}), flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(await work(json.loads(line))), flush=True)


class Worker:
    """The bench's side of a running worker."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self.process, self.log = process, log

    async def ask(self, **request: Any) -> Reply:
        """One request and its answer."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return await self.hear()

    async def hear(self) -> Reply:
        assert self.process.stdout is not None
        line = await asyncio.to_thread(self.process.stdout.readline, LONGEST_LINE)
        if not line:
            raise RuntimeError(f"a worker ended: {self.log.read_text()[-2000:]}")
        return json.loads(line)


@contextlib.asynccontextmanager
async def working(module: str, folder: Path, *arguments: str) -> AsyncIterator[Worker]:
    """A worker `bench.workers.<module>` whose database lies in `folder`."""
    folder.mkdir()
    log = folder / "worker.log"
    command = [sys.executable, "-m", f"bench.workers.{module}", str(folder), *arguments]
    with log.open("w") as errors:
        process = subprocess.Popen(  # noqa: ASYNC220 - starts at once
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=environment(),
            cwd=ROOT,
        )
    worker = Worker(process, log)
    try:
        await worker.hear()
        yield worker
    finally:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.close()
        await asyncio.to_thread(end, process)
        process.stdout.close()
