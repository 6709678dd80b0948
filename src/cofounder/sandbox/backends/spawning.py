"""Starting bubblewrap: who it runs as, and what it may use from its first breath."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cofounder.sandbox.backends import arguments, processes, seccomp
from cofounder.sandbox.backends.arguments import Launch
from cofounder.sandbox.limits import Limits

ENVIRONMENT = {"PATH": "/usr/bin:/bin"}
LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG = 1
# Bubblewrap itself is two processes of the tree.
OWN_PROCESSES = 2
FIRST_TO_GO = "500"


class RootRefused(RuntimeError):
    """A cell would have run as the machine's real root, which no setting allows."""


@dataclass(frozen=True, slots=True)
class Spawned:
    """A started cell command and our ends of its pipes."""

    process: subprocess.Popen[bytes]
    stdout: int
    stderr: int
    status: int


def spawn(
    launch: Launch,
    *,
    bwrap: str,
    machine: seccomp.Machine,
    uid: int | None,
    joins: Sequence[str],
    listener: int | None,
) -> Spawned:
    """Start the command in a cell of its own.

    Called from the main thread only: the kernel ends a cell with the thread that
    started it.
    """
    if uid == 0 or (uid is None and os.getuid() == 0):
        raise RootRefused
    files = arguments.MemoryFiles()
    status_ours, status_theirs = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        words = arguments.options(launch, machine, files)
        words += ["--json-status-fd", str(status_theirs)]
        packed = files.add("arguments", b"".join(w.encode() + b"\0" for w in words))
        kept = [*files.descriptors, status_theirs]
        process = subprocess.Popen(
            [bwrap, "--args", packed, "--", *_command(launch, listener)],
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            pass_fds=kept if listener is None else [*kept, listener],
            preexec_fn=_become(launch.limits, uid, joins),
        )
    except BaseException:
        os.close(status_ours)
        raise
    finally:
        os.close(status_theirs)
        files.close()
    return Spawned(process, *_detach(process), status_ours)


def _detach(process: subprocess.Popen[bytes]) -> tuple[int, int]:
    """The pipes as plain non-blocking descriptors of ours."""
    assert process.stdout and process.stderr
    pipes = os.dup(process.stdout.fileno()), os.dup(process.stderr.fileno())
    process.stdout.close()
    process.stderr.close()
    for pipe in pipes:
        os.set_blocking(pipe, False)
    return pipes


def _command(launch: Launch, listener: int | None) -> list[str]:
    return [
        str(listener) if word == arguments.LISTENER else word for word in launch.argv
    ]


def _become(
    limits: Limits, uid: int | None, joins: Sequence[str]
) -> Callable[[], None]:
    """What the child does before bubblewrap, in this order and no other."""
    limited = _rlimits(limits, uid)
    parent = os.getpid()

    def prepare() -> None:
        for path in joins:
            _write(path, b"0")
        with contextlib.suppress(OSError):
            _write("/proc/self/oom_score_adj", FIRST_TO_GO.encode())
        for kind, most in limited:
            resource.setrlimit(kind, (most, most))
        if uid is not None:
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
            if os.getresuid() != (uid, uid, uid):
                os._exit(126)
        # Bubblewrap asks for the same, but only once it is up: whoever dies in
        # between must not leave it behind. A change of user forgets it, so: last.
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(126)

    return prepare


def _write(path: str, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    os.write(descriptor, content)
    os.close(descriptor)


def _rlimits(limits: Limits, uid: int | None) -> list[tuple[int, int]]:
    tasks = limits.processes + OWN_PROCESSES
    if uid is None:  # the limit counts everything this account runs already
        tasks += sum(status.threads for status in processes.of_uid(os.getuid()))
    wanted = [
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, limits.descriptors),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NPROC, tasks),
        (resource.RLIMIT_CPU, int(limits.wall_seconds * max(1, limits.cpus)) + 1),
    ]
    if limits.address_space_bytes is not None:
        wanted.append((resource.RLIMIT_AS, limits.address_space_bytes))
    return [(kind, _within_hard(kind, most)) for kind, most in wanted]


def _within_hard(kind: int, most: int) -> int:
    hard = resource.getrlimit(kind)[1]
    return most if hard == resource.RLIM_INFINITY else min(most, hard)
