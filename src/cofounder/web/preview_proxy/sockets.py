"""Carrying a WebSocket between a browser and an app."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.typing import Origin, Subprotocol

from cofounder.web.preview_proxy.headers import (
    SOCKET_ONLY,
    cookie,
    first,
    to_app,
)
from cofounder.web.preview_proxy.visits import (
    Message,
    ProxyPolicy,
    Receive,
    Send,
    Visit,
)

OPEN_SECONDS = 20.0
TOO_BIG = 1009
GOING_AWAY = 1001
NORMAL = 1000
PASSED_CODES = frozenset({1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011})


class _ConnectOnce(connect):
    """A connection attempt that never follows a redirect of the app."""

    def process_redirect(self, exc: Exception) -> Exception:
        return exc


async def refuse(send: Send, status: int) -> None:
    """Say no before the upgrade, with a status and nothing else."""
    await send(
        {"type": "websocket.http.response.start", "status": status, "headers": []}
    )
    await send({"type": "websocket.http.response.body", "body": b""})


async def carry(
    visit: Visit,
    path: Path,
    policy: ProxyPolicy,
    receive: Receive,
    send: Send,
    on_use: Callable[[], None],
) -> None:
    """Connect to the app, then carry messages both ways until one side ends."""
    if (await receive())["type"] != "websocket.connect":
        return
    try:
        app = await _open(visit, path, policy)
    except InvalidStatus as error:
        status = error.response.status_code
        await refuse(send, status if 400 <= status <= 599 else 502)
        return
    except (OSError, TimeoutError, InvalidHandshake, EOFError, ValueError):
        await refuse(send, 502)
        return
    async with app:
        await send({"type": "websocket.accept", "subprotocol": app.subprotocol})
        await _carry_both(app, policy, receive, send, on_use)


async def _open(visit: Visit, path: Path, policy: ProxyPolicy) -> ClientConnection:
    origin = first(visit.headers, b"origin") or b""
    names: list[str] = visit.scope.get("subprotocols", [])
    options: dict[str, Any] = {"unix": True, "path": str(path)}
    return await _ConnectOnce(
        f"ws://{visit.host}{visit.target.decode('ascii')}",
        origin=Origin(origin.decode("latin-1")),
        subprotocols=[Subprotocol(name) for name in names] or None,
        additional_headers=_headers(visit, policy),
        user_agent_header=None,
        compression=None,
        proxy=None,
        max_size=policy.message_bytes,
        max_queue=4,
        open_timeout=OPEN_SECONDS,
        close_timeout=2,
        **options,
    )


def _headers(visit: Visit, policy: ProxyPolicy) -> list[tuple[str, str]]:
    passed = to_app(visit.headers, host=visit.host, scheme=policy.scheme)
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in passed
        if name not in (b"host", b"origin") and not name.startswith(SOCKET_ONLY)
    ]


async def _carry_both(
    app: ClientConnection,
    policy: ProxyPolicy,
    receive: Receive,
    send: Send,
    on_use: Callable[[], None],
) -> None:
    up = asyncio.create_task(_up(app, policy, receive, on_use))
    down = asyncio.create_task(_down(app, send, on_use))
    try:
        done, _ = await asyncio.wait([up, down], return_when=asyncio.FIRST_COMPLETED)
        code = next(iter(done)).result()
    finally:
        up.cancel()
        down.cancel()
        await asyncio.gather(up, down, return_exceptions=True)
    if up in done:
        await app.close(code)
    with suppress(Exception):  # the browser may have left already
        await send({"type": "websocket.close", "code": code})


async def _up(
    app: ClientConnection,
    policy: ProxyPolicy,
    receive: Receive,
    on_use: Callable[[], None],
) -> int:
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return _passed(message.get("code"))
        content = _content(message)
        if len(content) > policy.message_bytes:
            return TOO_BIG
        on_use()
        with suppress(ConnectionClosed):
            await app.send(content)


async def _down(app: ClientConnection, send: Send, on_use: Callable[[], None]) -> int:
    try:
        while True:
            content = await app.recv()
            on_use()
            kind = "text" if isinstance(content, str) else "bytes"
            await send({"type": "websocket.send", kind: content})
    except ConnectionClosed as closed:
        sent = closed.sent.code if closed.sent else None
        return _passed(closed.rcvd.code if closed.rcvd else sent)


def _content(message: Message) -> str | bytes:
    text = message.get("text")
    return text if text is not None else message.get("bytes") or b""


def _passed(code: int | None) -> int:
    """A code that may be sent on; others only describe what happened here."""
    if code in PASSED_CODES or (code is not None and 3000 <= code <= 4999):
        return code
    return GOING_AWAY if code is not None else NORMAL


def pass_of(visit: Visit, policy: ProxyPolicy) -> str | None:
    """The pass that the browser sent."""
    return cookie(visit.headers, policy.cookie_name)
