"""Status polls: what a waiting page asks for every second."""

from __future__ import annotations

import asyncio
import sys

from bench.loading import Target, load
from bench.measuring import Plan, Samples, Spec, Topic, interleaved
from bench.processes import clear_cells, free_port, serve_command, serving
from bench.seeding import a_pollable_build

POLL = Spec(
    "status poll, `GET /api/generation/{job}/status` with a bearer token, warm",
    "req/s",
    "bare Starlette route with the same body",
    better="higher",
    target=0.6,
)
CONNECTIONS = 8


async def polls(plan: Plan) -> dict[Spec, Samples]:
    """Both servers run at once, and only one of them is asked."""
    data_dir = plan.folder / "data"
    job, token = await a_pollable_build(data_dir)
    path, seconds = f"/api/generation/{job}/status", plan.seconds(2.0)
    port, bare_port = free_port(), free_port()
    headers = [f"Authorization: Bearer {token}"]
    ours = Target.get(path, host=f"127.0.0.1:{port}", port=port, headers=headers)
    bare = Target.get(
        path, host=f"127.0.0.1:{bare_port}", port=bare_port, headers=headers
    )
    command = serve_command(data_dir, port)
    try:
        async with serving(command, port, "/api/health", log=plan.folder / "ours.log"):
            body = (await load(ours, 0, connections=1)).body
            (plan.folder / "body").write_bytes(body)
            floor = [sys.executable, "-m", "bench.floors.bare_starlette"]
            floor += [str(bare_port), str(plan.folder / "body")]
            async with serving(floor, bare_port, path, log=plan.folder / "bare.log"):

                async def per_second(target: Target) -> float:
                    await load(target, seconds / 10, connections=CONNECTIONS)
                    found = await load(target, seconds, connections=CONNECTIONS)
                    assert found.body == body, "both sides answer the same"
                    return found.per_second

                samples = await interleaved(
                    plan.runs, lambda: per_second(ours), lambda: per_second(bare)
                )
                return {POLL: samples}
    finally:
        await asyncio.to_thread(clear_cells, data_dir)


TOPICS = (Topic("poll", (POLL,), polls),)
