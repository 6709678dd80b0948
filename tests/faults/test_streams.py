"""Streams: row 56 of faults.md, and what a reconnecting browser is owed (ORC-96)."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

from tests.factories.requests import code_of
from tests.fixtures.app import BASE_URL, RunningApp
from tests.fixtures.journey import Founder, WalkTo


class Browser:
    """Reads a stream as it comes and can be closed in the middle of it."""

    def __init__(self, founder: Founder, run_id: str, last: int | None = None) -> None:
        headers = [
            (b"host", BASE_URL.removeprefix("http://").encode()),
            (b"authorization", founder.client.headers["authorization"].encode()),
        ]
        if last is not None:
            headers.append((b"last-event-id", str(last).encode()))
        self.scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": f"/api/runs/{run_id}/events",
            "raw_path": f"/api/runs/{run_id}/events".encode(),
            "query_string": b"",
            "headers": headers,
            "server": ("127.0.0.1", 8765),
            "client": ("127.0.0.1", 1),
        }
        self.text = ""
        self.headers: dict[str, str] = {}
        self.gone = asyncio.Event()
        self.grew = asyncio.Event()
        self.task = asyncio.create_task(
            founder.app.asgi(self.scope, self.hear, self.say)
        )

    async def hear(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def say(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.headers = {k.decode(): v.decode() for k, v in message["headers"]}
        self.text += message.get("body", b"").decode()
        self.grew.set()

    def events(self) -> list[tuple[int, str, dict[str, Any]]]:
        """Number, type and payload of each whole event so far."""
        found = []
        for block in self.text.split("\n\n")[:-1]:
            lines = dict(
                line.split(": ", 1) for line in block.splitlines() if ": " in line
            )
            if "data" in lines and lines.get("id"):
                data = json.loads(lines["data"])
                found.append((int(lines["id"]), lines["event"], data))
        return found

    async def until(self, count: int) -> None:
        async with asyncio.timeout(20):
            while len(self.events()) < count:
                self.grew.clear()
                await self.grew.wait()

    async def close(self) -> None:
        self.gone.set()
        with suppress(asyncio.CancelledError):
            await asyncio.wait_for(self.task, 5)


async def test_f56_a_closed_browser_stops_nothing_and_misses_nothing(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("selected")
    held = app.script.hold("coder.write")
    await founder.building()
    await held.reached.wait()
    first = Browser(founder, founder.job_id, last=0)
    await first.until(3)
    await first.close()
    seen = first.events()
    held.release()
    await founder.build_over("ready")  # nobody watched, and it went on
    again = Browser(founder, founder.job_id, last=seen[-1][0])
    await asyncio.wait_for(again.task, 10)  # over: one final event, then closed
    numbers = [number for number, _, _ in seen + again.events()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [kind for _, kind, _ in again.events()].count("run.finished") == 1
    assert again.events()[-1][1] == "run.finished"


async def test_without_an_id_the_first_event_is_what_a_poll_gives(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """ORC-96, LOGS-04: a snapshot with the same payload, and an id to go on from."""
    founder = await walk_to("selected")
    held = app.script.hold("coder.design")
    await founder.building()
    await held.reached.wait()
    browser = Browser(founder, founder.job_id)
    await browser.until(1)
    polled = await founder.get(f"/api/runs/{founder.job_id}")
    number, kind, snapshot = browser.events()[0]
    changing = {"elapsed_ms"}
    assert kind == "run.updated"
    assert {k: v for k, v in snapshot.items() if k not in changing} == {
        k: v for k, v in polled.items() if k not in changing
    }
    assert browser.headers["content-type"].startswith("text/event-stream")
    held.release()
    await asyncio.wait_for(browser.task, 20)
    later = [n for n, _, _ in browser.events()[1:]]
    assert later == list(range(number + 1, number + 1 + len(later)))


async def test_the_stream_of_a_run_that_is_over_ends_at_once(walk_to: WalkTo) -> None:
    founder = await walk_to("trio")
    run_id = founder.finalized["run_id"]
    await founder.until(f"/api/runs/{run_id}", lambda run: run["status"] == "succeeded")
    browser = Browser(founder, run_id)
    await asyncio.wait_for(browser.task, 10)
    [(_, kind, snapshot)] = browser.events()
    assert (kind, snapshot["status"]) == ("run.updated", "succeeded")


async def test_stages_are_told_once_each_with_what_a_poll_shows(
    walk_to: WalkTo,
) -> None:
    """GENR-09, ORC-27: one event per transition, each stage once."""
    founder = await walk_to("ready")
    browser = Browser(founder, founder.job_id, last=0)
    await asyncio.wait_for(browser.task, 10)
    stages = [
        (payload["stage"], payload["stage_label"])
        for _, kind, payload in browser.events()
        if kind.startswith("build.stage.")
    ]
    assert stages == [
        ("starting", "Starting..."),
        ("scaffold", "Scaffolding workspace..."),
        ("code", "Writing code..."),
        ("deps", "Installing dependencies..."),
        ("checks", "Running checks..."),
        ("ready", "Build complete!"),
    ]


async def test_a_stranger_s_stream_is_a_404_and_not_an_empty_stream(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("project")
    runs = await founder.get(f"/api/projects/{founder.project_id}")
    assert runs["counts"]["runs"] >= 1
    answer = await (await app.client()).get(f"/api/runs/{founder.project_id}/events")
    assert code_of(answer) == (404, "not_found")
