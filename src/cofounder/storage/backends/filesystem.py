"""A store in a folder: one file per content, in folders by the hash's first byte.

A file appears under its key only when it is complete and on the disk, so a reader
never sees half of it, and a power cut leaves at most a stray temporary file.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO

from cofounder import ids
from cofounder.storage.errors import BlobMissing
from cofounder.storage.keys import PREFIX, checked

INCOMING = "incoming"


class _Reader:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    async def read(self, size: int = -1) -> bytes:
        return await asyncio.to_thread(self._file.read, size)


class _Incoming:
    """A file that has no key yet."""

    def __init__(self, root: Path) -> None:
        self.path = root / INCOMING / ids.new_secret(12)
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self.file = os.fdopen(descriptor, "wb")
        self.digest = hashlib.sha256()

    def add(self, piece: bytes) -> None:
        self.digest.update(piece)
        self.file.write(piece)

    def flush(self) -> None:
        self.file.flush()
        os.fsync(self.file.fileno())


class FilesystemBlobStore:
    """Fulfils `BlobStore` with files below `root`, readable by their owner only."""

    def __init__(self, root: Path) -> None:
        self.root = root

    async def put(self, content: bytes | AsyncIterable[bytes]) -> str:
        incoming = await asyncio.to_thread(_Incoming, self.root)
        try:
            with incoming.file:
                async for piece in _pieces(content):
                    await asyncio.to_thread(incoming.add, piece)
                await asyncio.to_thread(incoming.flush)
            key = PREFIX + incoming.digest.hexdigest()
            await asyncio.to_thread(self._finish, incoming.path, key)
        except BaseException:
            incoming.path.unlink(missing_ok=True)
            raise
        return key

    @asynccontextmanager
    async def open(self, key: str) -> AsyncGenerator[_Reader]:
        path = self._path(key)
        try:
            file = await asyncio.to_thread(path.open, "rb")
        except FileNotFoundError:
            raise BlobMissing(key) from None
        with file:
            yield _Reader(file)

    async def exists(self, key: str) -> bool:
        return await asyncio.to_thread(self._path(key).is_file)

    async def delete(self, key: str) -> None:
        await asyncio.to_thread(self._path(key).unlink, missing_ok=True)

    def _path(self, key: str) -> Path:
        digits = checked(key).removeprefix(PREFIX)
        return self.root / digits[:2] / digits

    def _finish(self, incoming: Path, key: str) -> None:
        path = self._path(key)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        incoming.replace(path)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


async def _pieces(content: bytes | AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    async for piece in content:
        yield piece
