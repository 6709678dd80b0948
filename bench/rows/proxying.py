"""The preview proxy: how fast, and how much later than the app itself."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from bench.hosting import BuiltApp, a_built_app, clearing, sandbox
from bench.loading import Target, load
from bench.measuring import Plan, Samples, Spec, Topic, interleaved
from bench.processes import free_port, serve_command, serving
from bench.seeding import a_founder, a_project, fresh_database
from cofounder.builds.workshop import SERVE_ENV, label_of
from cofounder.previews.service import create_preview

DIRECT = "the app over its Unix socket"
SPEED = Spec(
    "preview proxy, a static file of the demo app",
    "req/s",
    DIRECT,
    better="higher",
    target=500,
    target_of="ours",
)
DELAY = Spec(
    "preview proxy, added p95 of single requests",
    "ms",
    f"p95 of {DIRECT}",
    target=5,
    target_of="ours",
)
PATH = "/static/app.css"
CONNECTIONS = 8


@dataclass(frozen=True, slots=True)
class Sides:
    """The same file through our server and from the app's own socket."""

    proxied: Target
    direct: Target


async def proxies(plan: Plan) -> dict[Spec, Samples]:
    """A server of ours wakes the preview; its app is then asked in both ways."""
    async with clearing(plan.folder / "data") as data_dir:
        async with sandbox(data_dir) as runtime:
            app = await a_built_app(runtime)
            assert runtime.places is not None
            sockets = runtime.places.sockets
        host_id = await _preview(data_dir, app)
        port = free_port()
        log = plan.folder / "ours.log"
        command = serve_command(data_dir, port)
        async with serving(command, port, "/api/health", log=log):
            host = f"{host_id}.localhost:{port}"
            proxied = Target.get(PATH, host=host, port=port)
            await load(proxied, 0, connections=1)
            (socket_path,) = await asyncio.to_thread(_listening, sockets)
            direct = Target.get(PATH, host=host, socket_path=socket_path)
            return await _compared(plan, Sides(proxied, direct))


def _listening(sockets: Path) -> list[Path]:
    return list(sockets.glob("*.s"))


async def _preview(data_dir: Path, app: BuiltApp) -> str:
    """The row of a sleeping preview of the app."""
    async with fresh_database(data_dir) as database, database.transaction() as session:
        founder = await a_founder(session)
        project = await a_project(session, founder)
        preview = await create_preview(
            session,
            build_id=app.build_id,
            project_id=project.id,
            user_id=founder.id,
            snapshot=label_of(app.build_id),
            volume=label_of(app.build_id),
            argv=app.argv,
            env=SERVE_ENV,
        )
        return preview.host_id


async def _compared(plan: Plan, sides: Sides) -> dict[Spec, Samples]:
    bodies: set[bytes] = set()

    async def per_second(target: Target) -> float:
        found = await load(target, plan.seconds(2.0), connections=CONNECTIONS)
        bodies.add(found.body)
        return found.per_second

    async def p95(target: Target) -> float:
        found = await load(target, plan.seconds(1.0), connections=1)
        return found.milliseconds(0.95)

    speed = await interleaved(
        plan.runs, lambda: per_second(sides.proxied), lambda: per_second(sides.direct)
    )
    assert len(bodies) == 1, "both sides answer the same"
    both = await interleaved(
        plan.runs, lambda: p95(sides.proxied), lambda: p95(sides.direct)
    )
    added = [o - f for o, f in zip(both.ours, both.floor, strict=True)]
    return {SPEED: speed, DELAY: Samples(added, both.floor)}


TOPICS = (Topic("proxy", (SPEED, DELAY), proxies),)
