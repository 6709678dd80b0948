"""How much a cell uses, measured from outside."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from cofounder.sandbox.backends import processes
from cofounder.sandbox.backends.arguments import HOME_BYTES
from cofounder.sandbox.limits import Limits

DEEPEST_FOLDER = 64


@dataclass(frozen=True, slots=True)
class Folder:
    """What lies under a folder; a tree that cannot be walked counts as too deep."""

    disk_bytes: int = 0
    files: int = 0
    too_deep: bool = False


def measure_folder(path: str, stop_at: int) -> Folder:
    """Count entries and blocks under a folder, following no links.

    Stops once `stop_at` entries are seen: whoever has more is over the limit anyway.
    """
    disk = files = 0
    waiting = [(path, 0)]
    while waiting and files <= stop_at:
        folder, depth = waiting.pop()
        if depth > DEEPEST_FOLDER:
            return Folder(disk, files, too_deep=True)
        for entry in _entries(folder):
            files += 1
            disk += _blocks(entry)
            if entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, depth + 1))
    return Folder(disk, files)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []


def _blocks(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_blocks * 512
    except OSError:
        return 0


def unlinked_bytes(tree: Sequence[processes.ProcessStatus], folder: str) -> int:
    """Space held by deleted files that the cell's processes still have open."""
    try:
        device = os.stat(folder).st_dev
    except OSError:
        return 0
    return sum(processes.unlinked_bytes(process.pid, device) for process in tree)


def memory_bytes(
    tree: Sequence[processes.ProcessStatus], first: int | None, limits: Limits
) -> int:
    """Memory of the tree, its files in /tmp and /dev/shm included."""
    own = sum(processes.proportional_bytes(process) for process in tree)
    return own + (_scratch_bytes(first, limits) if first else 0)


def _scratch_bytes(first: int, limits: Limits) -> int:
    """Files kept in memory, seen through process 1 of the cell.

    While a cell is being set up its root is still the host's, whose far larger file
    systems must not count.
    """
    total = 0
    largest = max(limits.tmp_bytes, limits.shm_bytes, HOME_BYTES)
    for mount in ("tmp", "dev/shm", "home"):
        try:
            found = os.statvfs(f"/proc/{first}/root/{mount}")
        except OSError:
            continue
        if found.f_blocks * found.f_frsize <= largest:
            total += (found.f_blocks - found.f_bfree) * found.f_frsize
    return total


def memory_excess(used: int, limits: Limits) -> str | None:
    """The words for too much memory, or None."""
    if used <= limits.memory_bytes:
        return None
    return f"the app exceeded {megabytes(limits.memory_bytes)} of memory"


def folder_excess(
    found: Folder, unlinked: int, limits: Limits
) -> tuple[str, str] | None:
    """The broken rule and its words, or None."""
    if found.too_deep:
        return "files", f"folders are nested deeper than {DEEPEST_FOLDER} levels"
    if found.files > limits.files:
        return "files", f"more than {limits.files} files and folders were made"
    if found.disk_bytes + unlinked > limits.disk_bytes:
        allowed = megabytes(limits.disk_bytes)
        return "disk", f"the app stored more than {allowed}"
    return None


def megabytes(size: int) -> str:
    """A size as a founder reads it."""
    return f"{size // (1024 * 1024)} MB"
