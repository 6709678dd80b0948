"""Reading runs, items, events and model calls."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock, ids
from cofounder.db import ROW_LOCK, locked
from cofounder.db.upsert import exclusive, insert_or_ignore
from cofounder.runs.errors import RunNotFound
from cofounder.runs.models import Counter, LlmCall, Run, RunEvent, RunItem
from cofounder.runs.states import ACTIVE, TERMINAL, ItemStatus, RunKind, RunStatus

_WAITS = (Run.status == RunStatus.QUEUED, Run.admitted_at.is_(None))


class RunRepository:
    """Runs by id, lane, project and place in the queue."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, run_id: UUID) -> Run:
        """The run, whoever owns it: for steps, which are not on anybody's behalf."""
        run = await self.session.get(Run, run_id)
        if run is None:
            raise RunNotFound
        return run

    async def get_for_update(self, run_id: UUID) -> Run:
        """The run as it is now, locked until this transaction ends."""
        run = await locked(self.session, Run, run_id)
        if run is None:
            raise RunNotFound
        return run

    async def keep_alive(self, run_id: UUID, moment: datetime) -> bool:
        """Lock a run and note that it lives; False when no work on it may go on."""
        touched = await self.session.execute(
            update(Run)
            .where(
                Run.id == run_id,
                Run.status.not_in(TERMINAL),
                Run.stop_requested_at.is_(None),
            )
            .values(updated_at=moment)
            .returning(Run.id)
            .execution_options(synchronize_session=False)
        )
        return touched.scalar() is not None

    async def lock(self, run_id: UUID) -> None:
        """Let one transaction at a time change the run and what belongs to it."""
        await self.session.execute(
            select(Run.id).where(Run.id == run_id).with_for_update(**ROW_LOCK)
        )

    async def get_owned(self, run_id: UUID, user_id: UUID) -> Run:
        """The user's run; another user's looks like a missing one."""
        run = await self.session.get(Run, run_id)
        if run is None or run.user_id != user_id:
            raise RunNotFound
        return run

    async def lock_lane(self, lane: str) -> None:
        """Let one transaction at a time decide about a lane."""
        digest = hashlib.sha256(lane.encode()).digest()
        await exclusive(self.session, int.from_bytes(digest[:8], signed=True))

    async def find_in_lane(self, lane: str) -> Run | None:
        """The active run of a lane."""
        return await self.session.scalar(
            select(Run).where(Run.lane == lane, Run.status.in_(ACTIVE))
        )

    async def find_active(
        self, project_id: UUID, kind: RunKind | None = None
    ) -> Run | None:
        """The project's latest run that is not over."""
        query = select(Run).where(Run.project_id == project_id, Run.status.in_(ACTIVE))
        if kind is not None:
            query = query.where(Run.kind == kind)
        return await self.session.scalar(query.order_by(Run.sequence.desc()).limit(1))

    async def find_latest(
        self, project_id: UUID, kind: RunKind, subject_id: UUID | None = None
    ) -> Run | None:
        """The project's latest run of a kind, over or not."""
        query = select(Run).where(Run.project_id == project_id, Run.kind == kind)
        if subject_id is not None:
            query = query.where(Run.subject_id == subject_id)
        return await self.session.scalar(query.order_by(Run.sequence.desc()).limit(1))

    async def find_latest_call(self, lane: str) -> Run | None:
        """The latest run of a lane, over or not: how a page knows what happened."""
        return await self.session.scalar(
            select(Run).where(Run.lane == lane).order_by(Run.sequence.desc()).limit(1)
        )

    async def find_about(self, subject_id: UUID, user_id: UUID) -> Run | None:
        """The user's latest run about a subject, over or not."""
        return await self.session.scalar(
            select(Run)
            .where(Run.subject_id == subject_id, Run.user_id == user_id)
            .order_by(Run.sequence.desc())
            .limit(1)
        )

    async def list_active(self, project_id: UUID) -> Sequence[Run]:
        """The project's runs that are not over, oldest first."""
        rows = await self.session.scalars(
            select(Run)
            .where(Run.project_id == project_id, Run.status.in_(ACTIVE))
            .order_by(Run.sequence)
        )
        return rows.all()

    async def count_of(self, project_id: UUID) -> int:
        """How many runs the project ever had."""
        return (
            await self.session.scalar(
                select(func.count()).where(Run.project_id == project_id)
            )
            or 0
        )

    async def list_keyless(self) -> Sequence[Run]:
        """Runs that wait for the operator to change a rejected key."""
        rows = await self.session.scalars(
            select(Run).where(Run.status == RunStatus.AWAITING_FOUNDER)
        )
        return [
            run for run in rows if (run.awaiting or {}).get("kind") == "key_rejected"
        ]

    async def working_seconds(self, project_id: UUID) -> float:
        """How long the project's runs have worked, without the one that works now."""
        rows = await self.session.execute(
            select(Run.started_at, Run.ended_at).where(Run.project_id == project_id)
        )
        return sum(
            (end - start).total_seconds() for start, end in rows if start and end
        )

    async def list_waiting(self) -> Sequence[Run]:
        """Queued runs without admission, by rank: sequence less boost (QUEU-01)."""
        rows = await self.session.scalars(
            select(Run)
            .where(*_WAITS)
            .order_by(Run.sequence - Run.boost, Run.boost.desc(), Run.sequence)
        )
        return rows.all()

    async def has_waiting(self) -> bool:
        """Whether any queued run waits for its admission."""
        query = select(Run.id).where(*_WAITS).limit(1)
        return await self.session.scalar(query) is not None

    async def list_admitted(self) -> Sequence[Run]:
        """Admitted runs that are not over and were not asked to stop."""
        rows = await self.session.scalars(
            select(Run).where(
                Run.status.in_(ACTIVE - {RunStatus.SCHEDULED}),
                Run.admitted_at.is_not(None),
                Run.stop_requested_at.is_(None),
            )
        )
        return rows.all()

    async def list_stopping(self) -> Sequence[Run]:
        """Runs asked to stop whose engine work was not ended yet."""
        rows = await self.session.scalars(
            select(Run).where(
                Run.stop_requested_at.is_not(None), Run.stopped_at.is_(None)
            )
        )
        return rows.all()

    async def list_due(self, moment: datetime) -> Sequence[Run]:
        """Scheduled runs whose time has come, oldest first."""
        rows = await self.session.scalars(
            select(Run)
            .where(Run.status == RunStatus.SCHEDULED, Run.wake_at <= moment)
            .order_by(Run.sequence)
        )
        return rows.all()

    async def list_heartless(self, before: datetime) -> Sequence[Run]:
        """Queued or running runs without a sign of life since `before` (QUEU-10)."""
        rows = await self.session.scalars(
            select(Run).where(
                Run.status.in_((RunStatus.QUEUED, RunStatus.RUNNING)),
                Run.updated_at < before,
            )
        )
        return rows.all()

    async def count_slots(self, *, user_id: UUID, project_id: UUID | None) -> int:
        """Places in use: of the user, or of one of their projects."""
        query = select(func.count()).where(
            Run.slotted.is_(True),
            Run.admitted_at.is_not(None),
            Run.status.in_((RunStatus.QUEUED, RunStatus.RUNNING)),
        )
        query = (
            query.where(Run.user_id == user_id)
            if project_id is None
            else query.where(Run.project_id == project_id)
        )
        return await self.session.scalar(query) or 0

    async def count_queued(self) -> int:
        """Slotted runs that wait for admission, everybody's (QUEU-04)."""
        return (
            await self.session.scalar(
                select(func.count()).where(Run.slotted.is_(True), *_WAITS)
            )
            or 0
        )

    async def count_daily(self, user_id: UUID, since: datetime) -> int:
        """Runs of the user that count against the day's allowance (QUEU-05)."""
        return (
            await self.session.scalar(
                select(func.count()).where(
                    Run.user_id == user_id,
                    Run.counts_daily.is_(True),
                    Run.created_at >= since,
                )
            )
            or 0
        )

    async def admit(self, run: Run, moment: datetime) -> bool:
        """Admit a queued run by one conditional update; whether it was us."""
        result = await self.session.execute(
            update(Run)
            .where(Run.id == run.id, *_WAITS)
            .values(admitted_at=moment, updated_at=moment)
            .returning(Run.id)
        )
        return result.scalar() is not None

    async def assign_project(self, subject_id: UUID, project_id: UUID) -> None:
        """Set the project of the runs about a subject, and of their model calls."""
        mine = select(Run.id).where(Run.subject_id == subject_id)
        await self.session.execute(
            update(LlmCall)
            .where(LlmCall.run_id.in_(mine))
            .values(project_id=project_id)
        )
        await self.session.execute(
            update(Run)
            .where(Run.subject_id == subject_id)
            .values(project_id=project_id)
        )

    async def next_number(self, name: str) -> int:
        """The next number of a counter, atomically."""
        grow = (
            update(Counter)
            .where(Counter.name == name)
            .values(value=Counter.value + 1)
            .returning(Counter.value)
        )
        taken = await self.session.scalar(grow)
        if taken is None:
            first = {"id": ids.new_id(), "created_at": clock.now(), "name": name}
            await insert_or_ignore(self.session, Counter, {**first, "value": 0})
            taken = await self.session.scalar(grow)
        assert taken is not None
        return taken


