"""One command in one cell, from its start to the moment nothing of it is left."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import time
from collections.abc import Callable

from cofounder.sandbox.backends import processes, usage
from cofounder.sandbox.backends.arguments import Launch
from cofounder.sandbox.backends.cgroups import Group
from cofounder.sandbox.backends.processes import ProcessStatus
from cofounder.sandbox.backends.spawning import Spawned
from cofounder.sandbox.backends.wire import OUTPUT_PIECE

# Walking folders takes at most this share of the supervisor's time.
WALK_SHARE = 20
SOON = 0.005
POLITE = 5
# Bubblewrap reports in pieces, so the number counts only once something follows it.
FIRST_PID = re.compile(rb'"child-pid": (\d+)[^\d]')

Emit = Callable[[str, bytes], None]


class Run:
    """A started command: its pipes, its deadline, and why it was stopped."""

    def __init__(
        self, number: int, launch: Launch, spawned: Spawned, group: Group | None
    ) -> None:
        self.number, self.launch, self.group = number, launch, group
        self.process = spawned.process
        self.monitor = os.pidfd_open(self.process.pid)
        self.first: int | None = None  # watches process 1 of the cell
        self.first_pid: int | None = None
        self.status = spawned.status
        self.reported = b""
        self.pipes = {spawned.stdout: "stdout", spawned.stderr: "stderr"}
        self.started = time.monotonic()
        self.deadline = self.started + launch.limits.wall_seconds
        self.output_bytes = 0
        self.killed: str | None = None
        self.detail = ""
        self.crowded_scans = 0
        self.next_walk = 0.0
        self.polite = False

    def descriptors(self) -> list[int]:
        """Everything that can tell us something about this run."""
        return [self.status, *self.pipes, *self.watched()]

    def read_status(self) -> int | None:
        """Learn of process 1; returns a new descriptor to watch."""
        try:
            self.reported += os.read(self.status, 65536)
        except OSError:
            return None
        found = FIRST_PID.search(self.reported)
        if found is None or self.first is not None:
            return None
        self._watch_first(int(found[1]))
        return self.first

    @property
    def reported_pid(self) -> int | None:
        """Process 1 of the cell by number, also when it ended before we looked."""
        found = FIRST_PID.search(self.reported)
        return int(found[1]) if found else None

    def _watch_first(self, pid: int) -> None:
        """When process 1 of a cell is gone, the kernel has ended all others."""
        try:
            self.first = os.pidfd_open(pid)
        except OSError:
            return
        if processes.in_own_namespace(pid):
            self.first_pid = pid
        else:  # the number was given to somebody else meanwhile
            os.close(self.first)
            self.first = None

    def read_pipe(self, pipe: int, emit: Emit) -> bool:
        """Pass one piece of output on; False once the pipe is finished."""
        try:
            chunk = os.read(pipe, OUTPUT_PIECE)
        except BlockingIOError:
            return True
        except OSError:
            return False
        room = self.launch.limits.output_bytes - self.output_bytes
        self.output_bytes += len(chunk)
        if chunk[:room]:
            emit(self.pipes[pipe], chunk[:room])
        if len(chunk) > room:
            allowed = usage.megabytes(self.launch.limits.output_bytes)
            self.kill("output", f"the command printed more than {allowed}")
        return bool(chunk)

    def kill(self, reason: str, detail: str) -> None:
        """Stop the whole tree; the first reason given is the one that counts."""
        if self.killed is None:
            self.killed, self.detail = reason, detail
        if self.group:
            self.group.kill()
        for watched in self.watched():
            _signal(watched)

    def check(self, now: float, folder: str | None) -> None:
        """The watchdog's look at one run."""
        if now >= self.deadline:
            seconds = round(self.launch.limits.wall_seconds)
            self.kill("time", f"the command took longer than {seconds} s")
            return
        tree = self.tree()
        if not self.polite and now - self.started > 1:
            self._step_back(tree)
        self._check_memory(tree)
        self._check_tasks(tree)
        if folder and now >= self.next_walk:
            self._check_folder(tree, folder)
            self.next_walk = now + (time.monotonic() - now) * WALK_SHARE

    def tree(self) -> list[ProcessStatus]:
        return processes.tree(self.process.pid)

    def _step_back(self, tree: list[ProcessStatus]) -> None:
        """A long command leaves the processor to the server's own answers."""
        self.polite = True
        for process in tree:
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, process.pid, POLITE)

    def memory_bytes(self, tree: list[ProcessStatus]) -> int:
        return usage.memory_bytes(tree, self.first_pid, self.launch.limits)

    def _check_memory(self, tree: list[ProcessStatus]) -> None:
        words = usage.memory_excess(self.memory_bytes(tree), self.launch.limits)
        if words is None and self.group and self.group.memory_kills():
            words = usage.memory_excess(2**63, self.launch.limits)
        if words:
            self.kill("memory", words)

    def _check_tasks(self, tree: list[ProcessStatus]) -> None:
        """Twice at the limit is a flood; once may be a busy moment."""
        most = self.launch.limits.processes
        crowded = sum(process.threads for process in tree) >= most
        self.crowded_scans = self.crowded_scans + 1 if crowded else 0
        if self.crowded_scans > 1:
            self.kill("pids", f"the app reached {most} processes and threads")

    def _check_folder(self, tree: list[ProcessStatus], folder: str) -> None:
        limits = self.launch.limits
        found = usage.measure_folder(folder, limits.files)
        unlinked = usage.unlinked_bytes(tree, folder)
        excess = usage.folder_excess(found, unlinked, limits)
        if excess:
            self.kill(*excess)

    def watched(self) -> list[int]:
        """The processes whose end is the end of the run."""
        return [self.monitor] if self.first is None else [self.monitor, self.first]

    def ended(self) -> list[int]:
        return [descriptor for descriptor in self.watched() if _ready(descriptor, 0)]

    def has_output(self, pipe: int) -> bool:
        return _ready(pipe, 0)

    def wait_over(self, patience_ms: int = 2000) -> None:
        """Until the killed tree is gone; the kernel needs some milliseconds."""
        for watched in self.watched():
            _ready(watched, patience_ms)

    def finish(self) -> int | None:
        """Collect the exit code and let go of everything."""
        code = self.process.wait()
        if self.killed is None and self.group and self.group.memory_kills():
            self.killed = "memory"
            self.detail = usage.memory_excess(2**63, self.launch.limits) or ""
        for descriptor in self.descriptors():
            os.close(descriptor)
        if self.group:
            self.group.remove()
        return None if self.killed else code if code >= 0 else 128 - code

    def duration_ms(self) -> int:
        return round((time.monotonic() - self.started) * 1000)


def kill_uid(uid: int, patience: float = 2.0) -> int:
    """End every process of a leased id until two looks find none."""
    count, quiet = 0, 0
    deadline = time.monotonic() + patience
    while quiet < 2 and time.monotonic() < deadline:
        found = processes.of_uid(uid)
        quiet = 0 if found else quiet + 1
        count += len(found)
        for process in found:
            _kill_pid(process.pid)
        if found:
            time.sleep(SOON)
    return count


def _kill_pid(pid: int) -> None:
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGKILL)


def _signal(pidfd: int) -> None:
    with contextlib.suppress(OSError):
        signal.pidfd_send_signal(pidfd, signal.SIGKILL)


def _ready(descriptor: int, patience_ms: int) -> bool:
    poller = select.poll()
    poller.register(descriptor, select.POLLIN)
    return bool(poller.poll(patience_ms))
