"""Stages of a build, their locked labels, and the only moves between them.

Source: spec `builds.md` GENR-02, GENR-08, GENR-12.
"""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """The stage status of a build."""

    QUEUED = "queued"
    STARTING = "starting"
    SCAFFOLD = "scaffold"
    CODE = "code"
    DEPS = "deps"
    CHECKS = "checks"
    READY = "ready"
    FAILED = "failed"
    SCHEDULED = "scheduled"


LABELS: dict[Stage, str] = {
    Stage.QUEUED: "Queued...",
    Stage.STARTING: "Starting...",
    Stage.SCAFFOLD: "Scaffolding workspace...",
    Stage.CODE: "Writing code...",
    Stage.DEPS: "Installing dependencies...",
    Stage.CHECKS: "Running checks...",
    Stage.READY: "Build complete!",
    Stage.FAILED: "Build failed",
    Stage.SCHEDULED: "Scheduled...",
}

MOVES: dict[Stage, frozenset[Stage]] = {
    Stage.QUEUED: frozenset({Stage.STARTING, Stage.SCHEDULED, Stage.FAILED}),
    Stage.STARTING: frozenset({Stage.SCAFFOLD, Stage.FAILED}),
    Stage.SCAFFOLD: frozenset({Stage.CODE, Stage.FAILED}),
    Stage.CODE: frozenset({Stage.DEPS, Stage.FAILED}),
    Stage.DEPS: frozenset({Stage.CHECKS, Stage.FAILED}),
    Stage.CHECKS: frozenset({Stage.READY, Stage.SCAFFOLD, Stage.FAILED}),
    Stage.SCHEDULED: frozenset({Stage.QUEUED, Stage.FAILED}),
}

TERMINAL = frozenset({Stage.READY, Stage.FAILED})


class FailureClass(StrEnum):
    """Why a build failed, decided from facts, never from a message (PIPE-08)."""

    INSTALL_FAILURE = "install_failure"
    COMPILE_ERROR = "compile_error"
    RUNTIME_CRASH = "runtime_crash"
    TIMEOUT = "timeout"
    SANDBOX = "sandbox"
    RATE_LIMITED = "rate_limited"
    GENERIC = "generic"


def may_move(before: Stage, after: Stage) -> bool:
    """Whether a build may go from stage to stage; terminal ones never change."""
    return after in MOVES.get(before, frozenset())
