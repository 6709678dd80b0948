"""What the supervisor holds for each cell, and how requests describe it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cofounder.sandbox.backends.arguments import Bind, Launch
from cofounder.sandbox.backends.leases import Lease, UidLeases
from cofounder.sandbox.backends.running import Run
from cofounder.sandbox.backends.wire import Message
from cofounder.sandbox.limits import Limits


@dataclass(slots=True)
class Cell:
    """A cell as the supervisor knows it: an identity and what runs under it."""

    name: str
    lease: Lease | None
    run: Run | None = None
    folder: str | None = None  # the one that the running command may write

    def runs(self, number: int) -> bool:
        return self.run is not None and self.run.number == number


def launch_of(request: Message, forward: bytes | None) -> Launch:
    """The command that a request describes."""
    return Launch(
        argv=request["argv"],
        limits=Limits(**request["limits"]),
        binds=[Bind(*bind) for bind in request["binds"]],
        environment=request["env"],
        forward=forward,
    )


def leases_of(config: Message) -> UidLeases | None:
    """The range of ids to lease from; an ordinary user has but one."""
    if config["uids"] is None:
        return None
    start, stop = config["uids"]
    folder = Path(config["lease_folder"])
    return UidLeases(folder, range(start, stop), config["owner"])


def free_space(folder: str) -> int:
    """Bytes left on the disk of that folder."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize
