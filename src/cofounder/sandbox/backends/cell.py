"""One bubblewrap cell, as the server holds it: a name, folders, and what runs."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from cofounder.sandbox import readiness
from cofounder.sandbox.backends import usage, workspaces
from cofounder.sandbox.backends.arguments import FORWARD, LISTENER, WORKSPACE
from cofounder.sandbox.backends.places import Places
from cofounder.sandbox.backends.supervision import Running, Supervision
from cofounder.sandbox.backends.wire import Message, MessageTooLong
from cofounder.sandbox.backends.workspaces import Owner
from cofounder.sandbox.cells import (
    AppStatus,
    Artifact,
    CellSpec,
    CellStats,
    Endpoint,
    ExecResult,
    Phase,
    ReadCaps,
)
from cofounder.sandbox.collect import collect
from cofounder.sandbox.errors import AppDidNotStart, PathRefused, SandboxGone
from cofounder.sandbox.limits import Limits
from cofounder.sandbox.ports import OnEnded, OnOutput

PORT = 8000
LOG_LINES = 200
HINT_LINES = 20


@dataclass(frozen=True, slots=True)
class CellFolder:
    """Where the cell's files lie on the host, and whose they are."""

    path: Path
    workspace: Path
    volume: Path | None
    wheels: Path | None
    owner: Owner


