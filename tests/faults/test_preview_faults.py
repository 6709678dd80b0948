"""Fault rows 62, 63, 64 and 68: apps that do not come up, do not stay up, or meddle."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cofounder import clock, ids
from cofounder.accounts import models as _accounts
from cofounder.db import Database
from cofounder.previews import service
from cofounder.previews.keeper import PreviewKeeper
from cofounder.previews.models import Preview
from cofounder.previews.ports import Awake, NotAwake, Reason
from cofounder.previews.repository import PreviewRepository
from cofounder.previews.states import PreviewState
from tests.previews.parts import FakeCells, Timer, a_preview
from tests.sandbox.cells import bubblewrap, build_spec
from tests.web.preview_proxy.parts import OneTicket, a_site

TABLES = (_accounts.User, Preview)


@pytest.fixture
async def cells() -> AsyncIterator[FakeCells]:
    made = FakeCells()
    yield made
    await made.close()


@pytest.fixture
def timer() -> Timer:
    return Timer()


@pytest.fixture
async def keeper(
    database: Database, cells: FakeCells, timer: Timer
) -> AsyncIterator[PreviewKeeper]:
    made = PreviewKeeper(database, cells, timer=timer)
    yield made
    await made.close()


@pytest.fixture
async def preview(database: Database, cells: FakeCells) -> Preview:
    async with database.transaction() as session:
        return await a_preview(session, cells)


async def row(database: Database, preview: Preview) -> Preview:
    async with database.reading() as session:
        found = await PreviewRepository(session).find_for_build(preview.build_id)
    assert found is not None
    return found


SILENT = "not listening on $PORT (8000) after 60 s"


@pytest.mark.parametrize(
    "hint",
    [
        pytest.param(f"{SILENT}.", id="f62"),
        pytest.param(f"{SILENT}; it listens on port 5000.", id="f64-port"),
        pytest.param(
            f"{SILENT}; it listens only on the address 10.0.0.5, not 127.0.0.1.",
            id="f64-address",
        ),
    ],
)
async def test_f62_f64_an_app_that_never_listens_is_told_with_its_hint_and_log(
    database: Database,
    cells: FakeCells,
    keeper: PreviewKeeper,
    preview: Preview,
    hint: str,
) -> None:
    cells.broken = hint
    assert await keeper.endpoint(preview.host_id) == NotAwake(Reason.FAILED, hint)
    failure = (await row(database, preview)).failure
    assert failure is not None
    assert failure["hint"] == hint
    assert failure["log"] == ["Traceback", "it broke"]
    assert cells.cells[0].destroyed
    async with a_site(keeper, OneTicket()) as site:
        reply = await site.get(preview.host_id, "/", "Accept: text/html")
    assert reply.status == 502
    assert hint.split(";", maxsplit=1)[0] in reply.body.decode()
    assert b"it broke" not in reply.body
    assert b"Restart" in reply.body


async def test_f62_a_page_that_asks_again_at_once_does_not_start_the_app_again(
    cells: FakeCells, keeper: PreviewKeeper, preview: Preview, timer: Timer
) -> None:
    cells.broken = SILENT
    for _ in range(5):
        await keeper.endpoint(preview.host_id)
    assert cells.starts == 1
    timer.pass_by(11)
    await keeper.endpoint(preview.host_id)
    assert cells.starts == 2


async def test_f63_a_start_that_fails_five_times_is_not_tried_again_until_restart(
    database: Database,
    cells: FakeCells,
    keeper: PreviewKeeper,
    preview: Preview,
    timer: Timer,
) -> None:
    cells.broken = "it ended with code 1 before it answered."
    for _ in range(10):
        timer.pass_by(11)
        answer = await keeper.endpoint(preview.host_id)
    assert cells.starts == 5
    assert isinstance(answer, NotAwake)
    assert answer.reason is Reason.STOPPED
    found = await row(database, preview)
    assert found.state is PreviewState.FAILED
    assert found.failure is not None
    assert found.failure["stopped"] is True
    assert found.failure["log"] == ["Traceback", "it broke"]
    cells.broken = None
    await keeper.restart(preview.build_id)
    assert isinstance(await keeper.endpoint(preview.host_id), Awake)
    assert (await row(database, preview)).crashes == []


async def test_f63_an_app_that_crashes_at_each_visit_is_stopped_after_five(
    database: Database, cells: FakeCells, keeper: PreviewKeeper, preview: Preview
) -> None:
    for _ in range(5):
        assert isinstance(await keeper.endpoint(preview.host_id), Awake)
        cells.awake[0].on_ended = None
        await cells.awake[0].end(1)
        await keeper.lost(preview.host_id)
    answer = await keeper.endpoint(preview.host_id)
    assert isinstance(answer, NotAwake)
    assert answer.reason is Reason.STOPPED
    assert cells.starts == 5


async def test_f63_crashes_of_an_hour_ago_do_not_count(
    database: Database, cells: FakeCells, keeper: PreviewKeeper, preview: Preview
) -> None:
    hour_ago = clock.now().timestamp() - 3600
    old = [clock.now().fromtimestamp(hour_ago, clock.now().tzinfo).isoformat()] * 4
    async with database.transaction() as session:
        (await PreviewRepository(session).get_for_update(preview.host_id)).crashes = old
    await keeper.endpoint(preview.host_id)
    cells.awake[0].on_ended = None
    await cells.awake[0].end(1)
    await keeper.lost(preview.host_id)
    found = await row(database, preview)
    assert found.state is PreviewState.ASLEEP
    assert len(found.crashes) == 1


async def test_f63_a_visitor_presses_restart_and_gets_the_app_with_its_data(
    cells: FakeCells, keeper: PreviewKeeper, preview: Preview, timer: Timer
) -> None:
    cells.volumes[preview.volume] = ["bread"]
    cells.broken = "it ended with code 1 before it answered."
    for _ in range(6):
        timer.pass_by(11)
        await keeper.endpoint(preview.host_id)
    cells.broken = None
    async with a_site(keeper, OneTicket()) as site:
        host = site.host(preview.host_id)
        assert (await site.get(preview.host_id)).status == 502
        foreign = await site.ask(
            "POST /__cofounder/restart", host, "Origin: http://evil.localhost"
        )
        assert foreign.status == 403
        pressed = await site.ask(
            "POST /__cofounder/restart", host, f"Origin: http://{host}"
        )
        assert (pressed.status, pressed["location"]) == (303, "/")
        reply = await site.get(preview.host_id)
    assert (reply.status, reply.body) == (200, b"bread")


@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("POST", 502)])
async def test_f63_a_page_finds_the_app_ended_and_gets_it_started_again(
    database: Database,
    cells: FakeCells,
    keeper: PreviewKeeper,
    preview: Preview,
    method: str,
    status: int,
) -> None:
    """What may have changed something is never sent twice: the visitor decides."""
    async with a_site(keeper, OneTicket()) as site:
        assert (await site.get(preview.host_id)).status == 200
        cells.awake[0].on_ended = None
        await cells.awake[0].end(7)
        reply = await site.ask(f"{method} /", site.host(preview.host_id))
        assert reply.status == status
        assert (b"stopped answering" in reply.body) == (status == 502)
        assert len((await row(database, preview)).crashes) == 1
        assert (await site.get(preview.host_id)).status == 200
    assert cells.starts == 2


async def test_f62_a_visitor_of_a_starting_app_gets_a_page_that_asks_again(
    cells: FakeCells,
    keeper: PreviewKeeper,
    preview: Preview,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cofounder.web.preview_proxy.application.PAGE_PATIENCE", 0.05)
    cells.starting = asyncio.Event()
    async with a_site(keeper, OneTicket()) as site:
        page = await site.get(preview.host_id, "/", "Accept: text/html")
        assert (page.status, page["retry-after"]) == (503, "2")
        assert b'http-equiv="refresh"' in page.body
        assert b"<script" not in page.body
        waiting = asyncio.create_task(site.get(preview.host_id))
        cells.starting.set()
        assert (await waiting).status == 200


MEDDLER = """
import os, pathlib, socketserver, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

