"""The seam: what every backend promises, and no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from cofounder.sandbox.cells import (
    Artifact,
    Capabilities,
    CellSpec,
    CellStats,
    Endpoint,
    ExecResult,
    ReadCaps,
    Stream,
    SweepReport,
)
from cofounder.sandbox.limits import Limits

OnOutput = Callable[[Stream, bytes], None]
OnEnded = Callable[[ExecResult], None]


class Sandbox(Protocol):
    """A disposable machine holding one workspace.

    Everything inside may be lost at any moment. Callers keep what matters by taking
    a snapshot, and treat `SandboxGone` as normal weather.
    """

    @property
    def label(self) -> str: ...

    async def exec(
        self,
        argv: Sequence[str],
        limits: Limits,
        *,
        env: Mapping[str, str] | None = None,
        on_output: OnOutput | None = None,
    ) -> ExecResult:
        """Run one command to its end, after killing what still ran in this cell.

        Cancelling the awaiting task kills the command. `on_output` gets each piece
        of output as it comes, on the event loop.
        """
        ...

    async def write(self, files: Mapping[str, bytes]) -> None:
        """Put files into the workspace; paths are relative, and links not followed."""
        ...

    async def read(self, pattern: str, caps: ReadCaps | None = None) -> list[Artifact]:
        """The workspace's files whose path fits the glob, by name, within the caps."""
        ...

    async def expose(
        self,
        argv: Sequence[str],
        limits: Limits,
        *,
        env: Mapping[str, str] | None = None,
        on_output: OnOutput | None = None,
        on_ended: OnEnded | None = None,
    ) -> Endpoint:
        """Start an app that listens on 127.0.0.1:$PORT; back at its first HTTP answer.

        Raises `AppDidNotStart` with what it did instead. `on_ended` is called once,
        if the app ends after it had started.
        """
        ...

    async def stats(self) -> CellStats:
        """Present use, and the exposed app's last words."""
        ...

    async def snapshot(self, name: str) -> None:
        """Keep the workspace under a name; it outlives the cell and the server."""
        ...

    async def destroy(self) -> None:
        """End everything in the cell and forget it. Doing it twice is fine."""
        ...


class SandboxRuntime(Protocol):
    """Makes cells, one per label."""

    async def start(self) -> None:
        """Sweep, test the isolation, and be ready; never raises for lack of it."""
        ...

    async def stop(self) -> None:
        """End every cell."""
        ...

    def capabilities(self) -> Capabilities: ...

    async def create(self, spec: CellSpec) -> Sandbox:
        """A clean cell; an earlier one of the same label is destroyed first."""
        ...

    async def attach(self, label: str) -> Sandbox:
        """The living cell of that label; raises `SandboxGone`."""
        ...

    async def sweep(self) -> SweepReport:
        """Remove what no living cell owns. Snapshots and volumes stay."""
        ...

    async def drop(
        self, *, snapshot: str | None = None, volume: str | None = None
    ) -> None:
        """Forget a snapshot, a volume or both. A missing one is no error."""
        ...
