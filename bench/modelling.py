"""The model server as a process, what our requests to it look like, and the raw client."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.wire import reading

from bench.processes import ROOT, end, environment


class ModelServer:
    """The wire server of the tests, in a process of its own."""

    def __init__(self, url: str) -> None:
        self.url = url

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    async def set_latency(self, seconds: float) -> None:
        """How long it waits before the first byte of each answer."""
        body = json.dumps({"latency": seconds}).encode()
        request = urllib.request.Request(f"{self.url}/__settings", body)
        await asyncio.to_thread(urllib.request.urlopen, request, timeout=5)

    async def log(self) -> list[dict[str, Any]]:
        """The requests so far, with their texts; they are forgotten then."""
        found = await asyncio.to_thread(self._read, "/__log?full=1", "GET")
        await asyncio.to_thread(self._read, "/__log", "DELETE")
        return json.loads(found)["requests"]

    def _read(self, path: str, method: str) -> bytes:
        request = urllib.request.Request(f"{self.url}{path}", method=method)
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.read()


@contextlib.asynccontextmanager
async def model_server() -> AsyncIterator[ModelServer]:
    """A model server on a free port until the end of the block."""
    process = subprocess.Popen(  # noqa: ASYNC220 - starts at once
        [sys.executable, "-m", "tests.wire.server"],
        stdout=subprocess.PIPE,
        env=environment(),
        cwd=ROOT,
    )
    assert process.stdout is not None
    try:
        first = await asyncio.to_thread(process.stdout.readline)
        yield ModelServer(first.decode().strip())
    finally:
        await asyncio.to_thread(end, process)
        process.stdout.close()


@dataclass
class Recorder:
    """Passes requests on to a model server and keeps their bytes."""

    upstream: int
    requests: list[bytes] = field(default_factory=list[bytes])
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def connected(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """One connection is one request."""
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        request = head + await reader.readexactly(length)
        self.requests.append(request)
        writer.write(await exchanged(self.upstream, request))
        await writer.drain()
        writer.close()


@contextlib.asynccontextmanager
async def recording(upstream: int) -> AsyncIterator[Recorder]:
    """A recorder on a free port until the end of the block."""
    recorder = Recorder(upstream)
    server = await asyncio.start_server(recorder.connected, "127.0.0.1", 0)
    recorder.port = server.sockets[0].getsockname()[1]
    try:
        yield recorder
    finally:
        server.close()
        await server.wait_closed()


def purpose_of(request: bytes) -> str:
    """What a recorded request of the Messages format asks for."""
    return reading.anthropic(json.loads(request.partition(b"\r\n\r\n")[2])).purpose


async def exchanged(port: int, request: bytes) -> bytes:
    """The whole answer to a request that is sent as it is."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 200"), answer[:200]
        return answer
    finally:
        writer.close()


async def ask_raw(port: int, requests: Sequence[bytes]) -> list[dict[str, Any]]:
    """Send all requests at once; what the model said to each."""
    answers = await asyncio.gather(*(exchanged(port, each) for each in requests))
    return [said(answer) for answer in answers]


def said(answer: bytes) -> dict[str, Any]:
    """The JSON a streamed answer of the Messages format carries."""
    pieces: list[str] = []
    for line in answer.splitlines():
        if line.startswith(b"data: "):
            delta = json.loads(line[6:]).get("delta", {})
            pieces.append(delta.get("partial_json") or delta.get("text") or "")
    return json.loads("".join(pieces))