data = pathlib.Path(os.environ.get("DATA_DIR", "/data"))

def meddle():
    # Whatever socket can be seen is removed and replaced by a link to the host's.
    for root in ("/", "/run", "/tmp", "/data", "/workspace"):
        for path in pathlib.Path(root).glob("*.sock*"):
            path.unlink(missing_ok=True)
            path.symlink_to("/run/docker.sock")
    for name in ("app.sock", "0.sock"):
        link = pathlib.Path("/tmp") / name
        link.unlink(missing_ok=True)
        link.symlink_to("/run/docker.sock")

class App(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        if self.path == "/crash":
            os._exit(7)
        meddle()
        count = data / "count"
        seen = int(count.read_text()) + 1 if count.exists() else 1
        if self.path == "/count":
            count.write_text(str(seen))
        body = str(seen).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        print("visited", self.path, flush=True)

socketserver.ThreadingTCPServer.allow_reuse_address = True
HTTPServer(("127.0.0.1", int(os.environ["PORT"])), App).serve_forever()
"""


@pytest.mark.sandbox
async def test_f68_a_real_cell_serves_through_the_hosts_socket_whatever_the_app_does(
    database: Database, tmp_path: Path
) -> None:
    """The app meddles with every socket path it sees, crashes, sleeps and wakes."""
    async with bubblewrap(tmp_path / "data", tested=False) as runtime:
        build = await runtime.create(build_spec())
        await build.write({"app.py": MEDDLER.encode()})
        await build.snapshot("meddler")
        await build.destroy()
        async with database.transaction() as session:
            preview = await service.create_preview(
                session,
                build_id=ids.new_id(),
                project_id=ids.new_id(),
                user_id=ids.new_id(),
                snapshot="meddler",
                volume="meddler",
                argv=["python3", "app.py"],
            )
        keeper = PreviewKeeper(database, runtime)
        async with a_site(keeper, OneTicket()) as site:
            counts = [await site.get(preview.host_id, "/count") for _ in range(3)]
            assert [reply.body for reply in counts] == [b"1", b"2", b"3"]
            assert (await site.get(preview.host_id, "/crash")).status == 502
            assert (await site.get(preview.host_id, "/count")).body == b"4"
            await keeper.pause(preview.build_id)
            assert (await row(database, preview)).is_paused
            assert (await site.get(preview.host_id, "/count")).body == b"5"
        assert len((await row(database, preview)).crashes) == 1
        await keeper.close()
