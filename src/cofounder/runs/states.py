"""States of runs and items, and the only moves between them (RUNE-02, RUNE-04)."""

from __future__ import annotations

from enum import StrEnum


class RunKind(StrEnum):
    """What a run does (RUNE-01); the name is also the engine's workflow name."""

    BUILD = "build"
    TRIO = "trio"
    DOCUMENTS = "documents"
    REGENERATE_ARTIFACT = "regenerate_artifact"
    DEFERRED_CALL = "deferred_call"


class RunStatus(StrEnum):
    """Where a run is (RUNE-02)."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    PARTIAL = "partial"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SCHEDULED = "scheduled"
    AWAITING_FOUNDER = "awaiting_founder"


class ItemStatus(StrEnum):
    """Where one unit of a run is (RUNE-04)."""

    PENDING = "pending"
    LOADING = "loading"
    ANALYZING = "analyzing"
    GENERATING = "generating"
    SAVING = "saving"
    COMPLETED = "completed"
    FAILED = "failed"
    SKIPPED = "skipped"


TERMINAL = frozenset(
    {
        RunStatus.SUCCEEDED,
        RunStatus.PARTIAL,
        RunStatus.FAILED,
        RunStatus.CANCELLED,
    }
)
ACTIVE = frozenset(RunStatus) - TERMINAL

MOVES: dict[RunStatus, frozenset[RunStatus]] = {
    RunStatus.QUEUED: frozenset(
        {
            RunStatus.RUNNING,
            RunStatus.SCHEDULED,
            RunStatus.FAILED,
            RunStatus.CANCELLED,
        }
    ),
    RunStatus.SCHEDULED: frozenset(
        {
            RunStatus.QUEUED,
            RunStatus.RUNNING,
            RunStatus.FAILED,
            RunStatus.CANCELLED,
        }
    ),
    RunStatus.RUNNING: TERMINAL | {RunStatus.SCHEDULED, RunStatus.AWAITING_FOUNDER},
    RunStatus.AWAITING_FOUNDER: frozenset(
        {RunStatus.RUNNING, RunStatus.FAILED, RunStatus.CANCELLED}
    ),
}

ITEM_OVER = frozenset({ItemStatus.COMPLETED, ItemStatus.FAILED, ItemStatus.SKIPPED})


def may_move(before: RunStatus, after: RunStatus) -> bool:
    """Whether a run may go from `before` to `after`; terminal states never change."""
    return after in MOVES.get(before, frozenset())


def outcome(items: list[ItemStatus]) -> RunStatus:
    """The final status of a run from its items (RUNE-05).

    Raises:
        ValueError: an item is not over yet.
    """
    if any(item not in ITEM_OVER for item in items):
        raise ValueError("an item is still open")
    failed = ItemStatus.FAILED in items
    skipped = ItemStatus.SKIPPED in items
    completed = ItemStatus.COMPLETED in items
    if failed and not completed:
        return RunStatus.FAILED if not skipped else RunStatus.PARTIAL
    if failed or (skipped and completed):
        return RunStatus.PARTIAL
    return RunStatus.SUCCEEDED
