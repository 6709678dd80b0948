"""The seam: what every store of bytes promises."""

from __future__ import annotations

from collections.abc import AsyncIterable
from contextlib import AbstractAsyncContextManager
from typing import Protocol


class BlobReader(Protocol):
    """Stored bytes, read from the beginning."""

    async def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`; empty at the end."""
        ...


class BlobStore(Protocol):
    """Keeps bytes under the hash of their content."""

    async def put(self, content: bytes | AsyncIterable[bytes]) -> str:
        """Keep these bytes and give their key; keeping them again changes nothing.

        Either all of them are kept or none.
        """
        ...

    def open(self, key: str) -> AbstractAsyncContextManager[BlobReader]:
        """Read what is kept; entering raises `BlobMissing`."""
        ...

    async def exists(self, key: str) -> bool:
        """Whether something is kept under the key."""
        ...

    async def delete(self, key: str) -> None:
        """Forget it; a missing one is no error."""
        ...
