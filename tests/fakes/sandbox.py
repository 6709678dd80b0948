"""A sandbox without isolation or processes, for tests of what is built upon one.

Files live in memory, commands answer what a test scripted, and an exposed app is a
tiny real HTTP server on a Unix socket. Snapshots and volumes keep their content.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import tempfile
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from cofounder.sandbox import (
    AppDidNotStart,
    AppStatus,
    Artifact,
    Capabilities,
    CellSpec,
    CellStats,
    Endpoint,
    ExecResult,
    Level,
    Limits,
    PathRefused,
    Phase,
    ReadCaps,
    SandboxGone,
    SandboxUnavailable,
    SnapshotMissing,
    Stream,
    SweepReport,
)
from cofounder.sandbox.collect import translate
from cofounder.sandbox.paths import check
from cofounder.sandbox.ports import OnEnded, OnOutput

AVAILABLE = Capabilities(
    "fake", Level.SOFT, ("nothing is isolated",), (), None, "/usr/bin/python3", "3.11.2"
)
Command = tuple[str, ...]
Answer = ExecResult | Callable[["FakeSandbox", Command], Awaitable[ExecResult]]
Page = Callable[[str, str, bytes], tuple[int, str]]  # method, path, body


def succeeded(stdout: str = "") -> ExecResult:
    return ExecResult(0, stdout.encode(), b"", 1)


def failed(stderr: str = "", code: int = 1) -> ExecResult:
    return ExecResult(code, b"", stderr.encode(), 1)


def hello(method: str, path: str, body: bytes) -> tuple[int, str]:
    """The page of an app nobody scripted: it says what it was asked."""
    return 200, f"<h1>{method} {path}</h1>"


class FakeSandboxRuntime:
    """Scripted by its attributes: `answers` per program name, `page`, `offer`."""

    def __init__(self, offer: Capabilities = AVAILABLE) -> None:
        self.offer = offer
        self.answers: dict[str, deque[Answer]] = {}
        self.page: Page = hello
        self.start_fault: AppDidNotStart | None = None
        self.cells: dict[str, FakeSandbox] = {}
        self.snapshots: dict[str, dict[str, bytes]] = {}
        self.volumes: dict[str, dict[str, bytes]] = {}
        self.commands: list[tuple[str, Command]] = []

    def script(self, program: str, *answers: Answer) -> None:
        """What commands whose words hold `program` answer; the last one stays."""
        self.answers[program] = deque(answers)

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        for cell in list(self.cells.values()):
            await cell.destroy()

    def capabilities(self) -> Capabilities:
        return self.offer

    async def create(self, spec: CellSpec) -> FakeSandbox:
        if not self.offer.available:
            raise SandboxUnavailable(self.offer.reasons[0], self.offer.fix)
        if spec.label in self.cells:
            await self.cells[spec.label].destroy()
        if spec.snapshot is not None and spec.snapshot not in self.snapshots:
            raise SnapshotMissing(spec.snapshot)
        self.cells[spec.label] = FakeSandbox(self, spec)
        return self.cells[spec.label]

    async def attach(self, label: str) -> FakeSandbox:
        if label not in self.cells:
            raise SandboxGone(label)
        return self.cells[label]

    async def sweep(self) -> SweepReport:
        return SweepReport()

    async def drop(
        self, *, snapshot: str | None = None, volume: str | None = None
    ) -> None:
        self.snapshots.pop(snapshot or "", None)
        self.volumes.pop(volume or "", None)

    def lose(self) -> None:
        """Every cell is gone, as after the death of the supervisor."""
        for cell in self.cells.values():
            cell.gone = True
            cell.close()
        self.cells.clear()

    def answer(self, argv: Sequence[str]) -> Answer:
        for program, answers in self.answers.items():
            if any(program in word for word in argv):
                return answers.popleft() if len(answers) > 1 else answers[0]
        return succeeded()


class FakeSandbox:
    """One cell of the fake; see `Sandbox` for the promises it shares."""

    def __init__(self, runtime: FakeSandboxRuntime, spec: CellSpec) -> None:
        self.runtime, self.spec = runtime, spec
        self.files = dict(runtime.snapshots.get(spec.snapshot or "", {}))
        self.volume = runtime.volumes.setdefault(spec.volume, {}) if spec.volume else {}
        self.gone = False
        self.log: list[str] = []
        self.server: asyncio.Server | None = None
        self.ended: ExecResult | None = None
        self.on_ended: OnEnded | None = None
        self.folder: tempfile.TemporaryDirectory[str] | None = None

    @property
    def label(self) -> str:
        return self.spec.label

    async def exec(
        self,
        argv: Sequence[str],
        limits: Limits,
        *,
        env: Mapping[str, str] | None = None,
        on_output: OnOutput | None = None,
    ) -> ExecResult:
        self._check_alive()
        self.close()
        self.runtime.commands.append((self.label, tuple(argv)))
        answer = self.runtime.answer(argv)
        if not isinstance(answer, ExecResult):
            answer = await answer(self, tuple(argv))
        if on_output and answer.stdout:
            on_output(Stream.STDOUT, answer.stdout)
        if on_output and answer.stderr:
            on_output(Stream.STDERR, answer.stderr)
        return answer

    async def write(self, files: Mapping[str, bytes]) -> None:
        self._check_alive()
        if self.spec.phase is Phase.SERVE and self.spec.snapshot is not None:
            raise PathRefused(next(iter(files), ""), "a served workspace is read-only")
        for path in files:
            check(path)
        self.files.update(files)

    async def read(self, pattern: str, caps: ReadCaps | None = None) -> list[Artifact]:
        self._check_alive()
        caps = caps or ReadCaps()
        fits = re.compile(translate(pattern)).fullmatch
        paths = [path for path in sorted(self.files) if fits(path)]
        return [
            Artifact(path, self.files[path])
            for path in paths
            if not caps.ignored & set(path.split("/")[:-1])
        ][: caps.files]

    async def expose(
        self,
        argv: Sequence[str],
        limits: Limits,
        *,
        env: Mapping[str, str] | None = None,
        on_output: OnOutput | None = None,
        on_ended: OnEnded | None = None,
    ) -> Endpoint:
        self._check_alive()
        self.close()
        self.runtime.commands.append((self.label, tuple(argv)))
        if self.runtime.start_fault:
            raise self.runtime.start_fault
        self.folder = tempfile.TemporaryDirectory(prefix="fake-cell-")
        path = Path(self.folder.name, "app.s")
        self.server = await asyncio.start_unix_server(self._serve, str(path))
        self.ended, self.on_ended = None, on_ended
        self.log.append("the app has started")
        return Endpoint(path)

    async def stats(self) -> CellStats:
        self._check_alive()
        size = sum(len(content) for content in self.files.values())
        exposed = self.server is not None or self.ended is not None
        return CellStats(
            running=self.server is not None,
            disk_bytes=size,
            files=len(self.files),
            app=AppStatus(tuple(self.log), self.ended) if exposed else None,
        )

    async def snapshot(self, name: str) -> None:
        self._check_alive()
        self.runtime.snapshots[name] = dict(self.files)

    async def destroy(self) -> None:
        if self.gone:
            return
        self.gone = True
        self.close()
        if self.runtime.cells.get(self.label) is self:
            del self.runtime.cells[self.label]

    async def crash(self, code: int = 1) -> None:
        """The exposed app ends by itself."""
        self.close()
        self.ended = ExecResult(code, b"", b"", 1)
        self.log.append("the app has crashed")
        if self.on_ended:
            self.on_ended(self.ended)

    def _check_alive(self) -> None:
        if self.gone:
            raise SandboxGone(self.label)

    def close(self) -> None:
        """The app ends, whoever ends it."""
        if self.server:
            self.server.close()
            self.server = None
        if self.folder:
            self.folder.cleanup()
            self.folder = None

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """One request, one answer, and the connection is closed."""
        with contextlib.suppress(OSError, EOFError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            method, path, _ = head.split(" ", 2)
            length = re.search(r"(?im)^content-length:\s*(\d+)", head)
            body = await reader.readexactly(int(length[1])) if length else b""
            self.log.append(f"{method} {path}")
            status, text = self.runtime.page(method, path, body)
            content = text.encode()
            writer.write(
                f"HTTP/1.1 {status} OK\r\nContent-Type: text/html; charset=utf-8\r\n"
                f"Content-Length: {len(content)}\r\nConnection: close\r\n\r\n".encode()
            )
            writer.write(content)
            await writer.drain()
        writer.close()
