"""A real server with the host router in front, apps behind it, and a raw client."""

from __future__ import annotations

import asyncio
import socket
import tempfile
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn

from cofounder import ids
from cofounder.previews.ports import (
    Answer,
    Awake,
    Doorkeeper,
    NotAwake,
    Pass,
    Previews,
    Reason,
)
from cofounder.web.hosts import HostRouter, Hosts
from cofounder.web.preview_proxy import PreviewProxy, ProxyPolicy
from tests.previews.parts import Listening, Serve, read_head

MAIN = "http://127.0.0.1:1"


@dataclass
class Received:
    """A request as an app got it."""

    line: str
    headers: dict[str, str]
    body: bytes


@dataclass
class App:
    """A hostile or harmless app: says `answer` to everything and keeps what it got."""

    answer: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
    closes: bool = False
    received: list[Received] = field(default_factory=list[Received])
    connections: int = 0

    async def __call__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.connections += 1
        while True:
            line, headers = await read_head(reader)
            body = await self._body(reader, headers)
            self.received.append(Received(line, headers, body))
            writer.write(self.answer)
            await writer.drain()
            if self.closes:
                break

    async def _body(
        self, reader: asyncio.StreamReader, headers: dict[str, str]
    ) -> bytes:
        if "transfer-encoding" not in headers:
            return await reader.readexactly(int(headers.get("content-length", 0)))
        body = b""
        while size := int((await reader.readuntil(b"\n")).strip(), 16):
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readline()
        return body


class FixedPreviews:
    """Previews whose apps are simply there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.answers: dict[str, Answer] = {}
        self.servers: list[Listening] = []
        self.losses: list[str] = []
        self.revived: list[str] = []
        self.asked: Counter[str] = Counter()

    async def add(self, serve: Serve | Answer) -> str:
        host_id = ids.new_preview_id()
        if isinstance(serve, (Awake, NotAwake)):
            self.answers[host_id] = serve
            return host_id
        path = self.folder / f"{ids.new_secret(6)}.sock"
        self.servers.append(await Listening.on(path, serve))
        self.answers[host_id] = Awake(path)
        return host_id

    async def knows(self, host_id: str) -> bool:
        return host_id in self.answers

    async def endpoint(self, host_id: str, patience: float = 0) -> Answer:
        self.asked[host_id] += 1
        return self.answers.get(host_id, NotAwake(Reason.UNKNOWN))

    def touch(self, host_id: str) -> None:
        pass

    async def lost(self, host_id: str) -> None:
        self.losses.append(host_id)

    async def revive(self, host_id: str) -> None:
        self.revived.append(host_id)


class OneTicket:
    """A door with one ticket per preview: its own id, backwards."""

    async def enter(self, host_id: str, ticket: str) -> Pass | None:
        return Pass("pass-" + host_id, 60) if ticket == host_id[::-1] else None

    async def admits(self, host_id: str, secret: str) -> bool:
        return secret == "pass-" + host_id


async def main_app(scope: Any, receive: Any, send: Any) -> None:
    """Says that it is the main app, and what it was asked."""
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4000})
        return
    start = {"type": "http.response.start", "status": 200, "headers": []}
    await send(start)
    body = f"main {scope['path']}".encode()
    await send({"type": "http.response.body", "body": body})


@dataclass
class Reply:
    """An answer as raw as it came."""

    status: int
    pairs: list[tuple[str, str]]
    body: bytes
    complete: bool

    def __getitem__(self, name: str) -> str:
        return ", ".join(value for key, value in self.pairs if key == name.lower())

    def __contains__(self, name: str) -> bool:
        return any(key == name.lower() for key, _ in self.pairs)


@dataclass
class Site:
    """The running server."""

    port: int
    previews: Previews
    proxy: PreviewProxy

    @property
    def fixed(self) -> FixedPreviews:
        assert isinstance(self.previews, FixedPreviews)
        return self.previews

    def host(self, host_id: str) -> str:
        return f"{host_id}.localhost:{self.port}"

    def origin(self, host_id: str) -> str:
        return f"http://{self.host(host_id)}"

    async def get(self, host_id: str, target: str = "/", *headers: str) -> Reply:
        return await self.ask(f"GET {target}", self.host(host_id), *headers)

    async def ask(
        self, what: str, host: str | None, *headers: str, body: bytes = b""
    ) -> Reply:
        """Connect to the server's address and name the host in a header."""
        lines = [f"{what} HTTP/1.1", *headers, "Connection: close"]
        if host is not None:
            lines.insert(1, f"Host: {host}")
        if body and not any("transfer-encoding" in line.lower() for line in headers):
            lines.append(f"Content-Length: {len(body)}")
        return await self.raw(("\r\n".join(lines) + "\r\n\r\n").encode() + body)

    async def raw(self, request: bytes) -> Reply:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(request)
            async with asyncio.timeout(30):
                return await read_reply(reader, request.startswith(b"HEAD"))
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


async def read_reply(reader: asyncio.StreamReader, is_head: bool = False) -> Reply:
    """Read an answer to its end; `complete` says whether that came."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    split = (line.partition(":") for line in lines)
    pairs = [(name.lower(), value.strip()) for name, _, value in split]
    reply = Reply(int(first.split()[1]), pairs, b"", complete=True)
    if is_head:
        return reply
    try:
        reply.body = await _read_body(reader, reply)
    except (asyncio.IncompleteReadError, ConnectionResetError, ValueError):
        reply.complete = False
    return reply


async def _read_body(reader: asyncio.StreamReader, reply: Reply) -> bytes:
    if "content-length" in reply:
        return await reader.readexactly(int(reply["content-length"]))
    if "transfer-encoding" not in reply:
        return await reader.read()
    body = b""
    while size := int((await reader.readline()).strip(), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    return body


@asynccontextmanager
async def a_site(
    previews: Previews | None = None,
    door: Doorkeeper | None = None,
    *,
    hosts: Hosts | None = None,
    **policy: Any,
) -> AsyncGenerator[Site]:
    """Serve with uvicorn on a free port, as the product does."""
    with tempfile.TemporaryDirectory() as folder:
        fixed = FixedPreviews(Path(folder))
        options = {"frame_ancestors": MAIN, "tickets": False, **policy}
        proxy = PreviewProxy(
            previews or fixed, door or OneTicket(), ProxyPolicy(**options)
        )
        main = frozenset({"127.0.0.1", "localhost", "[::1]"})
        router = HostRouter(main_app, proxy, hosts or Hosts(main, False, "localhost"))
        config = uvicorn.Config(
            router,  # type: ignore[arg-type]
            log_level="critical",
            access_log=False,
            server_header=False,
            lifespan="off",
            ws_max_size=2**21,
        )
        server = uvicorn.Server(config)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            serving = asyncio.create_task(server.serve([listener]))
            async with asyncio.timeout(10):
                while not server.started:
                    await asyncio.sleep(0.005)
            yield Site(listener.getsockname()[1], previews or fixed, proxy)
            server.should_exit = server.force_exit = True
            await serving
        proxy.close()
        for app in fixed.servers:
            await app.close()
