"""The model server: `python -m tests.wire.server --port 0`.

It speaks the Anthropic Messages format (`/v1/messages`) and OpenAI chat completions
(`/v1/chat/completions`), streamed and whole, and answers every task of ours. From
outside, in JSON:

- `GET /__log`: every request so far (`?full=1` with system and prompt texts), and
  `by_purpose` counts; `DELETE /__log` forgets them.
- `POST /__faults`: a list of faults to serve next; `GET` what is left, `DELETE` none.
  A fault: `{"kind": "rate_limited", "retry_after": "2", "purpose": "write", "times": 2}`;
  only `kind` is needed, see `tests.wire.faults`.
- `POST /__settings`: `{"latency": seconds before the first byte, "pause": seconds
  between pieces}`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NoReturn, Self

from tests.wire import answers, faults, formats, reading
from tests.wire.formats import Spoken
from tests.wire.reading import Asked


@dataclass
class Entry:
    """One request as the server saw it."""

    number: int
    path: str
    model: str
    purpose: str
    fault: str | None
    key: str
    system: str = field(repr=False)
    prompt: str = field(repr=False)
    last: str = field(repr=False)
    max_tokens: int = 0
    tools: tuple[str, ...] = ()
    status: int = 200
    bytes_sent: int = 0
    is_complete: bool = False
    started_at: float = field(default_factory=time.time)
    ended_at: float | None = None

    def shown(self, *, full: bool) -> dict[str, Any]:
        hidden = () if full else ("system", "prompt", "last")
        return {k: v for k, v in vars(self).items() if k not in hidden}


class WireServer:
    """The server and its log; `async with WireServer() as server:`."""

    def __init__(self, *, latency: float = 0.0, pause: float = 0.0) -> None:
        self.latency, self.pause = latency, pause
        self.faults: list[faults.Fault] = []
        self.log: list[Entry] = []
        self.port = 0
        self._systems: set[str] = set()
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """The base URL for Anthropic-style clients."""
        return f"http://127.0.0.1:{self.port}"

    def fault(self, kind: str, **more: Any) -> None:
        """Serve this fault to the next matching request."""
        self.faults.append(faults.Fault.of({"kind": kind, **more}))

    def count(self, purpose: str) -> int:
        """How many requests came for `purpose`."""
        return sum(entry.purpose == purpose for entry in self.log)

    async def start(self, port: int = 0) -> None:
        """Listen on loopback."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _connected(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            await self._serve(reader, Connection(reader, writer))
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client left, or the server stops
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, out: Connection) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.strip().split("\r\n")
        method, target, _ = first.split(" ", 2)
        headers = {
            k.lower(): v.strip() for k, _, v in (x.partition(":") for x in lines)
        }
        body = await reader.readexactly(int(headers.get("content-length") or 0))
        value = json.loads(body) if body else {}
        path, _, query = target.partition("?")
        if path.startswith("/__"):
            await out.reply(*self._control(method, path, query, value))
            return
        await self._model(path, headers, value, out)

    def _control(
        self, method: str, path: str, query: str, value: Any
    ) -> tuple[int, Any]:
        if path == "/__log":
            if method == "DELETE":
                self.log.clear()
            shown = [entry.shown(full="full=1" in query) for entry in self.log]
            counts = Counter(entry.purpose for entry in self.log)
            return 200, {"requests": shown, "by_purpose": dict(counts)}
        if path == "/__faults":
            if method == "DELETE":
                self.faults.clear()
            if method == "POST":
                given = value if isinstance(value, list) else [value]
                self.faults += [faults.Fault.of(each) for each in given]
            return 200, [vars(fault) for fault in self.faults]
        if path == "/__settings":
            self.latency = float(value.get("latency", self.latency))
            self.pause = float(value.get("pause", self.pause))
            return 200, {"latency": self.latency, "pause": self.pause}
        return 404, {"error": "no such path"}

    async def _model(
        self, path: str, headers: dict[str, str], body: Any, out: Connection
    ) -> None:
        is_anthropic = path.endswith("/messages")
        if not is_anthropic and not path.endswith("/chat/completions"):
            await out.reply(404, {"error": {"message": f"no such path: {path}"}})
            return
        asked = reading.anthropic(body) if is_anthropic else reading.openai(body)
        fault = self._next_fault(asked)
        key = headers.get("x-api-key") or headers.get("authorization", "")
        entry = Entry(
            number=len(self.log) + 1,
            path=path,
            model=asked.model,
            purpose=asked.purpose,
            fault=fault.kind if fault else None,
            key=key.removeprefix("Bearer "),
            system=asked.system,
            prompt=asked.prompt,
            last=asked.last,
            max_tokens=asked.max_tokens,
            tools=asked.tools,
        )
        self.log.append(entry)
        try:
            await asyncio.sleep(self.latency)
            await self._answer(asked, fault, entry, out)
            entry.is_complete = True
        finally:
            entry.bytes_sent, entry.ended_at = out.sent, time.time()

    def _next_fault(self, asked: Asked) -> faults.Fault | None:
        for fault in self.faults:
            if fault.purpose in ("", asked.purpose):
                fault.times -= 1
                if fault.times <= 0:
                    self.faults.remove(fault)
                return fault
        return None

    async def _answer(
        self, asked: Asked, fault: faults.Fault | None, entry: Entry, out: Connection
    ) -> None:
        if fault is not None and (refused := faults.refused(fault, asked)):
            entry.status, answer, headers = refused
            await out.reply(entry.status, answer, headers)
            return
        spoken = self._spoken(asked, fault)
        if not asked.stream:
            whole = (
                formats.anthropic_whole
                if asked.provider == "anthropic"
                else formats.openai_whole
            )
            await out.reply(200, whole(asked, spoken))
            return
        events = (
            formats.anthropic_events
            if asked.provider == "anthropic"
            else formats.openai_events
        )(asked, spoken)
        await out.begin_stream()
        await self._stream(events, fault, out)

    def _spoken(self, asked: Asked, fault: faults.Fault | None) -> Spoken:
        text = json.dumps(answers.answer(asked), ensure_ascii=False)
        spoken = Spoken(text)
        if asked.system in self._systems:
            spoken.cached_tokens = formats.tokens(asked.system)
        self._systems.add(asked.system)
        return faults.spoilt(fault, spoken) if fault else spoken

    async def _stream(
        self, events: list[bytes], fault: faults.Fault | None, out: Connection
    ) -> None:
        kind = fault.kind if fault else ""
        if kind == "silent":
            await out.left()
        if kind == "dropped":
            for event in events[: len(events) // 2]:
                await out.chunk(event)
            await asyncio.sleep(self.pause)
            out.abort()
            return
        if kind == "endless":
            middle = events[len(events) // 2]
            for event in events[: len(events) // 2]:
                await out.chunk(event)
            while True:  # ends when the client closes the connection
                await out.chunk(middle)
        if kind == "ends_early":
            events = events[: len(events) // 2]
        for event in events:
            await out.chunk(event)
            if self.pause:
                await asyncio.sleep(self.pause)
        await out.end_stream()


class Connection:
    """The writing side of one connection; one response each."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.reader, self.writer, self.sent = reader, writer, 0

    async def _write(self, data: bytes) -> None:
        if self.writer.is_closing() or self.reader.at_eof():
            raise ConnectionResetError
        self.writer.write(data)
        self.sent += len(data)
        await self.writer.drain()

    async def reply(
        self, status: int, value: Any, headers: dict[str, str] | None = None
    ) -> None:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        extra = "".join(f"{k}: {v}\r\n" for k, v in (headers or {}).items())
        head = (
            f"HTTP/1.1 {status} Answer\r\ncontent-type: application/json\r\n"
            f"content-length: {len(body)}\r\nconnection: close\r\n{extra}\r\n"
        )
        await self._write(head.encode() + body)

    async def begin_stream(self) -> None:
        await self._write(
            b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
            b"transfer-encoding: chunked\r\nconnection: close\r\n\r\n"
        )

    async def chunk(self, data: bytes) -> None:
        await self._write(b"%x\r\n%b\r\n" % (len(data), data))

    async def end_stream(self) -> None:
        await self._write(b"0\r\n\r\n")

    async def left(self) -> NoReturn:
        """Wait until the client has gone: nobody is there to be answered."""
        await self.reader.read()
        raise ConnectionResetError

    def abort(self) -> None:
        """Drop the connection without a word."""
        self.writer.transport.abort()


async def serve(port: int, latency: float, pause: float) -> None:
    """Serve until the process ends; the base URL is the first line of stdout."""
    server = WireServer(latency=latency, pause=pause)
    await server.start(port)
    sys.stdout.write(f"{server.url}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.wire.server")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency", type=float, default=0.0)
    parser.add_argument("--pause", type=float, default=0.0)
    chosen = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(chosen.port, chosen.latency, chosen.pause))


if __name__ == "__main__":
    main()
