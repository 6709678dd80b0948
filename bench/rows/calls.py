"""Runs that ask a model: what we add to a call, and to a trio of documents."""

from __future__ import annotations

import statistics
import time

from bench.measuring import Plan, Samples, Spec, Topic, interleaved
from bench.modelling import ModelServer, ask_raw, model_server, recording
from bench.workers import Worker, working

CALL = Spec(
    "added time of a durable model call (step, ledger, schema), model at 0 s",
    "ms",
    "the raw HTTP call itself",
    target=4,
    target_of="ours",
)
RAW_TRIO = "raw HTTP client, the same three calls at once"
SLOW_TRIO = Spec("makespan of the trio, model at 1 s", "s", RAW_TRIO, target=1.03)
QUICK_TRIO = Spec("makespan of the trio, model at 0.2 s", "s", RAW_TRIO, target=1.12)
TRIOS = {SLOW_TRIO: 1.0, QUICK_TRIO: 0.2}


async def calls(plan: Plan) -> dict[Spec, Samples]:
    """The raw client sends the very bytes that ours sent before."""
    count = plan.count(30, 5)
    async with model_server() as model, working("our_runs", plan.folder / "w") as ours:
        async with recording(model.port) as recorder:
            await ours.ask(do="calls", count=1, url=recorder.url)
        (request,) = recorder.requests
        await ours.ask(do="calls", count=3, url=model.url)
        totals: list[float] = []

        async def durable() -> float:
            found = await ours.ask(do="calls", count=count, url=model.url)
            totals.append(statistics.median(found["milliseconds"]))
            return totals[-1]

        async def raw() -> float:
            spent = [await _timed(model, [request]) for _ in range(count)]
            return statistics.median(spent) * 1000

        both = await interleaved(plan.runs, durable, raw)
        added = [o - f for o, f in zip(both.ours, both.floor, strict=True)]
        note = f"whole durable call {statistics.median(totals):.3g} ms"
        return {CALL: Samples(added, both.floor, note)}


async def trios(plan: Plan) -> dict[Spec, Samples]:
    """Both sides ask for the same three documents of a model that takes its time."""
    async with model_server() as model, working("our_runs", plan.folder / "w") as ours:
        async with recording(model.port) as recorder:
            await ours.ask(do="trio", url=recorder.url)
        await ours.ask(do="trio", url=model.url)
        found: dict[Spec, Samples] = {}
        for spec, latency in TRIOS.items():
            await model.set_latency(latency)
            found[spec] = await interleaved(
                plan.runs,
                lambda: _trio(ours, model),
                lambda: _timed(model, recorder.requests, documents=3),
            )
        return found


async def _trio(ours: Worker, model: ModelServer) -> float:
    found = await ours.ask(do="trio", url=model.url)
    assert found["documents"] == 3, found
    return found["seconds"]


async def _timed(
    model: ModelServer, requests: list[bytes], *, documents: int = 1
) -> float:
    began = time.perf_counter()
    answers = await ask_raw(model.port, requests)
    spent = time.perf_counter() - began
    assert len(answers) == documents and all(answers), answers
    return spent


TOPICS = (
    Topic("call", (CALL,), calls),
    Topic("trio", (SLOW_TRIO, QUICK_TRIO), trios),
)
