"""DBOS as it comes, on a SQLite file: `python -m bench.workers.plain_dbos FOLDER`."""

from __future__ import annotations

import sys
import time
from typing import Any

import uvloop
from dbos import DBOS, SetWorkflowID

from bench.workers import Reply, answer_requests

begun_at = 0.0


@DBOS.step(name="plain.step")
async def step(number: int) -> int:
    """A step that does nothing but note when the first one began."""
    global begun_at
    begun_at = begun_at or time.perf_counter()
    return number


@DBOS.workflow(name="plain.count")
async def count(steps: int) -> int:
    """Some steps, one after another."""
    total = 0
    for number in range(steps):
        total += await step(number)
    return total


async def work(request: dict[str, Any]) -> Reply:
    """Start one workflow; when it began, how long it took, what came out."""
    global begun_at
    begun_at, asked_at = 0.0, time.perf_counter()
    with SetWorkflowID(request["id"]):
        handle = await DBOS.start_workflow_async(count, request["steps"])
    output = await handle.get_result(polling_interval_sec=0.001)
    return {
        "start_ms": (begun_at - asked_at) * 1000,
        "step_ms": (time.perf_counter() - begun_at) * 1000 / request["steps"],
        "output": output,
    }


async def main() -> None:
    DBOS(
        config={
            "name": "plain",
            "system_database_url": f"sqlite:///{sys.argv[1]}/plain.sqlite",
            "log_level": "ERROR",
        }
    )
    DBOS.launch()
    try:
        await answer_requests(work)
    finally:
        DBOS.destroy(workflow_completion_timeout_sec=0)


if __name__ == "__main__":
    uvloop.run(main())
