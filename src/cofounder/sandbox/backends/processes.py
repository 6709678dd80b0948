"""What /proc says about processes: whose they are and what they use.

Processes come and go while we look, so every reader takes "not there" for an answer.
"""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass

PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class ProcessStatus:
    """The few lines of /proc/PID/status we need."""

    pid: int
    uid: int
    parent: int
    threads: int
    resident_bytes: int


def adopt_orphans() -> None:
    """Become the parent of what our children leave behind, in place of process 1.

    A container's process 1 often collects nobody, and what nobody collected still
    counts against its user's limit.
    """
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def collect_orphans(pids: set[int]) -> set[int]:
    """Collect those of these processes that have ended; the others."""
    return {pid for pid in pids if not _is_collected(pid)}


def _is_collected(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:  # its own parent was faster
        return True


def read_file(path: str, limit: int = 65536) -> bytes:
    """The file's first bytes, or nothing when it is gone or closed to us."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        return os.read(descriptor, limit)
    except OSError:
        return b""
    finally:
        os.close(descriptor)


def pids() -> list[int]:
    """Every process of this machine."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def status(pid: int) -> ProcessStatus | None:
    """The process, unless it is gone or only waits to be reaped."""
    text = read_file(f"/proc/{pid}/status")
    if not text:
        return None
    lines = dict(line.split(b":", 1) for line in text.splitlines() if b":" in line)
    if lines.get(b"State", b"").strip()[:1] in (b"Z", b"X"):
        return None
    return ProcessStatus(
        pid=pid,
        uid=int(lines[b"Uid"].split()[0]),
        parent=int(lines[b"PPid"]),
        threads=int(lines.get(b"Threads", b"1")),
        resident_bytes=int(lines.get(b"VmRSS", b"0 kB").split()[0]) * 1024,
    )


def of_uid(uid: int) -> list[ProcessStatus]:
    """Every living process of that real uid."""
    found = (status(pid) for pid in pids())
    return [process for process in found if process and process.uid == uid]


def used_uids() -> set[int]:
    """The real uids of every living process."""
    found = (status(pid) for pid in pids())
    return {process.uid for process in found if process}


def tree(root: int) -> list[ProcessStatus]:
    """The process and everything that descends from it."""
    found: list[ProcessStatus] = []
    waiting = [root]
    while waiting:
        process = status(waiting.pop())
        if process:
            found.append(process)
            waiting += children(process.pid)
    return found


def children(pid: int) -> list[int]:
    """The direct children of all its threads."""
    try:
        threads = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []
    texts = (read_file(f"/proc/{pid}/task/{thread}/children") for thread in threads)
    return [int(word) for text in texts for word in text.split()]


def proportional_bytes(process: ProcessStatus) -> int:
    """Its memory with shared pages divided among sharers; resident size otherwise."""
    for line in read_file(f"/proc/{process.pid}/smaps_rollup").splitlines():
        if line.startswith(b"Pss:"):
            return int(line.split()[1]) * 1024
    return process.resident_bytes


def unlinked_bytes(pid: int, device: int) -> int:
    """Space of files on that device which are open in the process but have no name."""
    total = 0
    for entry in _descriptors(pid):
        try:
            found = os.stat(entry)
        except OSError:
            continue
        nameless = stat.S_ISREG(found.st_mode) and found.st_nlink == 0
        if nameless and found.st_dev == device:
            total += found.st_blocks * 512
    return total


def _descriptors(pid: int) -> Iterator[str]:
    try:
        names = os.listdir(f"/proc/{pid}/fd")
    except OSError:
        return
    for name in names:
        yield f"/proc/{pid}/fd/{name}"


def listening_ports(pid: int) -> list[tuple[str, int]]:
    """Address and port of each TCP listener in the network of that process."""
    found: set[tuple[str, int]] = set()
    for table in ("tcp", "tcp6"):
        lines = read_file(f"/proc/{pid}/net/{table}").decode().splitlines()[1:]
        for fields in (line.split() for line in lines):
            if len(fields) > 3 and fields[3] == "0A":
                address, port = fields[1].split(":")
                found.add((_address(address), int(port, 16)))
    return sorted(found)


def _address(text: str) -> str:
    """The kernel's hexadecimal address in the form people write."""
    if len(text) == 8:
        return ".".join(str(byte) for byte in reversed(bytes.fromhex(text)))
    return "::1" if text.endswith("01000000") else "::"


def in_own_namespace(pid: int) -> bool:
    """Whether the process is number 1 of a process namespace below ours."""
    for line in read_file(f"/proc/{pid}/status").splitlines():
        if line.startswith(b"NSpid:"):
            numbers = line.split()[1:]
            return len(numbers) > 1 and numbers[-1] == b"1"
    return False
