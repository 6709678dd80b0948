"""The self-test: try to break out of a real cell, and judge from outside as well.

The same harmless probes run unsandboxed as the control. When they reach nothing, the
test could not have noticed a hole, and an inconclusive test counts as failed.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import os
import socket
import struct
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from cofounder.ids import new_secret
from cofounder.sandbox import musts, probes
from cofounder.sandbox.cells import CellSpec, ExecResult, Phase
from cofounder.sandbox.errors import SandboxUnavailable
from cofounder.sandbox.limits import BUILD_LIMITS
from cofounder.sandbox.ports import Sandbox, SandboxRuntime

SIOCGIFADDR = 0x8915
LABEL = "self-test"
VICTIM = "import time; time.sleep(120)"
REPORT_BUG = "Do not run builds on this machine; update bubblewrap and the kernel."


@dataclass(frozen=True, slots=True)
class SelfTestReport:
    """What was tried, what got through, and what to do about it."""

    passed: bool
    reasons: tuple[str, ...] = ()
    fix: str | None = None
    tried: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    inconclusive: tuple[str, ...] = ()
    duration_ms: int = 0

    @property
    def failed(self) -> tuple[str, ...]:
        """Every probe that speaks against this machine."""
        return (*self.reached, *self.broken, *self.inconclusive)


@dataclass(slots=True)
class Bait:
    """Things of the host that no cell may reach, and who touched them."""

    folder: Path
    config: dict[str, object]
    victim: asyncio.subprocess.Process
    visits: list[str] = field(default_factory=list[str])


async def self_test(runtime: SandboxRuntime, *, quick: bool) -> SelfTestReport:
    """All probes, or with `quick` the sixteen that a server's start affords."""
    started = time.monotonic()
    names = probes.QUICK if quick else tuple(probes.PROBES)
    needed = musts.QUICK if quick else tuple(musts.MUSTS)
    try:
        cell = await runtime.create(CellSpec(LABEL, Phase.BUILD, BUILD_LIMITS))
    except SandboxUnavailable as error:
        return SelfTestReport(False, (error.reason,), error.fix)
    python = runtime.capabilities().interpreter or "python3"
    try:
        async with _bait() as bait:
            guest = await _in_cell(cell, python, bait, names)
            visits = tuple(bait.visits)
            alive = bait.victim.returncode is None
            works, control = await asyncio.gather(
                _musts(cell, python, needed), _control(bait)
            )
    finally:
        await cell.destroy()
    report = _judge(names, guest, (*visits, *(() if alive else ("victim_died",))))
    return _conclude(report, works, control, round((time.monotonic() - started) * 1000))


async def _in_cell(
    cell: Sandbox, python: str, bait: Bait, names: Sequence[str]
) -> dict[str, str]:
    text = await asyncio.to_thread(Path(probes.__file__).read_bytes)
    config = json.dumps(bait.config).encode()
    await cell.write({"probes.py": text, "config.json": config})
    command = [python, "-I", "probes.py", "config.json", *names]
    return _answers(await cell.exec(command, BUILD_LIMITS), "probe")


async def _musts(cell: Sandbox, python: str, names: Sequence[str]) -> tuple[str, ...]:
    """The needs of good apps that this cell does not meet."""
    text = await asyncio.to_thread(Path(musts.__file__).read_bytes)
    await cell.write({"musts.py": text})
    result = await cell.exec([python, "-I", "musts.py", *names], BUILD_LIMITS)
    answers = _answers(result, "must")
    return tuple(name for name in names if answers.get(name) != "works")


async def _control(bait: Bait) -> tuple[str, ...]:
    """The harmless probes that reach nothing even without a sandbox."""
    config = bait.folder / "config.json"
    await asyncio.to_thread(config.write_text, json.dumps(bait.config))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", probes.__file__, str(config)),
        *probes.CONTROL,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={},
    )
    printed, _ = await process.communicate()
    answers = _parse(printed, "probe")
    return tuple(n for n in probes.CONTROL if answers.get(n) != "REACHED")


def _judge(
    names: Sequence[str], guest: dict[str, str], seen: tuple[str, ...]
) -> SelfTestReport:
    reached = [name for name in names if guest.get(name) == "REACHED"]
    silent = [name for name in names if name not in guest]
    outside = [f"seen_{name}" for name in seen]
    return SelfTestReport(
        passed=False,
        tried=tuple(names),
        reached=(*reached, *outside),
        inconclusive=tuple(f"no_answer_{name}" for name in silent),
    )


