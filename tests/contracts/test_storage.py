"""What every store of bytes promises, asked of each backend."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cofounder.errors import Invalid, NotFound
from cofounder.storage import BlobMissing, BlobStore, blob_key
from cofounder.storage.backends.filesystem import FilesystemBlobStore
from cofounder.storage.backends.memory import MemoryBlobStore

NOTHING = blob_key(b"nobody put this")


@pytest.fixture(params=["filesystem", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    if request.param == "memory":
        return MemoryBlobStore()
    return FilesystemBlobStore(tmp_path / "blobs")


async def content_of(store: BlobStore, key: str) -> bytes:
    async with store.open(key) as reader:
        return await reader.read()


@pytest.mark.parametrize("content", [b"", b"bread", bytes(range(256)) * 5000])
async def test_what_was_put_is_read_back_under_its_hash(
    store: BlobStore, content: bytes
) -> None:
    key = await store.put(content)
    assert key == "sha256-" + hashlib.sha256(content).hexdigest() == blob_key(content)
    assert await store.exists(key)
    assert await content_of(store, key) == content


async def test_a_stream_gives_the_key_of_the_whole(store: BlobStore) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"fresh "
        yield b""
        yield b"bread"

    assert await store.put(pieces()) == blob_key(b"fresh bread")


async def test_it_is_read_in_pieces(store: BlobStore) -> None:
    key = await store.put(b"abcdef")
    async with store.open(key) as reader:
        assert [await reader.read(4), await reader.read(4), await reader.read(4)] == [
            b"abcd",
            b"ef",
            b"",
        ]


async def test_putting_the_same_again_changes_nothing(store: BlobStore) -> None:
    keys = await asyncio.gather(*(store.put(b"bread") for _ in range(10)))
    assert set(keys) == {blob_key(b"bread")}
    assert await content_of(store, keys[0]) == b"bread"


async def test_a_stream_that_breaks_off_keeps_nothing(store: BlobStore) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await store.put(broken())
    assert not await store.exists(blob_key(b"half"))


async def test_a_deleted_blob_is_missing_and_deleting_twice_is_fine(
    store: BlobStore,
) -> None:
    key = await store.put(b"bread")
    await store.delete(key)
    await store.delete(key)
    assert not await store.exists(key)
    with pytest.raises(BlobMissing):
        await content_of(store, key)


async def test_a_key_that_nobody_put_is_missing(store: BlobStore) -> None:
    assert not await store.exists(NOTHING)
    with pytest.raises(NotFound):
        await content_of(store, NOTHING)


@pytest.mark.parametrize(
    "text", ["", "../../etc/passwd", "sha256-", "sha256-" + "g" * 64, NOTHING + "/.."]
)
async def test_what_is_not_a_key_is_refused(store: BlobStore, text: str) -> None:
    with pytest.raises(Invalid):
        await store.exists(text)
    with pytest.raises(Invalid):
        await store.delete(text)
    with pytest.raises(Invalid):
        await content_of(store, text)
