"""The five documents and the trio: how long, how many calls, how much is read twice."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Sequence
from typing import Any

from tests.wire.formats import tokens

from bench.measuring import Plan, Samples, Spec, Topic, interleaved
from bench.modelling import ModelServer, ask_raw, model_server, purpose_of, recording
from bench.workers import working

# What each document reads of the others; the trio rests on the idea brief alone.
READS: dict[str, tuple[str, ...]] = {
    "product_brief": (),
    "mvp_scope": ("product_brief",),
    "milestones": ("mvp_scope",),
    "risk_log": ("milestones",),
    "how_it_works": ("milestones",),
    "strategy_graph": (),
    "mvp_timeline": (),
    "app_architecture": (),
}
FIVE = tuple(READS)[:5]
WHAT = "five documents and the trio"
RAW = "raw HTTP client, the same calls in the same order"
SLOW = Spec(f"makespan of the {WHAT}, model at 1 s", "s", RAW, target=1.05)
QUICK = Spec(f"makespan of the {WHAT}, model at 0.2 s", "s", RAW, target=1.12)
LATENCIES = {SLOW: 1.0, QUICK: 0.2}
CALLS = Spec(f"model calls for the {WHAT}", "calls", "none: one for each")
DEPTH = Spec(f"depth of the {WHAT}: calls that wait for each other", "calls", "none")
INPUT = Spec(f"input of the {WHAT}", "tokens", "none: they differ by idea")
SHARED = Spec(
    "share of the prompts of the five documents that is one common beginning",
    "%",
    "none",
    better="higher",
)


async def documents(plan: Plan) -> dict[Spec, Samples]:
    """Both sides ask for the same eight; each starts when what it reads is there."""
    async with model_server() as model, working("our_runs", plan.folder / "w") as ours:
        async with recording(model.port) as recorder:
            await ours.ask(do="documents", url=recorder.url)
        requests = {purpose_of(each): each for each in recorder.requests}
        assert requests.keys() == READS.keys(), sorted(requests)
        found = _figures(await model.log())
        await ours.ask(do="documents", url=model.url)

        async def eight() -> float:
            done = await ours.ask(do="documents", url=model.url)
            assert done["documents"] == len(READS), done
            return done["seconds"]

        for spec, latency in LATENCIES.items():
            await model.set_latency(latency)
            both = await interleaved(plan.runs, eight, lambda: _raw(model, requests))
            note = _note(both, latency * found[DEPTH].ours[0], found)
            found[spec] = Samples(both.ours, both.floor, note)
        return found


def _figures(log: Sequence[dict[str, Any]]) -> dict[Spec, Samples]:
    """What was asked in one go, in tokens as the model server counts them."""
    texts = {entry["purpose"]: entry["system"] + entry["prompt"] for entry in log}
    five = [texts[purpose] for purpose in FIVE]
    common = tokens(_common_beginning(five))
    whole = sum(tokens(text) for text in five)
    note = f"{common} tokens of each, without the schema of the answer"
    return {
        CALLS: Samples([len(log)]),
        DEPTH: Samples([max(_depth(purpose) for purpose in texts)]),
        INPUT: Samples([sum(tokens(text) for text in texts.values())]),
        SHARED: Samples([100 * len(five) * common / whole], note=note),
    }


def _common_beginning(texts: Sequence[str]) -> str:
    first, last = min(texts), max(texts)  # whatever these two share, all of them do
    same = itertools.takewhile(
        lambda pair: pair[0] == pair[1], zip(first, last, strict=False)
    )
    return "".join(letter for letter, _ in same)


def _depth(purpose: str) -> int:
    return 1 + max((_depth(other) for other in READS[purpose]), default=0)


def _note(both: Samples, critical: float, found: dict[Spec, Samples]) -> str:
    times = [seconds / critical for seconds in sorted(both.ours)]
    calls, depth, read = (int(found[each].ours[0]) for each in (CALLS, DEPTH, INPUT))
    return (
        f"{times[len(times) // 2]:.3f}x of the critical path of {critical:g} s; "
        f"{calls} calls, depth {depth}, {read} tokens in, "
        f"{found[SHARED].ours[0]:.0f} % of the five a common beginning"
    )


async def _raw(model: ModelServer, requests: dict[str, bytes]) -> float:
    """Send the recorded bytes along the same graph."""
    tasks: dict[str, asyncio.Task[dict[str, Any]]] = {}

    async def ask(purpose: str) -> dict[str, Any]:
        await asyncio.gather(*(tasks[other] for other in READS[purpose]))
        (answer,) = await ask_raw(model.port, [requests[purpose]])
        return answer

    began = time.perf_counter()
    for purpose in READS:
        tasks[purpose] = asyncio.create_task(ask(purpose))
    answers = await asyncio.gather(*tasks.values())
    spent = time.perf_counter() - began
    assert all(answers), answers
    return spent


TOPICS = (Topic("documents", (SLOW, QUICK, CALLS, DEPTH, INPUT, SHARED), documents),)