def _conclude(
    report: SelfTestReport,
    broken: tuple[str, ...],
    control: tuple[str, ...],
    duration_ms: int,
) -> SelfTestReport:
    reasons: list[str] = []
    inconclusive = (*report.inconclusive, *(f"control_{name}" for name in control))
    if report.reached:
        names = ", ".join(report.reached[:5])
        reasons.append(f"code in a cell reached what it must not ({names}).")
    if inconclusive:
        names = ", ".join(inconclusive[:5])
        reasons.append(f"the self-test of the isolation is inconclusive ({names}).")
    if broken:
        reasons.append(f"a cell breaks good apps ({', '.join(broken)}).")
    return SelfTestReport(
        passed=not reasons,
        reasons=tuple(reasons),
        fix=REPORT_BUG if reasons else None,
        tried=report.tried,
        reached=report.reached,
        broken=broken,
        inconclusive=inconclusive,
        duration_ms=duration_ms,
    )


@contextlib.asynccontextmanager
async def _bait() -> AsyncGenerator[Bait]:
    """Listeners, a file and a process that hold a secret of this one test."""
    secret = new_secret()
    async with contextlib.AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="canary-"))
        canary = Path(folder, "canary")
        await asyncio.to_thread(canary.write_text, secret)
        await asyncio.to_thread(os.chmod, folder, 0o755)
        victim = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", "-c", VICTIM, f"word-{secret[:8]}"),
            env={"COFOUNDER_CANARY": secret},
        )
        stack.push_async_callback(_end, victim)
        bait = Bait(Path(folder), {}, victim)
        bait.config = {
            "canary": secret,
            "canary_file": str(canary),
            "canary_word": f"word-{secret[:8]}",
            "victim": victim.pid,
            "namespaces": {
                n: os.readlink(f"/proc/self/ns/{n}") for n in probes.NAMESPACES
            },
            **await _listeners(stack, bait, folder, secret),
        }
        yield bait


async def _listeners(
    stack: contextlib.AsyncExitStack, bait: Bait, folder: str, secret: str
) -> dict[str, object]:
    """One listener of each kind; those this machine cannot make are left out."""
    found: dict[str, object] = {}
    for name, address in (("tcp4", "127.0.0.1"), ("tcp6", "::1"), ("lan", _lan())):
        with contextlib.suppress(OSError):
            if address:
                server = await asyncio.start_server(_noting(bait, name), address, 0)
                found[name] = list(server.sockets[0].getsockname()[:2])
                stack.callback(server.close)
    for name, path in (("abstract", f"\0{secret[:20]}"), ("path", f"{folder}/s")):
        server = await asyncio.start_unix_server(_noting(bait, name), path)
        found[name] = path.replace("\0", "@")
        stack.callback(server.close)
    with contextlib.suppress(OSError):
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(
            lambda: _Datagrams(bait), local_addr=("127.0.0.1", 0)
        )
        stack.callback(transport.close)
        found["udp4"] = list(transport.get_extra_info("sockname"))
    return found


def _noting(bait: Bait, name: str):
    async def note(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        bait.visits.append(name)
        writer.close()

    return note


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, bait: Bait) -> None:
        self.bait = bait
        self.transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.bait.visits.append("udp4")
        if self.transport:
            self.transport.sendto(b"seen", addr)


def _lan() -> str | None:
    """An address of this machine that others could reach; none is asked for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, name in socket.if_nameindex():
            request = struct.pack("256s", name.encode()[:15])
            with contextlib.suppress(OSError):
                answer = fcntl.ioctl(asking.fileno(), SIOCGIFADDR, request)
                address = socket.inet_ntoa(answer[20:24])
                if not address.startswith("127."):
                    return address
    return None


async def _end(victim: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        victim.kill()
    await victim.wait()


def _answers(result: ExecResult, key: str) -> dict[str, str]:
    return _parse(result.stdout, key)


def _parse(printed: bytes, key: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in printed.splitlines():
        with contextlib.suppress(ValueError, KeyError, TypeError):
            answer = json.loads(line)
            found[str(answer[key])] = str(answer["answer"]).split(" (")[0]
    return found
