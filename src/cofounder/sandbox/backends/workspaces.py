"""Folders of cells, snapshots and volumes on the host.

Everything here may have been arranged by an untrusted app, so no step follows a link
and nothing of the tree is ever executed.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cofounder.sandbox import paths
from cofounder.sandbox.errors import PathRefused

DEEPEST = 64
COPY_PIECE = 1 << 22


@dataclass(frozen=True, slots=True)
class Owner:
    """Who shall own what we make; None leaves it to the account we run as."""

    uid: int | None

    def own(self, descriptor: int) -> None:
        if self.uid is not None:
            os.fchown(descriptor, self.uid, self.uid)


def make_private(folder: Path, owner: Owner) -> Path:
    """A new folder that only its owner may enter."""
    folder.mkdir(mode=0o700, parents=False)
    if owner.uid is not None:
        os.chown(folder, owner.uid, owner.uid, follow_symlinks=False)
    return folder


def write_files(workspace: Path, files: Mapping[str, bytes], owner: Owner) -> None:
    """Put files below the workspace; an existing file is replaced, not followed."""
    for path in files:
        paths.check(path)
    root = os.open(workspace, paths.FOLDER)
    try:
        for path, content in files.items():
            _write_file(root, path, content, owner)
    finally:
        os.close(root)


def _write_file(root: int, path: str, content: bytes, owner: Owner) -> None:
    *folders, name = path.split("/")
    current = os.dup(root)
    try:
        for folder in folders:
            following = _enter(current, folder, owner)
            os.close(current)
            current = following
        _replace(current, name, content, owner)
    except OSError as error:
        raise PathRefused(path, f"it cannot be written ({error.strerror})") from error
    finally:
        os.close(current)


def _enter(current: int, folder: str, owner: Owner) -> int:
    """Open a folder, made if missing. A link in its place is refused."""
    made = False
    with contextlib.suppress(FileExistsError):
        os.mkdir(folder, 0o755, dir_fd=current)
        made = True
    descriptor = os.open(folder, paths.FOLDER, dir_fd=current)
    if made:
        owner.own(descriptor)
    return descriptor


def _replace(folder: int, name: str, content: bytes, owner: Owner) -> None:
    """Write beside the old file, then take its name: never through a link."""
    mode = 0o755 if content.startswith(b"#!") else 0o644
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    new = f".{os.getpid()}-{os.urandom(6).hex()}"
    descriptor = os.open(new, flags, mode, dir_fd=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            owner.own(descriptor)
            os.fchmod(descriptor, mode)
        os.rename(new, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(new, dir_fd=folder)
        raise


def copy_tree(source: Path, target: Path, owner: Owner) -> None:
    """Copy folders, regular files and links as links; skip everything else.

    Times are kept: compiled Python files are valid for the time of their source.
    """
    make_private(target, owner)
    from_root = os.open(source, paths.FOLDER)
    to_root = os.open(target, paths.FOLDER)
    try:
        _copy_folder(from_root, to_root, owner, 0)
        os.fchmod(to_root, 0o755)
    finally:
        os.close(from_root)
        os.close(to_root)


def _copy_folder(source: int, target: int, owner: Owner, depth: int) -> None:
    for name, kind in _entries(source):
        if stat.S_ISREG(kind):
            _copy_file(source, target, name, owner)
        elif stat.S_ISLNK(kind):
            _copy_link(source, target, name, owner)
        elif stat.S_ISDIR(kind) and depth < DEEPEST:
            os.mkdir(name, 0o755, dir_fd=target)
            with _opened(source, name) as below, _opened(target, name) as beside:
                owner.own(beside)
                _copy_folder(below, beside, owner, depth + 1)


def _copy_file(source: int, target: int, name: str, owner: Owner) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    reading = os.open(name, paths.READ, dir_fd=source)
    try:
        about = os.fstat(reading)
        mode = 0o755 if about.st_mode & 0o100 else 0o644
        writing = os.open(name, flags, mode, dir_fd=target)
        try:
            _copy_content(reading, writing, about.st_size)
            owner.own(writing)
            os.fchmod(writing, mode)
            os.utime(writing, ns=(about.st_atime_ns, about.st_mtime_ns))
        finally:
            os.close(writing)
    finally:
        os.close(reading)


def _copy_content(reading: int, writing: int, size: int) -> None:
    while size > 0:
        done = os.sendfile(writing, reading, None, min(size, COPY_PIECE))
        if not done:
            return
        size -= done


def _copy_link(source: int, target: int, name: str, owner: Owner) -> None:
    os.symlink(os.readlink(name, dir_fd=source), name, dir_fd=target)
    if owner.uid is not None:
        uid = owner.uid
        os.chown(name, uid, uid, dir_fd=target, follow_symlinks=False)


def give_tree(folder: Path, owner: Owner) -> None:
    """Hand a whole tree to its next owner; nothing runs in it meanwhile."""
    if owner.uid is None or folder.lstat().st_uid == owner.uid:
        return
    root = os.open(folder, paths.FOLDER)
    try:
        _give_folder(root, owner.uid, 0)
        os.fchown(root, owner.uid, owner.uid)  # last: an interrupted run starts over
    finally:
        os.close(root)


def _give_folder(folder: int, uid: int, depth: int) -> None:
    for name, kind in _entries(folder):
        if stat.S_ISDIR(kind) and depth < DEEPEST:
            with _opened(folder, name) as below:
                _give_folder(below, uid, depth + 1)
        os.chown(name, uid, uid, dir_fd=folder, follow_symlinks=False)


def remove_tree(folder: Path) -> None:
    """Remove a tree of any depth, without recursion and without following links.

    Folders inside folders are lifted to the top and emptied there.
    """
    try:
        root = os.open(folder, paths.FOLDER)
    except FileNotFoundError:
        return
    try:
        os.fchmod(root, 0o700)
        while entries := list(_entries(root)):
            for name, kind in entries:
                _remove_entry(root, name, kind)
    finally:
        os.close(root)
    os.rmdir(folder)


def _remove_entry(root: int, name: str, kind: int) -> None:
    if not stat.S_ISDIR(kind):
        os.unlink(name, dir_fd=root)
        return
    with contextlib.suppress(OSError):
        os.chmod(name, 0o700, dir_fd=root)
    with _opened(root, name) as below:
        for inner, inner_kind in _entries(below):
            if stat.S_ISDIR(inner_kind):
                with contextlib.suppress(OSError):
                    os.chmod(inner, 0o700, dir_fd=below)
                new = f".lifted-{os.urandom(8).hex()}"
                os.rename(inner, new, src_dir_fd=below, dst_dir_fd=root)
            else:
                os.unlink(inner, dir_fd=below)
    os.rmdir(name, dir_fd=root)


def _entries(folder: int) -> Iterator[tuple[str, int]]:
    """Name and kind of each entry, read before anything is changed."""
    with os.scandir(folder) as found:
        kinds = [(e.name, e.stat(follow_symlinks=False).st_mode) for e in found]
    yield from kinds


@contextlib.contextmanager
def _opened(folder: int, name: str) -> Generator[int]:
    descriptor = os.open(name, paths.FOLDER, dir_fd=folder)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
