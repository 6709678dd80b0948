"""Parts for preview tests: cells that serve a real app on a Unix socket."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import ids
from cofounder.accounts.service import local_owner, open_browser_session
from cofounder.accounts.tiers import Tier
from cofounder.previews import service
from cofounder.previews.models import Preview
from cofounder.sandbox import (
    AppDidNotStart,
    AppStatus,
    CellSpec,
    CellStats,
    Endpoint,
    ExecResult,
    KillReason,
    Limits,
    SandboxUnavailable,
    SnapshotMissing,
)
from cofounder.sandbox.ports import OnEnded, OnOutput

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Listening:
    """Something that serves on a Unix socket and leaves nothing open behind."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._tasks: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._server: asyncio.Server | None = None

    @classmethod
    async def on(cls, path: Path, serve: Serve) -> Listening:
        made = cls(path)
        made._server = await asyncio.start_unix_server(
            lambda reader, writer: made._begin(serve, reader, writer), str(path)
        )
        return made

    def _begin(
        self, serve: Serve, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.create_task(self._serve(serve, reader, writer))
        self._tasks[task] = writer
        task.add_done_callback(self._tasks.pop)

    async def _serve(
        self, serve: Serve, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        with suppress(EOFError, OSError, asyncio.CancelledError):
            await serve(reader, writer)
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    async def close(self) -> None:
        """Stop listening and hang up, as an app that ends does."""
        if self._server is not None:
            self._server.close()
        for task, writer in self._tasks.items():
            task.cancel()
            writer.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def read_head(reader: asyncio.StreamReader) -> tuple[str, dict[str, str]]:
    """The request line and the headers; the last one of a name wins."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.split("\r\n")
    pairs = (line.partition(":") for line in lines if line)
    return first, {name.lower(): value.strip() for name, _, value in pairs}


def an_answer(body: str, status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body.encode())}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


@dataclass
class FakeCell:
    """A cell whose app lists what was posted to it, kept in the volume."""

    cells: FakeCells
    spec: CellSpec
    env: dict[str, str] = field(default_factory=dict)
    ended: ExecResult | None = None
    on_ended: OnEnded | None = None
    server: Listening | None = None
    destroyed: bool = False

    async def expose(
        self,
        argv: Sequence[str],
        limits: Limits,
        *,
        env: Mapping[str, str] | None = None,
        on_output: OnOutput | None = None,
        on_ended: OnEnded | None = None,
    ) -> Endpoint:
        self.env, self.on_ended = dict(env or {}), on_ended
        self.cells.starts += 1
        if self.cells.starting is not None:
            await self.cells.starting.wait()
        if self.cells.broken:
            raise AppDidNotStart(self.cells.broken, ("Traceback", "it broke"))
        path = self.cells.folder / f"{ids.new_secret(6)}.sock"
        self.server = await Listening.on(path, self.cells.serve or self._serve)
        self.cells.awake.append(self)
        self.cells.most_awake = max(self.cells.most_awake, len(self.cells.awake))
        return Endpoint(path)

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        records = self.cells.volumes.setdefault(str(self.spec.volume), [])
        while True:
            first, headers = await read_head(reader)
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            if first.startswith("POST"):
                records.append(body.decode())
            writer.write(an_answer(",".join(records)))
            await writer.drain()

    async def end(self, exit_code: int, killed: KillReason | None = None) -> None:
        """The app ends, as the sandbox would report it."""
        self.ended = ExecResult(exit_code, b"", b"", 1, killed=killed)
        await self._close()
        if self.on_ended is not None:
            self.on_ended(self.ended)

    async def stats(self) -> CellStats:
        app = AppStatus(("Traceback", "it ended"), self.ended)
        return CellStats(running=self.ended is None, app=app)

    async def destroy(self) -> None:
        self.destroyed = True
        await self._close()

    async def _close(self) -> None:
        if self in self.cells.awake:
            self.cells.awake.remove(self)
        if self.server is not None:
            await self.server.close()


class FakeCells:
    """Makes cells that serve a real little app; snapshots and volumes outlive them."""

    def __init__(self, serve: Serve | None = None) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix="cells")
        self.folder = Path(self._temporary.name)
        self.serve = serve
        self.snapshots: set[str] = set()
        self.volumes: dict[str, list[str]] = {}
        self.cells: list[FakeCell] = []
        self.awake: list[FakeCell] = []
        self.starts = self.most_awake = 0
        self.starting: asyncio.Event | None = None
        self.broken: str | None = None
        self.unavailable: str | None = None
        self.defect: Exception | None = None

    async def create(self, spec: CellSpec) -> FakeCell:
        if self.defect is not None:
            raise self.defect
        if self.unavailable:
            raise SandboxUnavailable(self.unavailable, "apt install bubblewrap")
        if spec.snapshot not in self.snapshots:
            raise SnapshotMissing(str(spec.snapshot))
        cell = FakeCell(self, spec)
        self.cells.append(cell)
        return cell

    async def close(self) -> None:
        for cell in self.cells:
            await cell.destroy()
        self._temporary.cleanup()


class Timer:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def pass_by(self, seconds: float) -> None:
        self.seconds += seconds


async def an_owner(session: AsyncSession) -> UUID:
    return (await local_owner(session, Tier.CTO_SCALE)).id


async def a_login(session: AsyncSession) -> tuple[UUID, str]:
    """The owner's id and the hash under which a new browser session is kept."""
    owner = await local_owner(session, Tier.CTO_SCALE)
    row, _ = await open_browser_session(session, owner)
    return owner.id, row.token_sha256


async def a_preview(
    session: AsyncSession,
    cells: FakeCells | None = None,
    *,
    user_id: UUID | None = None,
) -> Preview:
    """The preview of a new build; its snapshot exists."""
    build_id = ids.new_id()
    name = f"build-{build_id}"
    if cells is not None:
        cells.snapshots.add(name)
    return await service.create_preview(
        session,
        build_id=build_id,
        project_id=ids.new_id(),
        user_id=user_id or await an_owner(session),
        snapshot=name,
        volume=name,
        argv=["python", "app.py"],
        env={"APP_NAME": "Bakery"},
    )
