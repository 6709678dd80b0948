"""What previews ask of others, and what they offer the proxy in front of them.

Nothing here knows a database: the proxy stands between untrusted apps and us, and
imports this module alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from uuid import UUID

from cofounder.sandbox import CellSpec, CellStats, Endpoint, Limits
from cofounder.sandbox.ports import OnEnded, OnOutput


class Reason(StrEnum):
    """Why a preview does not answer at this moment."""

    STARTING = "starting"
    FAILED = "failed"
    STOPPED = "stopped"
    EXPIRED = "expired"
    UNAVAILABLE = "unavailable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Awake:
    """The app answers HTTP on this socket, which the host made."""

    socket_path: Path


@dataclass(frozen=True, slots=True)
class NotAwake:
    """The app does not answer; `hint` is one plain sentence fit for a visitor."""

    reason: Reason
    hint: str = ""


Answer = Awake | NotAwake


@dataclass(frozen=True, slots=True)
class Pass:
    """What a used ticket became: the value of the preview's cookie."""

    secret: str
    max_age_seconds: int


class Previews(Protocol):
    """Host ids and the apps behind them, as the proxy sees them."""

    async def knows(self, host_id: str) -> bool:
        """Whether a preview has this host id; it is not woken."""
        ...

    async def endpoint(self, host_id: str, patience: float = ...) -> Answer:
        """Where the app answers; wakes it, and waits `patience` seconds for that."""
        ...

    def touch(self, host_id: str) -> None:
        """Somebody still uses the preview."""
        ...

    async def lost(self, host_id: str) -> None:
        """The app did not answer where it should."""
        ...

    async def revive(self, host_id: str) -> None:
        """Forget what failed; the next visit starts the app again."""
        ...


class Doorkeeper(Protocol):
    """Who may visit a preview in `ticket` mode."""

    async def enter(self, host_id: str, ticket: str) -> Pass | None:
        """Exchange a ticket for a pass; a ticket works once."""
        ...

    async def admits(self, host_id: str, secret: str) -> bool:
        """Whether this pass opens this preview now."""
        ...


class Cell(Protocol):
    """What we need of a sandbox's cell; `cofounder.sandbox.Sandbox` is one."""

    async def expose(
        self,
        argv: Sequence[str],
        limits: Limits,
        *,
        env: Mapping[str, str] | None = None,
        on_output: OnOutput | None = None,
        on_ended: OnEnded | None = None,
    ) -> Endpoint: ...

    async def stats(self) -> CellStats: ...

    async def destroy(self) -> None: ...


class Cells(Protocol):
    """What makes cells; `cofounder.sandbox.SandboxRuntime` does."""

    async def create(self, spec: CellSpec) -> Cell: ...


class Restorer(Protocol):
    """Makes a build's lost snapshot again, under its old name."""

    async def restore(self, build_id: UUID) -> None:
        """Reinstall from the stored commit.

        Raises a `CofounderError` when the workspace is gone for good.
        """
        ...
