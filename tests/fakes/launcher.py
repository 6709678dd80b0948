"""A launcher that only writes down what was committed, for tests of what asks it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.db import nudge_later
from cofounder.runs.models import Run
from cofounder.runs.ports import Carriage


class RecordingLauncher:
    """Fulfils `runs.ports.RunLauncher`; a test ends or forgets runs by hand."""

    def __init__(self) -> None:
        self.started: list[UUID] = []
        self.stopped: list[UUID] = []
        self.signals: list[tuple[UUID, str]] = []
        self.states: dict[UUID, Carriage] = {}
        self.at_work: set[UUID] = set()

    async def launch(self, session: AsyncSession, run: Run) -> None:
        run_id = run.id
        nudge_later(session, lambda: self._launch(run_id))

    async def stop(self, session: AsyncSession, run: Run) -> None:
        run_id = run.id
        nudge_later(session, lambda: self._stop(run_id))

    async def signal(self, session: AsyncSession, run: Run, topic: str) -> None:
        signal = run.id, topic
        nudge_later(session, lambda: self.signals.append(signal))

    async def look_up(self, run_ids: list[UUID]) -> dict[UUID, Carriage]:
        return {each: self.states.get(each, Carriage.UNKNOWN) for each in run_ids}

    def is_at_work(self, run_id: UUID) -> bool:
        return run_id in self.at_work

    def _launch(self, run_id: UUID) -> None:
        if run_id not in self.states:
            self.started.append(run_id)
            self.at_work.add(run_id)
            self.states[run_id] = Carriage.UNDER_WAY

    def _stop(self, run_id: UUID) -> None:
        self.at_work.discard(run_id)
        if self.states.get(run_id) is Carriage.UNDER_WAY:
            self.stopped.append(run_id)
            self.states[run_id] = Carriage.ENDED
