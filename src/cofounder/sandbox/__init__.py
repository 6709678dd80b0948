"""Sandbox: disposable machines in which code that nobody trusts may run.

A runtime makes cells; a cell runs one command line at a time, without network,
without secrets and under limits. Nothing here knows how a cell is closed off: that
is a backend's business, and a backend without isolation makes no cells at all.
"""

from __future__ import annotations

from cofounder.sandbox.cells import (
    AppStatus,
    Artifact,
    Capabilities,
    CellSpec,
    CellStats,
    Endpoint,
    ExecResult,
    KillReason,
    Level,
    Phase,
    ReadCaps,
    Stream,
    SweepReport,
)
from cofounder.sandbox.errors import (
    AppDidNotStart,
    PathRefused,
    SandboxGone,
    SandboxUnavailable,
    SnapshotMissing,
)
from cofounder.sandbox.limits import BUILD_LIMITS, SERVE_LIMITS, TOOL_LIMITS, Limits
from cofounder.sandbox.ports import Sandbox, SandboxRuntime

__all__ = [
    "BUILD_LIMITS",
    "SERVE_LIMITS",
    "TOOL_LIMITS",
    "AppDidNotStart",
    "AppStatus",
    "Artifact",
    "Capabilities",
    "CellSpec",
    "CellStats",
    "Endpoint",
    "ExecResult",
    "KillReason",
    "Level",
    "Limits",
    "PathRefused",
    "Phase",
    "ReadCaps",
    "Sandbox",
    "SandboxGone",
    "SandboxRuntime",
    "SandboxUnavailable",
    "SnapshotMissing",
    "Stream",
    "SweepReport",
]
