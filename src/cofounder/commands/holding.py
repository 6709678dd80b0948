"""Who runs on a data folder: one process at a time, found by the others.

The lock is the kernel's and ends with its process, however that ends. `server.json`
beside it says where the server answers; one that was left behind is recognised by its
process being gone.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Generator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cofounder.commands.running import HELD, Stop

LOCK = "server.lock"
FILE = "server.json"


@dataclass(frozen=True, slots=True)
class RunningServer:
    """What `server.json` tells. `started` tells two processes of one pid apart."""

    url: str
    pid: int
    version: str
    started: str


@contextlib.contextmanager
def holding(data_dir: Path) -> Generator[None]:
    """Be the only process that runs on this folder.

    Raises:
        Stop: another one is; the message says who.
    """
    _make(data_dir)
    lock = os.open(data_dir / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Stop(_who(data_dir, lock), HELD) from None
        os.ftruncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(lock)


def _make(data_dir: Path) -> None:
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(data_dir, os.W_OK | os.X_OK):
            raise PermissionError(13, "it cannot be written")
    except OSError as error:
        raise Stop(
            f"The data folder {data_dir} cannot be used: {error.strerror or error}. "
            f"Choose another one with --data-dir."
        ) from error


def _who(data_dir: Path, lock: int) -> str:
    server = running_server(data_dir)
    if server is not None:
        who = f"process {server.pid}, at {server.url}"
    else:
        pid = os.pread(lock, 20, 0).decode(errors="replace").strip()
        who = f"process {pid}, which is starting" if pid else "another process"
    return (
        f"Another cofounder runs on {data_dir}: {who}. "
        f"Stop it first, or give this one a folder of its own with --data-dir."
    )


def announce(data_dir: Path, url: str, version: str) -> None:
    """Write `server.json`; readers see the whole file or the one before it."""
    server = RunningServer(url, os.getpid(), version, process_start(os.getpid()))
    fresh = data_dir / f".{FILE}"
    fresh.write_text(json.dumps(asdict(server)) + "\n", encoding="utf-8")
    fresh.replace(data_dir / FILE)


def withdraw(data_dir: Path) -> None:
    """Remove our `server.json`, and nobody else's."""
    server = running_server(data_dir)
    if server is not None and server.pid == os.getpid():
        (data_dir / FILE).unlink(missing_ok=True)


def running_server(data_dir: Path) -> RunningServer | None:
    """The server that runs on this folder now; a stale or broken file is none."""
    try:
        told: dict[str, Any] = json.loads((data_dir / FILE).read_bytes())
        server = RunningServer(**told)
    except (OSError, ValueError, TypeError):
        return None
    known = server.pid > 0 and server.started
    alive = known and process_start(server.pid) == server.started
    return server if alive else None


def process_start(pid: int) -> str:
    """Something that differs for a later process of the same id; empty if none runs.

    Where there is no `/proc`, every living process gives the same word.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "" if Path("/proc/self/stat").exists() else _is_there(pid)
    # The second field is the program's name in brackets and may hold anything.
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[19]


def _is_there(pid: int) -> str:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        pass
    return "running"
