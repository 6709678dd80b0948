"""Control groups, where this process may really make them.

A mounted hierarchy proves nothing: each one is tried by making, filling, joining and
removing a group.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from cofounder.sandbox.limits import Limits

MOUNTS = Path("/proc/self/mounts")
OWN = Path("/proc/self/cgroup")
PERIOD = 100_000
TRIAL = Limits(
    memory_bytes=64 << 20, processes=8, cpus=1, wall_seconds=1, disk_bytes=0, files=0
)


@dataclass(frozen=True, slots=True)
class Group:
    """One cell's group, in every hierarchy that counts for it."""

    folders: tuple[Path, ...]
    unified: bool

    def joins(self) -> list[str]:
        """Files into which a starting process writes itself."""
        return [str(folder / "cgroup.procs") for folder in self.folders]

    def kill(self) -> None:
        """At once, where the kernel has a switch for it."""
        if self.unified:
            with contextlib.suppress(OSError):
                (self.folders[0] / "cgroup.kill").write_text("1")

    def memory_kills(self) -> int:
        """How often the kernel ended a process of the group for its memory."""
        name = "memory.events" if self.unified else "memory.oom_control"
        for folder in self.folders:
            with contextlib.suppress(OSError):
                for line in (folder / name).read_text().splitlines():
                    if line.startswith("oom_kill "):
                        return int(line.split()[1])
        return 0

    def remove(self) -> None:
        for folder in self.folders:
            with contextlib.suppress(OSError):
                folder.rmdir()


class Cgroups:
    """Makes groups below our own, or in no hierarchy at all."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.parents: tuple[Path, ...] = ()
        self.unified = False
        for unified, parents in ((True, _unified()), (False, _separate())):
            if parents and self._works(parents, unified):
                self.parents, self.unified = parents, unified
                break

    @property
    def active(self) -> bool:
        return bool(self.parents)

    def make(self, name: str, limits: Limits) -> Group | None:
        if not self.active:
            return None
        group = Group(
            tuple(parent / f"{self.prefix}-{name}" for parent in self.parents),
            self.unified,
        )
        for folder in group.folders:
            folder.mkdir(exist_ok=True)
        _fill(group, limits)
        return group

    def sweep(self) -> int:
        """Remove groups of ours that hold no process."""
        count = 0
        for parent in self.parents:
            for folder in parent.glob(f"{self.prefix}-*"):
                with contextlib.suppress(OSError):
                    folder.rmdir()
                    count += 1
        return count

    def _works(self, parents: tuple[Path, ...], unified: bool) -> bool:
        self.parents, self.unified = parents, unified
        try:
            group = self.make("trial", TRIAL)
            return group is not None and _can_join(group)
        except OSError:
            return False
        finally:
            for parent in parents:
                with contextlib.suppress(OSError):
                    (parent / f"{self.prefix}-trial").rmdir()
            self.parents = ()


def _fill(group: Group, limits: Limits) -> None:
    memory = str(limits.memory_bytes)
    quota = int(limits.cpus * PERIOD)
    if group.unified:
        folder = group.folders[0]
        (folder / "memory.max").write_text(memory)
        (folder / "memory.oom.group").write_text("1")
        (folder / "pids.max").write_text(str(limits.processes))
        (folder / "cpu.max").write_text(f"{quota} {PERIOD}")
        with contextlib.suppress(OSError):  # no swap accounting, no file
            (folder / "memory.swap.max").write_text("0")
        return
    for_memory, for_pids, for_cpu = group.folders
    _fill_memory(for_memory, memory)
    (for_pids / "pids.max").write_text(str(limits.processes))
    (for_cpu / "cpu.cfs_quota_us").write_text(str(quota))


def _fill_memory(folder: Path, memory: str) -> None:
    """The limit with swap is never below the one without, so order depends."""
    swap = folder / "memory.memsw.limit_in_bytes"
    with contextlib.suppress(OSError):
        swap.write_text("-1")
    (folder / "memory.limit_in_bytes").write_text(memory)
    with contextlib.suppress(OSError):  # no swap accounting, no file
        swap.write_text(memory)


def _can_join(group: Group) -> bool:
    """Let a short-lived child go where cells would go."""
    child = os.fork()
    if child == 0:
        try:
            for path in group.joins():
                Path(path).write_text("0")
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def _unified() -> tuple[Path, ...]:
    for fields in _mounts():
        if fields[2] == "cgroup2":
            folder = Path(fields[1]) / _own_path("").lstrip("/")
            if _delegate(folder):
                return (folder,)
    return ()


def _delegate(folder: Path) -> bool:
    wanted = {"memory", "pids", "cpu"}
    with contextlib.suppress(OSError):
        if not wanted <= set((folder / "cgroup.controllers").read_text().split()):
            return False
        (folder / "cgroup.subtree_control").write_text("+memory +pids +cpu")
        return True
    return False


def _separate() -> tuple[Path, ...]:
    """One folder per controller of the older hierarchies, or none at all."""
    found: list[Path] = []
    for controller in ("memory", "pids", "cpu"):
        for fields in _mounts():
            if fields[2] == "cgroup" and controller in fields[3].split(","):
                found.append(Path(fields[1]) / _own_path(controller).lstrip("/"))
                break
    return tuple(found) if len(found) == 3 else ()


def _mounts() -> list[list[str]]:
    with contextlib.suppress(OSError):
        return [line.split() for line in MOUNTS.read_text().splitlines()]
    return []


def _own_path(controller: str) -> str:
    """Our own place in a hierarchy; the empty name is the unified one."""
    with contextlib.suppress(OSError):
        for line in OWN.read_text().splitlines():
            _, names, path = line.split(":", 2)
            if controller in names.split(","):
                return path
    return "/"
