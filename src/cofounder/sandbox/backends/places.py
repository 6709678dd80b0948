"""Where cells, snapshots, volumes and sockets of one server lie on the host.

A root server keeps them outside its data folder, because a cell's user must be able
to walk to its own workspace, and the data folder may be closed to everybody.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT_HOME = Path("/var/lib/cofounder")
LEASES = Path("/run/cofounder/uids")
LONGEST_SOCKET = 90


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one server. Names in them tell a stranger nothing."""

    root: Path
    sockets: Path
    salt: bytes
    owner: str

    @property
    def cells(self) -> Path:
        return self.root / "cells"

    @property
    def tools(self) -> Path:
        return self.root / "tools"

    def snapshot(self, name: str) -> Path:
        return self.root / "snapshots" / self._hidden(name)

    def volume(self, name: str) -> Path:
        return self.root / "volumes" / self._hidden(name)

    def fingerprint(self, folder: Path) -> str:
        """A name for what the folder holds, without reading its files."""
        about = [
            (p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in folder.iterdir()
        ]
        return self._hidden(repr(sorted(about)))

    def free_bytes(self) -> int:
        return shutil.disk_usage(self.root).free

    def _hidden(self, name: str) -> str:
        return hmac.new(self.salt, name.encode(), hashlib.sha256).hexdigest()[:32]


def owner_of(data_dir: Path) -> str:
    """A short name for this server's belongings, from its data folder."""
    return hashlib.sha256(os.fsencode(data_dir.resolve())).hexdigest()[:12]


def prepare(data_dir: Path, cell_root: Path | None) -> Places:
    """Make what is missing. Folders can be passed through, but not listed."""
    owner = owner_of(data_dir)
    root = cell_root or _default_root(data_dir, owner)
    root.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    for folder in (root, *(root / n for n in ("cells", "snapshots", "volumes"))):
        folder.mkdir(mode=0o711, exist_ok=True)
        folder.chmod(0o711)
    (root / "tools").mkdir(mode=0o755, exist_ok=True)
    return Places(root, _sockets(root), _salt(root / "salt"), owner)


def _default_root(data_dir: Path, owner: str) -> Path:
    return ROOT_HOME / owner if os.getuid() == 0 else data_dir.resolve() / "cells"


def _sockets(root: Path) -> Path:
    """A closed folder whose path is short enough for a Unix socket."""
    folder = root / "sockets"
    if len(os.fsencode(folder)) > LONGEST_SOCKET:
        return Path(tempfile.mkdtemp(prefix="cofounder-"))
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    return folder


def _salt(path: Path) -> bytes:
    """A secret of this machine, so that no name of a folder can be guessed."""
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(path, flags, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        salt = file.read(32)
        if len(salt) < 32:
            salt = os.urandom(32)
            file.seek(0)
            file.write(salt)
        return salt
