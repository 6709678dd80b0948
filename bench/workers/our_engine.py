"""Our engine, launcher and dispatcher: `python -m bench.workers.our_engine FOLDER`.

The workflow is the one of `plain_dbos`; only the engine around it is ours.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from typing import Any

import uvloop
from dbos import DBOS, DBOSConfiguredInstance

from bench.seeding import a_founder, a_run, fresh_database
from bench.workers import Reply, answer_requests
from cofounder.db import Database
from cofounder.runs import service as runs
from cofounder.runs.states import RunKind
from cofounder.workflows.dispatcher import Dispatcher
from cofounder.workflows.engine import Engine
from cofounder.workflows.launcher import InProcessLauncher


@DBOS.dbos_class("bench")
class Counting(DBOSConfiguredInstance):
    """The counting workflow as the body of a run, and the times it notes."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.steps = 0
        self.begun_at = self.ended_at = 0.0
        self.ended: asyncio.Future[int] | None = None
        super().__init__(config_name="default")

    @DBOS.step(name="bench.step")
    async def step(self, number: int) -> int:
        self.begun_at = self.begun_at or time.perf_counter()
        return number

    @DBOS.workflow(name="bench.count")
    async def count(self, run_id: str) -> str:
        total = 0
        for number in range(self.steps):
            total += await self.step(number)
        self.ended_at = time.perf_counter()
        assert self.ended is not None
        self.ended.set_result(total)
        return run_id

    async def work(self, request: dict[str, Any]) -> Reply:
        """Commit one run; when its first step began after that, and its steps' time."""
        self.steps, self.begun_at = request["steps"], 0.0
        self.ended = asyncio.get_running_loop().create_future()
        async with self.database.transaction() as session:
            run = await a_run(session, await a_founder(session))
        committed_at = time.perf_counter()
        output = await self.ended
        async with self.database.transaction() as session:
            await runs.begin(session, run.id)
            await runs.finish(session, run.id)
        return {
            "start_ms": (self.begun_at - committed_at) * 1000,
            "step_ms": (self.ended_at - self.begun_at) * 1000 / self.steps,
            "output": output,
        }


async def main() -> None:
    async with fresh_database(Path(sys.argv[1])) as database:
        counting = Counting(database)
        launcher = InProcessLauncher({RunKind.DEFERRED_CALL: counting.count})
        dispatcher = Dispatcher(database, launcher)
        engine = Engine(database, executor_id="main")
        await engine.launch()
        dispatcher.start()
        try:
            await answer_requests(counting.work)
        finally:
            await dispatcher.stop()
            await engine.close()


if __name__ == "__main__":
    uvloop.run(main())
