"""One user id per cell, so that cells cannot touch each other.

A lease is a locked file: the kernel frees the lock when its holder dies, and the
content says whose cells may still be running under the id.
"""

from __future__ import annotations

import fcntl
import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from cofounder.sandbox.backends import processes


class NoIdentityLeft(Exception):
    """Every id of the range is taken, on this machine, by somebody."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A uid and the locked file that makes it ours."""

    uid: int
    descriptor: int


class UidLeases:
    """The ids of the configured range, shared by all servers of this machine."""

    def __init__(self, folder: Path, uids: range, owner: str) -> None:
        self.folder, self.uids, self.owner = folder, uids, owner.encode()
        self.next = uids.start
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def take(self) -> Lease:
        """An id that no account, no process and no other cell uses."""
        used = processes.used_uids()
        for _ in self.uids:
            uid = self._advance()
            if uid in used or _has_account(uid):
                continue
            lease = self._lock(uid)
            if lease:
                os.ftruncate(lease.descriptor, 0)
                os.pwrite(lease.descriptor, self.owner, 0)
                return lease
        raise NoIdentityLeft

    def release(self, lease: Lease) -> None:
        # Removed while still locked: whoever waits for this file sees that its
        # name is gone and looks again.
        self._path(lease.uid).unlink(missing_ok=True)
        os.close(lease.descriptor)

    def left_behind(self) -> list[Lease]:
        """Ids that a dead supervisor of ours held; now locked by us."""
        names = [int(path.name) for path in self.folder.iterdir()]
        ours = [uid for uid in names if self._names_us(uid)]
        locked = (self._lock(uid) for uid in ours)
        return [lease for lease in locked if lease]

    def _advance(self) -> int:
        uid, self.next = self.next, self.next + 1
        if self.next not in self.uids:
            self.next = self.uids.start
        return uid

    def _lock(self, uid: int) -> Lease | None:
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(self._path(uid), flags, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(descriptor), os.stat(self._path(uid))):
                return Lease(uid, descriptor)
        except OSError:
            pass
        os.close(descriptor)
        return None

    def _names_us(self, uid: int) -> bool:
        return processes.read_file(str(self._path(uid))) == self.owner

    def _path(self, uid: int) -> Path:
        return self.folder / str(uid)


def _has_account(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True
