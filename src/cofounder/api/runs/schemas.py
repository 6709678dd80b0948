"""Bodies of the run endpoints (RUNP-01)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from cofounder import clock
from cofounder.runs.models import Run, RunItem
from cofounder.runs.states import ItemStatus


class ItemOut(BaseModel):
    """One unit of a run."""

    item_id: UUID
    subject_id: UUID | None
    label: str
    status: str
    created_count: int
    error: str | None
    duration_ms: int | None

    @classmethod
    def of(cls, row: RunItem) -> ItemOut:
        """The item as the API shows it."""
        return cls(
            item_id=row.id,
            subject_id=row.subject_id,
            label=row.label,
            status=row.status.value,
            created_count=row.created_count,
            error=(row.error or {}).get("message"),
            duration_ms=_milliseconds(row.started_at, row.ended_at),
        )


class RunOut(BaseModel):
    """A run and its progress (RUNP-01)."""

    run_id: UUID
    project_id: UUID | None
    kind: str
    status: str
    phase: str
    phase_detail: str | None
    total_items: int
    completed_items: int
    failed_items: int
    skipped_items: int
    total_created: int
    current_item_id: UUID | None
    current_item_index: int | None
    items: list[ItemOut]
    output: dict[str, Any] | None
    started_at: datetime | None
    elapsed_ms: int | None
    estimated_remaining_ms: int | None
    position: int
    tokens_used: int
    cost_microdollars: int | None
    usage: dict[str, Any] | None
    error: str | None
    debug_id: str | None
    awaiting: dict[str, Any] | None
    wake_at: datetime | None

    @classmethod
    def of(
        cls,
        run: Run,
        items: Sequence[RunItem],
        *,
        position: int,
        tokens: int,
        cost: int | None,
        output: dict[str, Any] | None,
    ) -> RunOut:
        """The run as the API shows it."""
        elapsed = _milliseconds(run.started_at, run.ended_at or clock.now())
        error = run.error or {}
        return cls(
            run_id=run.id,
            project_id=run.project_id,
            kind=run.kind.value,
            status=run.status.value,
            phase=run.phase,
            phase_detail=run.phase_detail,
            total_items=run.total_items,
            completed_items=run.completed_items,
            failed_items=run.failed_items,
            skipped_items=run.skipped_items,
            total_created=run.total_created,
            current_item_id=run.current_item_id,
            current_item_index=_index(run, items),
            items=[ItemOut.of(item) for item in items],
            output=output,
            started_at=run.started_at,
            elapsed_ms=elapsed,
            estimated_remaining_ms=remaining_ms(run, elapsed),
            position=position,
            tokens_used=tokens,
            cost_microdollars=cost,
            usage=None,
            error=error.get("message"),
            debug_id=error.get("debug_id"),
            awaiting=run.awaiting,
            wake_at=run.wake_at,
        )


def remaining_ms(run: Run, elapsed_ms: int | None) -> int | None:
    """What is left by the pace so far (RUNE-16); null before the first completion."""
    if not run.completed_items or elapsed_ms is None or run.is_over:
        return None
    over = run.completed_items + run.failed_items + run.skipped_items
    return round(elapsed_ms / run.completed_items * (run.total_items - over))


def _index(run: Run, items: Sequence[RunItem]) -> int | None:
    working = [i.position for i in items if i.status is ItemStatus.GENERATING]
    return working[0] if working and not run.is_over else None


def _milliseconds(start: datetime | None, end: datetime | None) -> int | None:
    if start is None or end is None:
        return None
    return int((end - start).total_seconds() * 1000)


class CancelledOut(BaseModel):
    """A run that was stopped."""

    run_id: UUID
    status: str = "cancelled"
