"""The process that starts, watches and ends cells.

Single-threaded, standard library only, with an empty environment: started before the
server knows a secret, it can leak none. It talks to the server over one socket pair;
when the server is gone, every cell is ended and so is this process.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from cofounder.sandbox.backends import processes, seccomp, usage, wire
from cofounder.sandbox.backends.cgroups import Cgroups
from cofounder.sandbox.backends.held import (
    Cell,
    free_space,
    launch_of,
    leases_of,
)
from cofounder.sandbox.backends.running import Run, kill_uid
from cofounder.sandbox.backends.spawning import spawn
from cofounder.sandbox.backends.wire import Message
from cofounder.sandbox.limits import GIB

HEARTBEAT = 0.25
BACKLOG = 64  # messages waiting for a slow server before we stop reading output
FREE_SPACE_FLOOR = 2 * GIB


class Supervisor:
    """Serves one server until that server is gone."""

    def __init__(self, channel: socket.socket, config: Message) -> None:
        self.channel = channel
        self.bwrap: str = config["bwrap"]
        self.cell_root: str = config["cell_root"]
        self.machine = seccomp.MACHINES[os.uname().machine]
        self.cgroups = Cgroups(f"cofounder-{config['owner']}")
        self.leases = leases_of(config)
        self.forward = Path(__file__).with_name("forward.py").read_bytes()
        self.cells: dict[str, Cell] = {}
        self.orphans: set[int] = set()
        self.outbox: deque[bytes] = deque()
        self.selector = selectors.DefaultSelector()
        self.selector.register(channel, selectors.EVENT_READ, self._on_channel)
        self.reading_output = True
        self.next_look = 0.0
        self.operations: dict[str, Callable[[Message, list[int]], Message]] = {
            "ping": self._ping,
            "lease": self._lease,
            "spawn": self._spawn,
            "kill": self._kill,
            "release": self._release,
            "stats": self._stats,
            "list": self._list,
            "sweep": self._sweep,
        }

    def serve(self) -> None:
        """Work until the server closes its end; then leave nothing behind."""
        try:
            while True:
                for key, events in self.selector.select(self._patience()):
                    key.data(events)
                self._look()
        except (ConnectionError, EOFError):
            pass
        finally:
            for cell in list(self.cells.values()):
                self._end(cell)

    def _patience(self) -> float | None:
        if not any(cell.run for cell in self.cells.values()):
            return None
        return max(0.0, self.next_look - time.monotonic())

    # -- the server's end ---------------------------------------------------------

    def _on_channel(self, events: int) -> None:
        if events & selectors.EVENT_WRITE:
            self._flush()
        if events & selectors.EVENT_READ:
            received = wire.receive(self.channel)
            if received is None:
                raise EOFError
            self._answer(*received)

    def _answer(self, request: Message, descriptors: list[int]) -> None:
        try:
            reply = self.operations[request["op"]](request, descriptors)
        except Exception as error:  # told to the server, which knows what it costs
            reply = {"error": type(error).__name__, "words": str(error)[:500]}
        finally:
            for descriptor in descriptors:
                os.close(descriptor)
        self._send({"id": request["id"], **reply})

    def _send(self, message: Message) -> None:
        self.outbox.append(wire.encode(message))
        self._flush()

    def _flush(self) -> None:
        try:
            while self.outbox:
                self.channel.send(self.outbox[0])
                self.outbox.popleft()
        except BlockingIOError:
            pass
        except ConnectionError:  # noticed as the end of the server by the next read
            self.outbox.clear()
        wanted = selectors.EVENT_READ
        if self.outbox:
            wanted |= selectors.EVENT_WRITE
        self.selector.modify(self.channel, wanted, self._on_channel)
        self._throttle(len(self.outbox) > BACKLOG)

    def _throttle(self, crowded: bool) -> None:
        """A slow server makes noisy commands wait, not our memory grow."""
        if crowded == self.reading_output:
            self.reading_output = not crowded
            for cell in self.cells.values():
                if cell.run:
                    for pipe in cell.run.pipes:
                        self._listen_to_pipe(cell, cell.run, pipe)

    # -- requests -----------------------------------------------------------------

    def _ping(self, _: Message, __: list[int]) -> Message:
        return {"pid": os.getpid(), "cgroups": self.cgroups.active}

    def _lease(self, request: Message, _: list[int]) -> Message:
        name: str = request["cell"]
        cell = self.cells.get(name)
        if cell is None:
            lease = self.leases.take() if self.leases else None
            cell = self.cells[name] = Cell(name, lease)
        return {"uid": cell.lease.uid if cell.lease else None}

    def _spawn(self, request: Message, descriptors: list[int]) -> Message:
        cell = self.cells[request["cell"]]
        self._stop(cell, "cancelled", "a new command took its place")
        launch = launch_of(request, self.forward if descriptors else None)
        number: int = request["run"]
        group = self.cgroups.make(f"{cell.name}-{number}", launch.limits)
        try:
            spawned = spawn(
                launch,
                bwrap=self.bwrap,
                machine=self.machine,
                uid=cell.lease.uid if cell.lease else None,
                joins=group.joins() if group else (),
                listener=descriptors[0] if descriptors else None,
            )
        except BaseException:
            if group:
                group.remove()
            raise
        cell.run = Run(number, launch, spawned, group)
        cell.folder = request["writable"]
        self._listen(cell, cell.run)
        return {"pid": spawned.process.pid}

    def _kill(self, request: Message, _: list[int]) -> Message:
        cell = self.cells.get(request["cell"])
        if cell and (request["run"] is None or cell.runs(request["run"])):
            self._stop(cell, request["reason"], "")
        return {}

    def _release(self, request: Message, _: list[int]) -> Message:
        cell = self.cells.get(request["cell"])
        if cell:
            self._end(cell)
        return {}

    def _stats(self, request: Message, _: list[int]) -> Message:
        cell = self.cells[request["cell"]]
        if cell.run is None:
            return {"running": False}
        tree = cell.run.tree()
        network = cell.run.first_pid
        return {
            "running": True,
            "memory": cell.run.memory_bytes(tree),
            "processes": sum(process.threads for process in tree),
            "ports": processes.listening_ports(network) if network else [],
        }

    def _list(self, _: Message, __: list[int]) -> Message:
        return {"cells": sorted(self.cells)}

    def _sweep(self, _: Message, __: list[int]) -> Message:
        """End what dead supervisors of this server left running."""
        held = {cell.lease.uid for cell in self.cells.values() if cell.lease}
        found = self.leases.left_behind() if self.leases else []
        killed = 0
        for lease in found:
            if lease.uid not in held:
                killed += kill_uid(lease.uid)
            if self.leases:
                self.leases.release(lease)
        groups = self.cgroups.sweep()
        return {"processes": killed, "leases": len(found), "cgroups": groups}

    # -- what cells do ------------------------------------------------------------

    def _listen(self, cell: Cell, run: Run) -> None:
        for pipe in run.pipes:
            self._listen_to_pipe(cell, run, pipe)
        ended = partial(self._on_ended, cell, run)
        self.selector.register(run.monitor, selectors.EVENT_READ, ended)
        status = partial(self._on_status, cell, run)
        self.selector.register(run.status, selectors.EVENT_READ, status)

    def _listen_to_pipe(self, cell: Cell, run: Run, pipe: int) -> None:
        if pipe in self.selector.get_map():
            self.selector.unregister(pipe)
        if self.reading_output:
            heard = partial(self._on_output, run, pipe)
            self.selector.register(pipe, selectors.EVENT_READ, heard)

    def _on_status(self, cell: Cell, run: Run, _: int) -> None:
        first = run.read_status()
        if first is not None or run.first is not None:
            self._forget(run.status)
        if first is not None:
            ended = partial(self._on_ended, cell, run)
            self.selector.register(first, selectors.EVENT_READ, ended)

    def _on_output(self, run: Run, pipe: int, _: int) -> None:
        if not run.read_pipe(pipe, partial(self._emit, run)):
            self._forget(pipe)

    def _emit(self, run: Run, stream: str, chunk: bytes) -> None:
        self._send(
            {
                "event": "output",
                "run": run.number,
                "stream": stream,
                "data": wire.pack_bytes(chunk),
            }
        )

    def _on_ended(self, cell: Cell, run: Run, _: int) -> None:
        if cell.run is not run:
            return
        if run.first is None:
            self._on_status(cell, run, 0)
        # Looked at once: another process may end between two looks.
        ended = run.ended()
        if len(ended) == len(run.watched()):
            self._finish(cell, run)
        else:
            for watched in ended:
                self._forget(watched)

    def _finish(self, cell: Cell, run: Run) -> None:
        """Nothing of the run lives: pass on its last words and say how it ended."""
        for pipe in run.pipes:
            while run.has_output(pipe) and run.read_pipe(
                pipe, partial(self._emit, run)
            ):
                pass
        for descriptor in run.descriptors():
            self._forget(descriptor)
        cell.run = cell.folder = None
        if run.killed and cell.lease:
            kill_uid(cell.lease.uid)
        code = run.finish()
        self._collect(run)
        self._send(
            {
                "event": "ended",
                "run": run.number,
                "code": code,
                "killed": run.killed,
                "detail": run.detail,
                "duration_ms": run.duration_ms(),
            }
        )

    def _collect(self, run: Run) -> None:
        """Bubblewrap may end before it has collected process 1: then we do."""
        if run.reported_pid is not None:
            self.orphans.add(run.reported_pid)
        started = {cell.run.process.pid for cell in self.cells.values() if cell.run}
        self.orphans = processes.collect_orphans(self.orphans - started)

    def _stop(self, cell: Cell, reason: str, detail: str) -> None:
        """End the cell's command and wait for it; the kernel takes milliseconds."""
        run = cell.run
        if run is None:
            return
        run.read_status()
        run.kill(reason, detail)
        run.wait_over()
        self._finish(cell, run)

    def _end(self, cell: Cell) -> None:
        self._stop(cell, "cancelled", "")
        if cell.lease and self.leases:
            kill_uid(cell.lease.uid)
            self.leases.release(cell.lease)
        self.cells.pop(cell.name, None)

    def _forget(self, descriptor: int) -> None:
        if descriptor in self.selector.get_map():
            self.selector.unregister(descriptor)

    # -- the watchdog -------------------------------------------------------------

    def _look(self) -> None:
        now = time.monotonic()
        if now < self.next_look:
            return
        self.next_look = now + HEARTBEAT
        running = [cell for cell in self.cells.values() if cell.run]
        for cell in running:
            if cell.run:
                cell.run.check(now, cell.folder)
        if running and free_space(self.cell_root) < FREE_SPACE_FLOOR:
            self._make_room(running)

    def _make_room(self, running: list[Cell]) -> None:
        """The disk is nearly full: the largest writer goes first."""
        writers = [cell for cell in running if cell.folder and cell.run]
        sized = [(usage.measure_folder(c.folder or "", 10**6), c) for c in writers]
        if sized:
            _, largest = max(sized, key=lambda pair: pair[0].disk_bytes)
            if largest.run:
                largest.run.kill("disk", "the disk of this machine is nearly full")


def main(argv: list[str]) -> None:
    """`supervisor.py FD CONFIG`: started by `supervision.py`, by nobody else."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    config: dict[str, Any] = json.loads(argv[1])
    channel = socket.socket(fileno=int(argv[0]))
    channel.setblocking(False)
    processes.adopt_orphans()
    Supervisor(channel, config).serve()


def _leave(*_: object) -> None:
    raise EOFError


if __name__ == "__main__":
    main(sys.argv[1:])
