"""What the folder of blobs looks like from outside."""

from __future__ import annotations

import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cofounder.storage.backends.filesystem import FilesystemBlobStore


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_the_same_bytes_are_one_file_that_only_its_owner_reads(
    tmp_path: Path,
) -> None:
    store = FilesystemBlobStore(tmp_path)
    for _ in range(3):
        await store.put(b"bread")
    [path] = files(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_nothing_is_left_of_a_stream_that_broke_off(tmp_path: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await FilesystemBlobStore(tmp_path).put(broken())
    assert files(tmp_path) == []


async def test_a_store_opened_again_has_what_was_put_before(tmp_path: Path) -> None:
    key = await FilesystemBlobStore(tmp_path).put(b"bread")
    async with FilesystemBlobStore(tmp_path).open(key) as reader:
        assert await reader.read() == b"bread"
