"""The exact option list of bubblewrap, and the memory files it reads.

Order matters: /proc/sys becomes read-only after /proc exists, and the root last.
Options travel in a memory file, so that no host path shows in the cell's process
list.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cofounder.sandbox.backends import seccomp
from cofounder.sandbox.limits import MIB, Limits

WORKSPACE = "/workspace"
FORWARD = "/run/forward.py"
LISTENER = "{listener}"  # stands for the socket's number, known only at spawn
HOME_BYTES = 64 * MIB
SHOWN_IF_THERE = (
    "/etc/ld.so.cache",
    "/etc/ssl/certs",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/localtime",
    "/etc/mime.types",
)
ETC_FILES = {
    "/etc/passwd": "app:x:65534:65534:app:/home/app:/bin/sh\n",
    "/etc/group": "app:x:65534:\n",
    "/etc/hosts": "127.0.0.1 localhost\n::1 localhost\n",
    "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
}
BASE_ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "HOME": "/home/app",
    "LANG": "C.UTF-8",
    "TMPDIR": "/tmp",
    "MALLOC_ARENA_MAX": "2",
}
ISOLATION = (
    "--unshare-all --unshare-user --disable-userns --die-with-parent --new-session "
    "--clearenv --uid 65534 --gid 65534 --hostname sandbox --cap-drop ALL"
).split()
SEALS = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE


@dataclass(frozen=True, slots=True)
class Bind:
    """A host folder or file shown in the cell."""

    source: str
    target: str
    writable: bool = False


@dataclass(frozen=True, slots=True)
class Launch:
    """One command to run in one cell."""

    argv: Sequence[str]
    limits: Limits
    binds: Sequence[Bind]
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    forward: bytes | None = None  # the forwarder's text, in an exposed app's cell


class MemoryFiles:
    """Memory files of one spawn; a shared offset makes each good for one reader."""

    def __init__(self) -> None:
        self.descriptors: list[int] = []

    def add(self, name: str, content: bytes) -> str:
        """A sealed, rewound memory file; returns its number for an option."""
        flags = os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING
        descriptor = os.memfd_create(name, flags)
        self.descriptors.append(descriptor)
        os.write(descriptor, content)
        os.lseek(descriptor, 0, os.SEEK_SET)
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, SEALS)
        return str(descriptor)

    def close(self) -> None:
        for descriptor in self.descriptors:
            os.close(descriptor)
        self.descriptors.clear()


def options(launch: Launch, machine: seccomp.Machine, files: MemoryFiles) -> list[str]:
    """Everything between `bwrap` and the command, in the order that counts."""
    return [
        *ISOLATION,
        *_system(),
        *_etc(files),
        *("--proc /proc --ro-bind /proc/sys /proc/sys --dev /dev".split()),
        *_scratch(launch.limits),
        *_forward(launch, files),
        *_binds(launch.binds),
        *("--chdir", WORKSPACE),
        *_environment(launch.environment),
        *("--seccomp", files.add("filter", seccomp.program(machine))),
        *("--remount-ro", "/"),
    ]


def _system() -> list[str]:
    """/usr, and the old top-level names that most distributions link into it."""
    words = ["--ro-bind", "/usr", "/usr"]
    for name in ("bin", "sbin", "lib", "lib64"):
        path = Path("/", name)
        if path.is_symlink():
            words += ["--symlink", f"usr/{name}", str(path)]
        elif path.is_dir():
            words += ["--ro-bind", str(path), str(path)]
    return words


def _etc(files: MemoryFiles) -> list[str]:
    words = ["--dir", "/etc"]
    for path in SHOWN_IF_THERE:
        words += ["--ro-bind-try", path, path]
    for path, text in ETC_FILES.items():
        words += ["--ro-bind-data", files.add("etc", text.encode()), path]
    return words


def _scratch(limits: Limits) -> list[str]:
    tmp, shm = str(limits.tmp_bytes), str(limits.shm_bytes)
    home = ["--size", str(HOME_BYTES), "--tmpfs", "/home", "--dir", "/home/app"]
    return [
        *("--size", tmp, "--tmpfs", "/tmp"),
        *home,
        *("--size", shm, "--tmpfs", "/dev/shm"),
    ]


def _forward(launch: Launch, files: MemoryFiles) -> list[str]:
    if launch.forward is None:
        return []
    return ["--ro-bind-data", files.add("forward", launch.forward), FORWARD]


def _binds(binds: Sequence[Bind]) -> list[str]:
    words: list[str] = []
    for bind in binds:
        option = "--bind" if bind.writable else "--ro-bind"
        words += [option, bind.source, bind.target]
    return words


def _environment(extra: Mapping[str, str]) -> list[str]:
    words: list[str] = []
    for name, value in {**BASE_ENVIRONMENT, **extra}.items():
        words += ["--setenv", name, value]
    return words
