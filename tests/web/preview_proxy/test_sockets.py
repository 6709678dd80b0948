"""WebSockets go through, from the preview's own pages only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, unix_serve
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

from cofounder.previews.ports import Awake, NotAwake, Reason
from tests.web.preview_proxy.parts import App, Site


async def echo(connection: ServerConnection) -> None:
    async for message in connection:
        if message == "bye":
            await connection.close(4001, "as asked")
        await connection.send(message)


@pytest.fixture
async def host_id(site: Site) -> AsyncGenerator[str]:
    path = site.fixed.folder / "ws.sock"
    options: dict[str, Any] = {
        "select_subprotocol": lambda _, offered: "chat" if "chat" in offered else None,
        "max_size": 2**22,
    }
    async with unix_serve(echo, str(path), **options):
        yield await site.fixed.add(Awake(Path(path)))


@asynccontextmanager
async def a_socket(
    site: Site, host_id: str, **options: Any
) -> AsyncGenerator[ClientConnection]:
    async with connect(
        f"ws://{site.host(host_id)}/live?a=1",
        host="127.0.0.1",
        port=site.port,
        origin=Origin(site.origin(host_id)),
        proxy=None,
        **options,
    ) as connection:
        yield connection


async def test_text_and_bytes_go_both_ways(site: Site, host_id: str) -> None:
    async with a_socket(site, host_id) as connection:
        for message in ("brød", b"\x00\x01", "x" * 500_000):
            await connection.send(message)
            assert await connection.recv() == message


async def test_the_app_chooses_the_subprotocol(site: Site, host_id: str) -> None:
    async with a_socket(site, host_id, subprotocols=["other", "chat"]) as connection:
        assert connection.subprotocol == "chat"


async def test_a_message_over_the_limit_ends_the_connection(
    site: Site, host_id: str
) -> None:
    async with a_socket(site, host_id) as connection:
        await connection.send(b"x" * (1024 * 1024 + 1))
        with pytest.raises(ConnectionClosed) as closed:
            await connection.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009


async def test_the_apps_own_closing_code_reaches_the_browser(
    site: Site, host_id: str
) -> None:
    async with a_socket(site, host_id) as connection:
        await connection.send("bye")
        with pytest.raises(ConnectionClosed) as closed:
            await connection.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4001


async def test_what_is_ours_does_not_reach_the_app_and_its_redirect_is_not_followed(
    site: Site,
) -> None:
    app = App(b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n\r\n", closes=True)
    host_id = await site.fixed.add(app)
    headers = {"Cookie": "cofounder-session=s; own=1", "X-Cofounder-Preview": "t"}
    with pytest.raises(InvalidStatus) as refused:
        async with a_socket(site, host_id, additional_headers=headers):
            pass
    assert refused.value.response.status_code == 502
    assert len(app.received) == 1
    heard = app.received[0]
    assert heard.line == "GET /live?a=1 HTTP/1.1"
    assert heard.headers["host"] == site.host(host_id)
    assert heard.headers["cookie"] == "own=1"
    assert "x-cofounder-preview" not in heard.headers


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (NotAwake(Reason.FAILED), 503),
        (Awake(Path("/nonexistent/app.sock")), 502),
    ],
)
async def test_an_app_that_is_not_there_is_said_before_the_upgrade(
    site: Site, answer: Awake | NotAwake, status: int
) -> None:
    host_id = await site.fixed.add(answer)
    with pytest.raises(InvalidStatus) as refused:
        async with a_socket(site, host_id):
            pass
    assert refused.value.response.status_code == status


async def test_the_app_is_told_when_the_browser_leaves(site: Site) -> None:
    left = asyncio.Event()

    async def wait(connection: ServerConnection) -> None:
        await connection.wait_closed()
        left.set()

    path = site.fixed.folder / "waits.sock"
    async with unix_serve(wait, str(path)):
        host_id = await site.fixed.add(Awake(path))
        async with a_socket(site, host_id):
            pass
        await asyncio.wait_for(left.wait(), 10)