class BubblewrapCell:
    """See `Sandbox` for what it promises."""

    def __init__(
        self,
        spec: CellSpec,
        folder: CellFolder,
        supervision: Supervision,
        places: Places,
        interpreter: str,
    ) -> None:
        self.spec, self.folder, self.places = spec, folder, places
        self.supervision, self.interpreter = supervision, interpreter
        self.gone = False
        self.app: Running | None = None
        self.socket_path: Path | None = None
        self.starting = asyncio.Lock()
        self.on_destroyed: Callable[[BubblewrapCell], None] | None = None

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
        running = await self._spawn(argv, limits, env, on_output)
        return await self._to_its_end(running)

    async def write(self, files: Mapping[str, bytes]) -> None:
        self._check_alive()
        if self._read_only:
            raise PathRefused(next(iter(files), ""), "a served workspace is read-only")
        folder, owner = self.folder.workspace, self.folder.owner
        await asyncio.to_thread(workspaces.write_files, folder, files, owner)

    async def read(self, pattern: str, caps: ReadCaps | None = None) -> list[Artifact]:
        self._check_alive()
        folder = self.folder.workspace
        return await asyncio.to_thread(collect, folder, pattern, caps or ReadCaps())

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
        path = self.places.sockets / f"{self.folder.path.name}.s"
        forwarded = [self.interpreter, "-I", FORWARD, LISTENER, str(PORT), *argv]
        environment = {**(env or {}), "PORT": str(PORT), "HOST": "127.0.0.1"}
        listener = await asyncio.to_thread(_listen, path)
        self.socket_path = path
        with listener:
            running = await self._spawn(
                forwarded, limits, environment, on_output, [listener.fileno()]
            )
        self.app = running
        await self._until_ready(running, path, limits)
        if on_ended:
            running.ended.add_done_callback(lambda done: _tell(done, on_ended))
        return Endpoint(path)

    async def stats(self) -> CellStats:
        self._check_alive()
        news = await self.supervision.ask("stats", cell=self._name)
        writable = self.folder.volume or self.folder.workspace
        found = await asyncio.to_thread(usage.measure_folder, str(writable), 100_000)
        return CellStats(
            running=news["running"],
            memory_bytes=news.get("memory", 0),
            processes=news.get("processes", 0),
            disk_bytes=found.disk_bytes,
            files=found.files,
            app=_status(self.app),
        )

    async def snapshot(self, name: str) -> None:
        self._check_alive()
        target = self.places.snapshot(name)
        workspace = self.folder.workspace
        if workspace != target:
            # Nobody but us owns a snapshot, so no cell can change what others start from.
            ours = Owner(0 if self.folder.owner.uid is not None else None)
            await asyncio.to_thread(_keep, workspace, target, ours)

    async def destroy(self) -> None:
        if self.gone:
            return
        self.gone = True
        if self.on_destroyed:
            self.on_destroyed(self)
        with contextlib.suppress(SandboxGone):
            await self.supervision.ask("release", cell=self._name)
        await asyncio.to_thread(self._clear)

    def lose(self) -> None:
        """The supervisor died; what lies on disk waits for the next sweep."""
        self.gone = True

    @property
    def _name(self) -> str:
        return self.folder.path.name

    @property
    def _read_only(self) -> bool:
        return self.spec.phase is Phase.SERVE and self.spec.snapshot is not None

    def _check_alive(self) -> None:
        if self.gone:
            raise SandboxGone(self.label)

    def _clear(self) -> None:
        workspaces.remove_tree(self.folder.path)
        if self.socket_path:
            self.socket_path.unlink(missing_ok=True)

    async def _spawn(
        self,
        argv: Sequence[str],
        limits: Limits,
        env: Mapping[str, str] | None,
        on_output: OnOutput | None,
        descriptors: Sequence[int] = (),
    ) -> Running:
        self._check_alive()
        if any("\0" in word for word in (*argv, *(env or {}).values())):
            raise PathRefused(argv[0], "a command cannot hold a NUL character")
        request = self._request(argv, limits, env)
        async with self.starting:
            self.app = None
            try:
                return await self.supervision.spawn(on_output, descriptors, **request)
            except MessageTooLong as error:
                raise PathRefused(argv[0], "the command line is too long") from error

    def _request(
        self, argv: Sequence[str], limits: Limits, env: Mapping[str, str] | None
    ) -> Message:
        return {
            "cell": self._name,
            "argv": list(argv),
            "env": dict(env or {}),
            "limits": asdict(limits),
            "binds": self._binds(),
            "writable": self._writable(),
        }

    def _writable(self) -> str | None:
        """The folder whose size the watchdog looks at."""
        if self.folder.volume:
            return str(self.folder.volume)
        return None if self._read_only else str(self.folder.workspace)

    def _binds(self) -> list[list[str | bool]]:
        serving = self.spec.phase is Phase.SERVE
        binds: list[list[str | bool]] = [
            [str(self.folder.workspace), WORKSPACE, not serving]
        ]
        if self.folder.volume:
            binds.append([str(self.folder.volume), "/data", True])
        if self.folder.wheels:
            binds.append([str(self.folder.wheels), "/wheels", False])
        if self.spec.phase is Phase.BUILD:
            binds.append([str(self.places.tools), "/run/tools", False])
        return binds

    async def _to_its_end(self, running: Running) -> ExecResult:
        try:
            return await running.ended
        except asyncio.CancelledError:
            await asyncio.shield(self._kill(running))
            raise

    async def _kill(self, running: Running) -> None:
        with contextlib.suppress(SandboxGone):
            await self.supervision.ask(
                "kill", cell=self._name, run=running.number, reason="cancelled"
            )

    async def _until_ready(self, running: Running, path: Path, limits: Limits) -> None:
        """Wait for the first HTTP answer, the app's end, or the end of patience."""
        answered = asyncio.ensure_future(readiness.first_answer(path))
        try:
            await asyncio.wait(
                {answered, running.ended},
                timeout=limits.start_seconds,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if answered.done() and not running.ended.done():
                return
            hint = await self._why_not(running, limits)
            await self._kill(running)
            raise AppDidNotStart(hint, running.log.last_lines(HINT_LINES))
        except asyncio.CancelledError:
            await asyncio.shield(self._kill(running))
            raise
        finally:
            answered.cancel()

    async def _why_not(self, running: Running, limits: Limits) -> str:
        if running.ended.done():
            return readiness.ended_hint(running.ended.result())
        news = await self.supervision.ask("stats", cell=self._name)
        ports = [(address, port) for address, port in news.get("ports", [])]
        return readiness.silent_hint(ports, PORT, limits.start_seconds)


def _listen(path: Path) -> socket.socket:
    """A listening socket where no app can reach its name."""
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    os.chmod(path, 0o600)
    listener.listen(128)
    return listener


def _keep(workspace: Path, target: Path, owner: Owner) -> None:
    """Copy beside the old snapshot, then take its name."""
    new = target.with_suffix(".new")
    workspaces.remove_tree(new)
    workspaces.copy_tree(workspace, new, owner)
    workspaces.remove_tree(target)
    new.rename(target)


def _status(app: Running | None) -> AppStatus | None:
    if app is None:
        return None
    ended = app.ended.done() and app.ended.exception() is None
    result = app.ended.result() if ended else None
    return AppStatus(app.log.last_lines(LOG_LINES), result)


def _tell(done: asyncio.Future[ExecResult], on_ended: OnEnded) -> None:
    if not done.cancelled() and done.exception() is None:
        on_ended(done.result())