class ItemRepository:
    """Items and events of a run."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, item_id: UUID) -> RunItem:
        """One item, locked."""
        item = await locked(self.session, RunItem, item_id)
        return item or await self.session.get_one(RunItem, item_id)

    async def list_of(self, run_id: UUID) -> Sequence[RunItem]:
        """All items in order."""
        rows = await self.session.scalars(
            select(RunItem).where(RunItem.run_id == run_id).order_by(RunItem.position)
        )
        return rows.all()

    async def list_open(self, run_id: UUID) -> Sequence[RunItem]:
        """Items that are not over, in order."""
        over = (ItemStatus.COMPLETED, ItemStatus.FAILED, ItemStatus.SKIPPED)
        rows = await self.session.scalars(
            select(RunItem)
            .where(RunItem.run_id == run_id, RunItem.status.not_in(over))
            .order_by(RunItem.position)
        )
        return rows.all()

    async def list_events(
        self, run_id: UUID, *, after: int = 0, limit: int = 500
    ) -> Sequence[RunEvent]:
        """Events numbered above `after`, oldest first."""
        rows = await self.session.scalars(
            select(RunEvent)
            .where(RunEvent.run_id == run_id, RunEvent.number > after)
            .order_by(RunEvent.number)
            .limit(limit)
        )
        return rows.all()
