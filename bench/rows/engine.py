"""The engine: from a committed run to its first step, and what each step costs."""

from __future__ import annotations

import statistics
from itertools import count

from bench.measuring import Plan, Samples, Spec, Topic, interleaved
from bench.workers import Worker, working

START = Spec(
    "start of a run: commit of its row to its first step, p50",
    "ms",
    "`DBOS.start_workflow_async`, stock",
    target=5,
    target_of="ours",
)
STEP = Spec("one durable step of a run", "ms", "stock DBOS on SQLite")


async def engines(plan: Plan) -> dict[Spec, Samples]:
    """The same workflow on both; the starts and the steps are two measurements."""
    starts, steps = plan.count(40, 5), plan.count(200, 20)
    names = count()

    async def start(worker: Worker) -> float:
        asked = [
            await worker.ask(id=f"start-{next(names)}", steps=1) for _ in range(starts)
        ]
        return statistics.median(each["start_ms"] for each in asked)

    async def step(worker: Worker) -> float:
        found = await worker.ask(id=f"steps-{next(names)}", steps=steps)
        assert found["output"] == sum(range(steps)), found
        return found["step_ms"]

    async with (
        working("our_engine", plan.folder / "ours") as ours,
        working("plain_dbos", plan.folder / "plain") as plain,
    ):
        for worker in (ours, plain):
            await step(worker)
        return {
            START: await interleaved(
                plan.runs, lambda: start(ours), lambda: start(plain)
            ),
            STEP: await interleaved(plan.runs, lambda: step(ours), lambda: step(plain)),
        }


TOPICS = (Topic("engine", (START, STEP), engines),)
