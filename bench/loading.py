"""A small HTTP/1.1 client that asks for one thing again and again.

It parses no more than it must, so that what is measured is the server.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from bench.measuring import percentile

PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Load:
    """What equal requests took, and one answer's body."""

    per_second: float
    seconds: Sequence[float]
    body: bytes

    def milliseconds(self, share: float) -> float:
        """The time below which this share of the requests were answered."""
        return percentile(self.seconds, share) * 1000


@dataclass(frozen=True, slots=True)
class Target:
    """What to ask: a port on loopback or a socket file, and the whole request."""

    request: bytes
    port: int = 0
    socket_path: Path | None = None

    @classmethod
    def get(
        cls,
        path: str,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        socket_path: Path | None = None,
        headers: Sequence[str] = (),
    ) -> Target:
        """A GET request on a connection that stays open."""
        lines = [f"GET {path} HTTP/1.1", f"Host: {host}", *headers, "", ""]
        return cls("\r\n".join(lines).encode(), port, socket_path)


async def load(target: Target, seconds: float, *, connections: int = 8) -> Load:
    """Ask for some seconds over some connections; every answer must be a whole 200."""
    loop = asyncio.get_running_loop()
    visitors = [Visitor(target.request) for _ in range(connections)]
    for visitor in visitors:
        await _connect(loop, target, visitor)
    began = time.perf_counter()
    for visitor in visitors:
        visitor.ask_until(began + seconds)
    try:
        async with asyncio.timeout(seconds + PATIENCE):
            await asyncio.gather(*(visitor.done for visitor in visitors))
        spent = time.perf_counter() - began
    finally:
        for visitor in visitors:
            visitor.close()
    times = [each for visitor in visitors for each in visitor.seconds]
    return Load(len(times) / spent, times, visitors[0].body)


async def _connect(
    loop: asyncio.AbstractEventLoop, target: Target, visitor: Visitor
) -> None:
    if target.socket_path is not None:
        await loop.create_unix_connection(lambda: visitor, str(target.socket_path))
    else:
        await loop.create_connection(lambda: visitor, "127.0.0.1", target.port)


class Visitor(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self, request: bytes) -> None:
        self.request, self.until = request, 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.seconds: list[float] = []
        self.body = b""
        self._buffer = b""
        self._asked_at = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def ask_until(self, moment: float) -> None:
        """Ask at least once, and again after each answer until the moment."""
        self.until = moment
        self._ask()

    def _ask(self) -> None:
        assert self._transport is not None
        self._asked_at = time.perf_counter()
        self._transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        body = whole_body(self._buffer)
        if body is None:
            return
        now = time.perf_counter()
        self.seconds.append(now - self._asked_at)
        if not self._buffer.startswith(b"HTTP/1.1 200"):
            self._fail(f"an answer was not 200: {self._buffer[:300]!r}")
            return
        self.body, self._buffer = body, b""
        if now < self.until:
            self._ask()
        elif not self.done.done():
            self.done.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail("the server closed a connection")

    def close(self) -> None:
        self.done.cancel()
        if self._transport is not None:
            self._transport.abort()

    def _fail(self, why: str) -> None:
        if not self.done.done():
            self.done.set_exception(RuntimeError(why))


def whole_body(answer: bytes) -> bytes | None:
    """The body of a complete answer, or None while some of it is missing."""
    end = answer.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = answer[:end].lower()
    start = head.find(b"content-length:")
    if start < 0:
        return answer[end + 4 :] if answer.endswith(b"0\r\n\r\n") else None
    length = int(head[start + 15 :].split(b"\r\n", 1)[0])
    body = answer[end + 4 :]
    return body if len(body) >= length else None
