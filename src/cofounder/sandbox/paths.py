"""Paths inside a workspace: which names are fit, and opening them without surprise.

An app owns its tree and may put a link or a pipe wherever it likes. So the host never
opens a path as such: it starts from one folder and lets the kernel refuse to leave it.
"""

from __future__ import annotations

import ctypes
import os
import re
from functools import cache

from cofounder.sandbox.errors import PathRefused

LONGEST_NAME = 200
RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$")
OPENAT2 = 437
BENEATH = 0x08 | 0x04 | 0x02 | 0x01  # beneath, no symlinks, no magic links, no mounts
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
READ = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW


class HowToOpen(ctypes.Structure):
    """The kernel's `struct open_how`."""

    _fields_ = [
        ("flags", ctypes.c_uint64),
        ("mode", ctypes.c_uint64),
        ("resolve", ctypes.c_uint64),
    ]


def why_unfit(path: str) -> str | None:
    """Why this cannot be the path of a workspace file, or None when it can."""
    if not path or path.startswith("/") or path.endswith("/"):
        return "it is not a relative path of a file"
    if any(character < " " or character == "\x7f" for character in path):
        return "it holds control characters"
    try:
        encoded = path.encode()
    except UnicodeEncodeError:
        return "it is not valid UTF-8"
    if len(encoded) > LONGEST_NAME:
        return f"it is longer than {LONGEST_NAME} bytes"
    if any(part in ("", ".", "..") for part in path.split("/")):
        return "it leaves or repeats its own folder"
    if any(RESERVED.match(part) for part in path.split("/")):
        return "it is a reserved name"
    return None


def check(path: str) -> str:
    """The path itself; raises `PathRefused`."""
    why = why_unfit(path)
    if why:
        raise PathRefused(path, why)
    return path


def open_beneath(root: int, path: str, flags: int = READ) -> int:
    """Open a path below a folder; no link, no mount and no `..` is passed."""
    if not _has_openat2():
        return _open_by_steps(root, path, flags)
    how = HowToOpen(flags, 0, BENEATH)
    descriptor = _libc().syscall(
        OPENAT2, root, os.fsencode(path), ctypes.byref(how), ctypes.sizeof(how)
    )
    if descriptor < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), path)
    return descriptor


def _open_by_steps(root: int, path: str, flags: int) -> int:
    """The same for an older kernel: each component by itself, links refused."""
    *folders, name = path.split("/")
    current = os.dup(root)
    try:
        for folder in folders:
            following = os.open(folder, FOLDER, dir_fd=current)
            os.close(current)
            current = following
        return os.open(name, flags | os.O_NOFOLLOW, dir_fd=current)
    finally:
        os.close(current)


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


@cache
def _has_openat2() -> bool:
    try:
        return _libc().syscall(OPENAT2, -1, None, None, 0) != -1 or (
            ctypes.get_errno() not in (38, 1)
        )
    except AttributeError:
        return False
