"""A store in memory: for tests, and gone with the process."""

from __future__ import annotations

import io
from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import asynccontextmanager

from cofounder.storage.errors import BlobMissing
from cofounder.storage.keys import blob_key, checked


class _Reader:
    def __init__(self, content: bytes) -> None:
        self._content = io.BytesIO(content)

    async def read(self, size: int = -1) -> bytes:
        return self._content.read(size)


class MemoryBlobStore:
    """Fulfils `BlobStore` with a dictionary."""

    def __init__(self) -> None:
        self._blobs: dict[str, bytes] = {}

    async def put(self, content: bytes | AsyncIterable[bytes]) -> str:
        if not isinstance(content, bytes):
            content = b"".join([piece async for piece in content])
        key = blob_key(content)
        self._blobs[key] = content
        return key

    @asynccontextmanager
    async def open(self, key: str) -> AsyncGenerator[_Reader]:
        content = self._blobs.get(checked(key))
        if content is None:
            raise BlobMissing(key)
        yield _Reader(content)

    async def exists(self, key: str) -> bool:
        return checked(key) in self._blobs

    async def delete(self, key: str) -> None:
        self._blobs.pop(checked(key), None)
