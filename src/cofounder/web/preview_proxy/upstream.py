"""Asking an app over its socket: strict parsing, limits, and reused connections."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h11

from cofounder.web.preview_proxy.headers import CONTROL, Headers, first
from cofounder.web.preview_proxy.visits import ProxyPolicy
from cofounder.web.preview_proxy.wire import Wire

MAX_HEADER_BYTES = 32 * 1024
MAX_HEADERS = 100
MAX_INTERIM_ANSWERS = 8
KEPT_SECONDS = 1.5
KEPT_WIRES = 8
# The forwarder inside the cell says this when the app does not listen.
NOT_READY = b"x-cofounder-not-ready"


class AppGone(Exception):
    """The app does not answer, or stopped in the middle."""


class AppAbsent(AppGone):
    """Nobody listens: the request did not reach the app."""


class AnswerRefused(Exception):
    """The app's answer breaks the protocol or a limit; the text says which."""


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of an answer."""

    status: int
    headers: Headers


class Exchange:
    """One request to an app and its answer."""

    def __init__(self, wire: Wire, policy: ProxyPolicy, *, fresh: bool) -> None:
        self.wire, self.policy, self.fresh = wire, policy, fresh
        self.http = h11.Connection(
            h11.CLIENT, max_incomplete_event_size=MAX_HEADER_BYTES
        )
        self.heard = False

    async def ask(self, request: h11.Request, *, has_body: bool) -> None:
        """Send the request's head; the body follows by `upload`."""
        piece = self.http.send(request) or b""
        if not has_body:
            piece += self.http.send(h11.EndOfMessage()) or b""
        await self._write(piece)

    async def upload(self, body: bytes, *, more: bool) -> None:
        """Send a piece of the request's body."""
        piece = (self.http.send(h11.Data(data=body)) or b"") if body else b""
        if not more:
            piece += self.http.send(h11.EndOfMessage()) or b""
        if piece:
            await self._write(piece)

    async def head(self) -> Head:
        """The beginning of the answer.

        Raises:
            AppGone: the connection ended before it.
            AppAbsent: the app does not listen.
            AnswerRefused: it is malformed, too large, or never comes to the point.
        """
        for _ in range(MAX_INTERIM_ANSWERS + 1):
            event = await self._next()
            if isinstance(event, h11.Response):
                return self._checked(event)
            if not isinstance(event, h11.InformationalResponse):
                break
            _check_size(list(event.headers))
        raise AnswerRefused("endless interim answers")

    async def body(self) -> AsyncIterator[tuple[bytes, bool]]:
        """The answer's body up to the limit: each piece, and whether it is the last.

        A piece is everything that has arrived, so a short answer is one piece, and
        nothing waits for what comes later.
        """
        total = 0
        while True:
            event: Any = await self._next()
            pieces: list[bytes] = []
            while isinstance(event, h11.Data):
                pieces.append(bytes(event.data))
                event = self._parse()
            piece = b"".join(pieces)
            total += len(piece)
            if total > self.policy.down_bytes:
                raise AnswerRefused("too large")
            last = isinstance(event, h11.EndOfMessage)
            yield piece, last
            if last:
                return

    @property
    def is_reusable(self) -> bool:
        """Whether both sides are done and nothing else lies on the wire."""
        done = self.http.our_state is h11.DONE and self.http.their_state is h11.DONE
        return done and not self.http.trailing_data[0] and self.wire.is_quiet

    async def _next(self) -> Any:
        while (event := self._parse()) is h11.NEED_DATA:
            await self._read()
        if isinstance(event, h11.ConnectionClosed) or event is h11.PAUSED:
            raise AppGone
        return event

    def _checked(self, response: h11.Response) -> Head:
        """Refuse what strict parsers and browsers might read differently."""
        headers = [(bytes(name), bytes(value)) for name, value in response.headers]
        _check_size(headers)
        if first(headers, NOT_READY) is not None:
            raise AppAbsent
        if first(headers, b"transfer-encoding") and first(headers, b"content-length"):
            raise AnswerRefused("both Content-Length and Transfer-Encoding")
        if response.status_code > 599:
            raise AnswerRefused("a status that does not exist")
        length = first(headers, b"content-length")
        if length is not None and int(length) > self.policy.down_bytes:
            raise AnswerRefused("too large")
        return Head(response.status_code, headers)

    def _parse(self) -> Any:
        try:
            return self.http.next_event()
        except h11.RemoteProtocolError as error:
            if not self.heard:
                raise AppGone from error
            raise AnswerRefused(str(error)) from error

    async def _read(self) -> None:
        try:
            async with asyncio.timeout(self.policy.idle_seconds):
                data = await self.wire.read()
        except TimeoutError as error:
            raise AnswerRefused("silent for too long") from error
        self.heard = self.heard or bool(data)
        self.http.receive_data(data)

    async def _write(self, piece: bytes) -> None:
        try:
            async with asyncio.timeout(self.policy.idle_seconds):
                await self.wire.write(piece)
        except TimeoutError as error:
            raise AnswerRefused("takes nothing") from error
        except ConnectionError as error:
            raise AppGone from error


class Upstreams:
    """Connections to apps, kept for a moment after use."""

    def __init__(self, policy: ProxyPolicy) -> None:
        self.policy = policy
        self._kept: dict[Path, list[tuple[float, Wire]]] = {}

    async def exchange(self, path: Path, *, fresh: bool) -> Exchange:
        """A connection to the app, a kept one unless `fresh`.

        Raises:
            AppAbsent: nobody listens.
        """
        wire = None if fresh else self._take(path)
        if wire is not None:
            return Exchange(wire, self.policy, fresh=False)
        try:
            return Exchange(await Wire.open(path), self.policy, fresh=True)
        except OSError as error:
            raise AppAbsent from error

    def done(self, path: Path, exchange: Exchange) -> None:
        """Keep the connection when the app may be asked again on it."""
        kept = self._kept.setdefault(path, [])
        if not exchange.is_reusable or len(kept) >= KEPT_WIRES:
            exchange.wire.close()
            return
        loop = asyncio.get_running_loop()
        if not kept:
            loop.call_later(KEPT_SECONDS, self._drop_old, path)
        kept.append((loop.time() + KEPT_SECONDS, exchange.wire))

    def close(self) -> None:
        """Hang up everywhere."""
        for kept in self._kept.values():
            for _, wire in kept:
                wire.close()
        self._kept.clear()

    def _take(self, path: Path) -> Wire | None:
        kept = self._kept.get(path)
        moment = asyncio.get_running_loop().time()
        while kept:
            until, wire = kept.pop()
            if moment < until and wire.is_quiet:
                return wire
            wire.close()
        return None

    def _drop_old(self, path: Path) -> None:
        loop = asyncio.get_running_loop()
        kept = self._kept.pop(path, [])
        still = [(until, wire) for until, wire in kept if until > loop.time()]
        for entry in kept:
            if entry not in still:
                entry[1].close()
        if still:
            self._kept[path] = still
            loop.call_later(KEPT_SECONDS, self._drop_old, path)


def _check_size(headers: Headers) -> None:
    if len(headers) > MAX_HEADERS:
        raise AnswerRefused("more than 100 headers")
    if sum(len(name) + len(value) + 4 for name, value in headers) > MAX_HEADER_BYTES:
        raise AnswerRefused("more than 32 KiB of headers")
    if any(CONTROL.search(value) for _, value in headers):
        raise AnswerRefused("a control character in a header")
