"""Taking files out of a workspace in which an app has laid traps."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from cofounder.sandbox import PathRefused, ReadCaps
from cofounder.sandbox.backends.workspaces import (
    Owner,
    copy_tree,
    remove_tree,
    write_files,
)
from cofounder.sandbox.collect import collect

NOBODY_ELSE = Owner(None)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text("secret of the host")
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    folder.mkdir()
    return folder


def test_links_pipes_and_sockets_are_skipped_with_a_reason(
    workspace: Path, outside: Path
) -> None:
    (workspace / "good.txt").write_text("good")
    (workspace / "link.txt").symlink_to(outside)
    (workspace / "folder").symlink_to(outside.parent)
    os.mkfifo(workspace / "pipe.txt")
    os.link(outside, workspace / "hard.txt")
    found = {a.path: a for a in collect(workspace, "**/*", ReadCaps())}
    assert found["good.txt"].content == b"good"
    for name in ("link.txt", "folder", "pipe.txt", "hard.txt"):
        assert found[name].skipped
        assert found[name].content == b""
    assert not any(a.content == b"secret of the host" for a in found.values())


def test_a_sparse_file_counts_as_what_it_pretends_to_be(workspace: Path) -> None:
    with (workspace / "huge.bin").open("wb") as file:
        file.truncate(1 << 40)
    (found,) = collect(workspace, "*", ReadCaps())
    assert found.skipped is not None
    assert found.skipped.startswith("larger than")


def test_caps_on_count_bytes_and_depth_hold(workspace: Path) -> None:
    for number in range(6):
        (workspace / f"{number}.txt").write_bytes(b"x" * 10)
    deep = workspace / "a/b/c"
    deep.mkdir(parents=True)
    (deep / "deep.txt").write_text("deep")
    few = collect(workspace, "*.txt", ReadCaps(files=3))
    assert [a.skipped is None for a in few] == [True, True, True, False]
    small = collect(workspace, "*.txt", ReadCaps(total_bytes=25))
    assert sum(len(a.content) for a in small) == 20
    assert collect(workspace, "**/deep.txt", ReadCaps(depth=1)) == []


def test_a_file_swapped_for_a_link_during_collection_never_leaks(
    workspace: Path, outside: Path
) -> None:
    """Threat 6: whatever the moment of the swap, only the app's own bytes come out."""
    folder, other = workspace / "d", workspace / "e"
    folder.mkdir()
    (folder / "secret.txt").write_text("own")
    stop = threading.Event()

    def swap() -> None:
        while not stop.is_set():
            os.rename(folder, other)
            folder.symlink_to(outside.parent)
            folder.unlink()
            os.rename(other, folder)

    swapping = threading.Thread(target=swap)
    swapping.start()
    try:
        for _ in range(300):
            for artifact in collect(workspace, "**/secret.txt", ReadCaps()):
                assert artifact.content in (b"", b"own")
    finally:
        stop.set()
        swapping.join()


def test_writing_through_a_link_is_refused(workspace: Path, outside: Path) -> None:
    (workspace / "out").symlink_to(outside.parent)
    with pytest.raises(PathRefused):
        write_files(workspace, {"out/secret.txt": b"changed"}, NOBODY_ELSE)
    (workspace / "link.txt").symlink_to(outside)
    write_files(workspace, {"link.txt": b"mine"}, NOBODY_ELSE)
    assert outside.read_text() == "secret of the host"
    assert (workspace / "link.txt").read_bytes() == b"mine"


def test_a_copy_keeps_links_as_links_and_times_of_files(
    workspace: Path, outside: Path, tmp_path: Path
) -> None:
    (workspace / "app.py").write_text("x = 1")
    os.utime(workspace / "app.py", (1_000_000, 1_000_000))
    (workspace / "link").symlink_to(outside)
    os.mkfifo(workspace / "pipe")
    copy_tree(workspace, tmp_path / "copy", NOBODY_ELSE)
    assert (tmp_path / "copy/app.py").stat().st_mtime == 1_000_000
    assert (tmp_path / "copy/link").is_symlink()
    assert sorted(os.listdir(tmp_path / "copy")) == ["app.py", "link"]


def test_a_tree_deeper_than_any_path_is_removed(workspace: Path, outside: Path) -> None:
    current = os.open(workspace, os.O_RDONLY)
    for _ in range(3000):
        os.mkdir("folder", dir_fd=current)
        deeper = os.open("folder", os.O_RDONLY, dir_fd=current)
        os.close(current)
        current = deeper
    os.close(current)
    (workspace / "link").symlink_to(outside.parent)
    remove_tree(workspace)
    assert not workspace.exists()
    assert outside.exists()
