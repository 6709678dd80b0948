"""What goes into a cell and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cofounder.sandbox.limits import MIB, Limits


class Level(StrEnum):
    """How firmly limits hold. NONE means that no cell is made at all."""

    HARD = "hard"
    SOFT = "soft"
    NONE = "none"


class Phase(StrEnum):
    """What a cell is for: it decides what is mounted and what may be written."""

    BUILD = "build"
    SERVE = "serve"
    TOOL = "tool"


class Stream(StrEnum):
    """Where a piece of output came from."""

    STDOUT = "stdout"
    STDERR = "stderr"


class KillReason(StrEnum):
    """Why we ended a command; a command that ended by itself has none."""

    MEMORY = "memory"
    PIDS = "pids"
    DISK = "disk"
    FILES = "files"
    TIME = "time"
    OUTPUT = "output"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What this machine offers, and in plain words why it does not offer more."""

    name: str
    level: Level
    reasons: tuple[str, ...] = ()
    failed_probes: tuple[str, ...] = ()
    fix: str | None = None
    interpreter: str | None = None  # as a path inside the cell
    python_version: str | None = None

    @property
    def available(self) -> bool:
        return self.level is not Level.NONE


@dataclass(frozen=True, slots=True)
class CellSpec:
    """The cell to make.

    `wheels` is a folder of packages, shown read-only at /wheels. `snapshot` names the
    workspace to begin with; a SERVE cell shows it read-only. `volume` names a lasting
    folder, shown at /data in a SERVE cell: the same name is the same data.
    """

    label: str
    phase: Phase
    limits: Limits
    wheels: Path | None = None
    snapshot: str | None = None
    volume: str | None = None


@dataclass(frozen=True, slots=True)
class ExecResult:
    """How a command ended. Long output keeps its beginning and its end."""

    exit_code: int | None
    stdout: bytes
    stderr: bytes
    duration_ms: int
    killed: KillReason | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where an exposed app answers HTTP: a stream socket that the host made."""

    socket_path: Path


@dataclass(frozen=True, slots=True)
class ReadCaps:
    """How much is taken out of a workspace at most, and which folders never are."""

    files: int = 2000
    file_bytes: int = 5 * MIB
    total_bytes: int = 50 * MIB
    depth: int = 20
    ignored: frozenset[str] = frozenset(
        {".venv", "node_modules", "__pycache__", ".git", ".pytest_cache"}
    )


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of a workspace; with `skipped` set it was not read, and why."""

    path: str
    content: bytes = b""
    skipped: str | None = None


@dataclass(frozen=True, slots=True)
class AppStatus:
    """An exposed app: its last log lines, and how it ended if it did."""

    log: tuple[str, ...]
    ended: ExecResult | None


@dataclass(frozen=True, slots=True)
class CellStats:
    """What the cell uses at this moment."""

    running: bool
    memory_bytes: int = 0
    processes: int = 0
    disk_bytes: int = 0
    files: int = 0
    app: AppStatus | None = None


@dataclass(frozen=True, slots=True)
class SweepReport:
    """What an earlier, killed server had left and is now gone."""

    cells: int = 0
    processes: int = 0
    leases: int = 0
    cgroups: int = 0
