"""Use cases of runs: ask for one, carry it out, end it, stop it.

Every change writes the row, its counters and a numbered event in the caller's
transaction, and nudges whoever waits. A run that is over never changes again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock, ids
from cofounder.accounts.models import User
from cofounder.db import nudge
from cofounder.db.upsert import exclusive
from cofounder.runs.call_repository import LlmCallRepository
from cofounder.runs.errors import RunActive, RunOver, SystemBusy
from cofounder.runs.models import Run, RunEvent, RunItem
from cofounder.runs.repository import ItemRepository, RunRepository
from cofounder.runs.states import ItemStatus, RunKind, RunStatus, may_move, outcome

RUNS = "runs"
REQUEST_LOCK = 0x0C0F0002
SPREAD_SECONDS = 3_600
DAILY_LIMIT_MESSAGE = "Daily limit reached. Scheduled for tomorrow."


def topic_of(run_id: UUID) -> str:
    """The nudge topic of one run."""
    return f"run:{run_id}"


def rest_topic_of(run_id: UUID) -> str:
    """The nudge topic of one run's rest: it is over, or waits for a person."""
    return f"run-rest:{run_id}"


@dataclass(frozen=True, slots=True)
class Unit:
    """An item to be: a key unique in its run, a label for people, maybe a subject."""

    key: str
    label: str
    subject_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What somebody wants done. See `Run` for `lane` and `slotted`."""

    kind: RunKind
    user: User
    correlation_id: str
    project_id: UUID | None = None
    subject_id: UUID | None = None
    lane: str | None = None
    options: dict[str, Any] = field(default_factory=dict[str, Any])
    units: tuple[Unit, ...] = ()
    slotted: bool = False
    counts_daily: bool = False
    queue_cap: int | None = None


async def request_run(session: AsyncSession, request: RunRequest) -> Run:
    """Put a run in the queue; it starts once this transaction has committed.

    Over the daily allowance it is accepted as `scheduled` for the next midnight UTC.

    Raises:
        RunActive: the lane already has an active run.
        SystemBusy: the queue is full.
    """
    runs = RunRepository(session)
    if request.lane is not None:
        await runs.lock_lane(request.lane)
        busy = await runs.find_in_lane(request.lane)
        if busy is not None:
            raise RunActive(busy.id)
    # One request at a time, in all processes: what is counted here must still be so
    # when the run is stored.
    await exclusive(session, REQUEST_LOCK)
    if request.queue_cap is not None:
        await _check_capacity(runs, request)
    run = await _new_run(runs, request)
    session.add(run)
    await session.flush()
    _add_items(session, run, request.units)
    _add_event(session, run, "run.updated", {"status": run.status.value})
    await session.flush()
    nudge(session, RUNS)
    return run


async def _check_capacity(runs: RunRepository, request: RunRequest) -> None:
    queued = await runs.count_queued()
    if request.queue_cap is not None and queued >= request.queue_cap:
        seconds = request.user.limits.wait_estimate_seconds
        raise SystemBusy(minutes=max(1, seconds // 60))


async def _new_run(runs: RunRepository, request: RunRequest) -> Run:
    limits = request.user.limits
    run = Run(
        id=ids.new_id(),
        kind=request.kind,
        status=RunStatus.QUEUED,
        user_id=request.user.id,
        project_id=request.project_id,
        subject_id=request.subject_id,
        tier=request.user.tier.value,
        lane=request.lane,
        sequence=await runs.next_number("run"),
        boost=limits.queue_boost,
        slotted=request.slotted,
        counts_daily=request.counts_daily,
        options=request.options,
        correlation_id=request.correlation_id,
        total_items=len(request.units),
        event_count=0,
    )
    if request.counts_daily:
        today = clock.midnight(clock.now())
        used = await runs.count_daily(request.user.id, today)
        if not limits.allows(used, limits.runs_per_day):
            run.status = RunStatus.SCHEDULED
            run.wake_at = clock.next_midnight(clock.now())
            run.phase_detail = DAILY_LIMIT_MESSAGE
    return run


def _add_items(session: AsyncSession, run: Run, units: Sequence[Unit]) -> None:
    for position, unit in enumerate(units):
        session.add(
            RunItem(
                run_id=run.id,
                position=position,
                key=unit.key,
                label=unit.label,
                subject_id=unit.subject_id,
            )
        )


def _add_event(
    session: AsyncSession, run: Run, kind: str, payload: dict[str, Any]
) -> RunEvent:
    run.event_count += 1
    run.updated_at = clock.now()
    event = RunEvent(run_id=run.id, number=run.event_count, type=kind, payload=payload)
    session.add(event)
    nudge(session, topic_of(run.id))
    return event


async def add_event(
    session: AsyncSession, run_id: UUID, kind: str, payload: dict[str, Any]
) -> RunEvent:
    """Write down what happened in a run, with the next number."""
    run = await RunRepository(session).get_for_update(run_id)
    return _add_event(session, run, kind, payload)


def _move(session: AsyncSession, run: Run, status: RunStatus) -> None:
    if not may_move(run.status, status):
        raise RunOver
    run.status = status
    _add_event(session, run, "run.updated", {"status": status.value})


async def begin(session: AsyncSession, run_id: UUID) -> Run:
    """Mark an admitted run as running; a repeated begin changes nothing.

    Raises:
        RunOver: it ended or was stopped meanwhile.
    """
    run = await RunRepository(session).get_for_update(run_id)
    if run.is_over or run.is_stopping:
        raise RunOver
    if run.status is not RunStatus.RUNNING:
        _move(session, run, RunStatus.RUNNING)
        run.started_at = run.started_at or clock.now()
    return run


async def open_run(session: AsyncSession, run_id: UUID) -> Run:
    """The run, locked, if work on it may go on.

    Raises:
        RunOver: it ended or was stopped meanwhile.
    """
    run = await RunRepository(session).get_for_update(run_id)
    if run.is_over or run.is_stopping:
        raise RunOver
    return run


async def pause(session: AsyncSession, run_id: UUID, awaiting: dict[str, Any]) -> None:
    """Let a run wait for a person; it holds no place meanwhile."""
    run = await open_run(session, run_id)
    run.awaiting = awaiting
    if run.status is not RunStatus.AWAITING_FOUNDER:
        _move(session, run, RunStatus.AWAITING_FOUNDER)
    nudge(session, RUNS)
    nudge(session, rest_topic_of(run.id))


async def go_on(session: AsyncSession, run_id: UUID) -> None:
    """Take a waiting run up again; one that does not wait is left as it is."""
    run = await open_run(session, run_id)
    run.awaiting = None
    if run.status is RunStatus.AWAITING_FOUNDER:
        _move(session, run, RunStatus.RUNNING)


async def enter_phase(
    session: AsyncSession, run_id: UUID, phase: str, detail: str | None = None
) -> Run:
    """Say what the run does now (RUNE-03), in a word and a sentence for people."""
    run = await open_run(session, run_id)
    if (run.phase, run.phase_detail) != (phase, detail):
        run.phase, run.phase_detail = phase, detail
        _add_event(session, run, "run.updated", {"phase": phase, "detail": detail})
    return run


async def start_item(session: AsyncSession, item_id: UUID, attempt: int) -> RunItem:
    """Mark an item as being worked on, in its `attempt`-th try."""
    items = ItemRepository(session)
    item = await items.get(item_id)
    run = await open_run(session, item.run_id)
    item.status = ItemStatus.GENERATING
    item.attempt = attempt
    item.started_at = item.started_at or clock.now()
    run.current_item_id = item.id
    _add_event(session, run, "item.updated", _item_payload(item))
    return item


async def complete_item(
    session: AsyncSession, item_id: UUID, *, created_count: int = 1
) -> None:
    """End an item well; a repeated end changes nothing."""
    item = await ItemRepository(session).get(item_id)
    if item.status is ItemStatus.COMPLETED:
        return
    run = await RunRepository(session).get_for_update(item.run_id)
    item.status = ItemStatus.COMPLETED
    item.created_count = created_count
    run.completed_items += 1
    run.total_created += created_count
    _end_item(session, run, item)


async def fail_item(
    session: AsyncSession, item_id: UUID, error: dict[str, Any]
) -> None:
    """End an item in failure; one failure never costs the others."""
    item = await ItemRepository(session).get(item_id)
    if item.status in (ItemStatus.FAILED, ItemStatus.COMPLETED):
        return
    run = await RunRepository(session).get_for_update(item.run_id)
    item.status = ItemStatus.FAILED
    item.error = error
    run.failed_items += 1
    _end_item(session, run, item)


def _end_item(session: AsyncSession, run: Run, item: RunItem) -> None:
    item.ended_at = clock.now()
    if run.current_item_id == item.id:
        run.current_item_id = None
    _add_event(session, run, "item.updated", _item_payload(item))


def _item_payload(item: RunItem) -> dict[str, Any]:
    return {
        "item": item.key,
        "label": item.label,
        "status": item.status.value,
        "attempt": item.attempt,
    }


async def finish(
    session: AsyncSession, run_id: UUID, *, output: dict[str, Any] | None = None
) -> Run:
    """End a run by what became of its items (RUNE-05); again changes nothing."""
    run = await RunRepository(session).get_for_update(run_id)
    if run.is_over:
        return run
    items = await ItemRepository(session).list_of(run_id)
    run.output = output
    _end(session, run, outcome([item.status for item in items]))
    return run


async def fail(session: AsyncSession, run_id: UUID, error: dict[str, Any]) -> Run:
    """End a run in failure, keeping what it finished; again changes nothing."""
    run = await RunRepository(session).get_for_update(run_id)
    if not run.is_over:
        run.error = error
        _end(session, run, RunStatus.FAILED)
    return run


def _end(session: AsyncSession, run: Run, status: RunStatus) -> None:
    _move(session, run, status)
    run.ended_at = clock.now()
    run.current_item_id = None
    run.phase = "failed" if status is RunStatus.FAILED else "completed"
    _add_event(session, run, "run.finished", {"status": status.value})
    nudge(session, RUNS)
    nudge(session, rest_topic_of(run.id))


async def stop(session: AsyncSession, run: Run) -> Run:
    """Cancel a run at once; its engine work ends within seconds (RUNE-14).

    Finished items are kept, the one in progress goes back to pending.

    Raises:
        RunOver: it has ended already.
    """
    run = await RunRepository(session).get_for_update(run.id)
    if run.is_over:
        raise RunOver
    run.stop_requested_at = clock.now()
    for item in await ItemRepository(session).list_open(run.id):
        item.status = ItemStatus.PENDING
    _end(session, run, RunStatus.CANCELLED)
    return run


async def mark_stopped(session: AsyncSession, run_id: UUID) -> None:
    """The engine's work on a cancelled run has ended and nothing of it is left."""
    run = await RunRepository(session).get_for_update(run_id)
    run.stopped_at = run.stopped_at or clock.now()
    await LlmCallRepository(session).close_open(run_id, clock.now())


async def release_due(
    session: AsyncSession, moment: datetime, queue_cap: int
) -> Sequence[Run]:
    """Put scheduled runs whose time has come back in the queue (QUEU-06).

    They come spread over an hour, each at its own moment, and only while there is
    room in the queue.
    """
    await exclusive(session, REQUEST_LOCK)
    runs = RunRepository(session)
    room = queue_cap - await runs.count_queued()
    due = [run for run in await runs.list_due(moment) if _its_moment(run) <= moment]
    released = due[: max(0, room)]
    for run in released:
        _move(session, run, RunStatus.QUEUED)
        run.wake_at = run.phase_detail = None
    nudge(session, RUNS)
    return released


def _its_moment(run: Run) -> datetime:
    assert run.wake_at is not None
    return run.wake_at + timedelta(seconds=run.id.int % SPREAD_SECONDS)


async def events_after(
    session: AsyncSession, run: Run, number: int
) -> tuple[bool, Sequence[RunEvent]]:
    """Whether the run is over, and its events numbered above `number`."""
    events = await ItemRepository(session).list_events(run.id, after=number)
    last = events[-1].number if events else number
    return run.is_over and last >= run.event_count, events
