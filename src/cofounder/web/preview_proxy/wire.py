"""One connection to an app's socket, with back-pressure in both directions.

asyncio's streams would do; this is a third of their work, and it shows whether an
idle connection has bytes on it that nobody asked for.
"""

from __future__ import annotations

import asyncio
from collections import deque
from pathlib import Path
from typing import cast

HIGH_WATER = 128 * 1024


class Wire(asyncio.Protocol):
    """Bytes to and from an app."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._chunks: deque[bytes] = deque()
        self._held = 0
        self._reader: asyncio.Future[None] | None = None
        self._writable = asyncio.Event()
        self._writable.set()
        self._paused = False
        self.ended = False

    @classmethod
    async def open(cls, path: Path) -> Wire:
        """Connect; raises `OSError` when nobody listens."""
        loop = asyncio.get_running_loop()
        _, wire = await loop.create_unix_connection(cls, str(path))
        return wire

    @property
    def is_quiet(self) -> bool:
        """Whether the connection is open and nothing lies on it."""
        return not self.ended and not self._chunks

    async def read(self) -> bytes:
        """The next bytes; empty at the end."""
        while not self._chunks:
            if self.ended:
                return b""
            self._reader = self._loop.create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        chunk = self._chunks.popleft()
        self._held -= len(chunk)
        if self._paused and self._held < HIGH_WATER and self._transport:
            self._paused = False
            self._transport.resume_reading()
        return chunk

    async def write(self, piece: bytes) -> None:
        """Send, waiting while the app takes nothing more.

        Raises:
            ConnectionError: the app closed the connection.
        """
        if self.ended or self._transport is None:
            raise ConnectionResetError
        self._transport.write(piece)
        if not self._writable.is_set():
            await self._writable.wait()

    def close(self) -> None:
        """Hang up at once; whoever reads gets the end."""
        self.ended = True
        if self._transport is not None:
            self._transport.abort()
        self._wake_reader()

    # --- asyncio.Protocol ---------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._chunks.append(data)
        self._held += len(data)
        if self._held >= HIGH_WATER and not self._paused and self._transport:
            self._paused = True
            self._transport.pause_reading()
        self._wake_reader()

    def eof_received(self) -> bool:
        self.ended = True
        self._wake_reader()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended = True
        self._writable.set()
        self._wake_reader()

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def _wake_reader(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)
