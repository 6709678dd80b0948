"""Taking files out of a workspace that an untrusted app may still be changing."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cofounder.sandbox import paths
from cofounder.sandbox.cells import Artifact, ReadCaps

MOST_ENTRIES = 100_000


@dataclass(slots=True)
class Collection:
    """The caps, and how much of them is used."""

    caps: ReadCaps
    found: list[Artifact] = field(default_factory=list[Artifact])
    total: int = 0

    def take(self, root: int, path: str) -> None:
        """Read one file, or note why it was not read."""
        why = paths.why_unfit(path) or self.full()
        if why is None:
            why = self._read(root, path)
        if why:
            shown = path.encode(errors="replace").decode()
            self.found.append(Artifact(shown, skipped=why))

    def full(self) -> str | None:
        if len(self.found) >= self.caps.files:
            return f"more than {self.caps.files} files"
        return None

    def _read(self, root: int, path: str) -> str | None:
        try:
            descriptor = paths.open_beneath(root, path)
        except OSError as error:
            return f"cannot be opened safely ({error.strerror})"
        try:
            content = self._content(descriptor)
        finally:
            os.close(descriptor)
        if isinstance(content, str):
            return content
        self.total += len(content)
        self.found.append(Artifact(path, content))
        return None

    def _content(self, descriptor: int) -> bytes | str:
        """The bytes, or why they are not taken. A hole counts as what it pretends."""
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            return "not a regular file"
        if about.st_nlink != 1:
            return "a hard link"
        if about.st_size > self.caps.file_bytes:
            return f"larger than {self.caps.file_bytes} bytes"
        if self.total + about.st_size > self.caps.total_bytes:
            return f"more than {self.caps.total_bytes} bytes in all"
        return _read_at_most(descriptor, about.st_size)


def collect(workspace: Path, pattern: str, caps: ReadCaps) -> list[Artifact]:
    """The files whose path fits `pattern` (`*`, `?`, `**`), sorted by path."""
    fits = re.compile(translate(pattern)).fullmatch
    collection = Collection(caps)
    root = os.open(workspace, paths.FOLDER)
    try:
        for path in sorted(_walk(root, caps)):
            if fits(path):
                if collection.full():  # the first one over the cap says so
                    collection.take(root, path)
                    break
                collection.take(root, path)
    finally:
        os.close(root)
    return collection.found


def _walk(root: int, caps: ReadCaps) -> Iterator[str]:
    """Every entry that is no folder, by relative path."""
    waiting = [("", 0)]
    count = 0
    while waiting and count < MOST_ENTRIES:
        folder, depth = waiting.pop()
        for name, is_folder in _entries(root, folder):
            count += 1
            path = f"{folder}/{name}" if folder else name
            if not is_folder:
                yield path
            elif name not in caps.ignored and depth < caps.depth:
                waiting.append((path, depth + 1))


def _entries(root: int, folder: str) -> list[tuple[str, bool]]:
    try:
        opened = paths.open_beneath(root, folder or ".", paths.FOLDER)
    except OSError:
        return []
    try:
        with os.scandir(opened) as found:
            return [(e.name, e.is_dir(follow_symlinks=False)) for e in found]
    finally:
        os.close(opened)


def _read_at_most(descriptor: int, size: int) -> bytes:
    """Up to `size` bytes, however much the file grew meanwhile."""
    pieces: list[bytes] = []
    while size > 0 and (piece := os.read(descriptor, min(size, 1 << 20))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def translate(pattern: str) -> str:
    """The glob as a regular expression; `**/` stands for any folders or none."""
    words = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    pieces = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    return "".join(words.get(piece, re.escape(piece)) for piece in pieces)
