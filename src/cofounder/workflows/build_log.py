"""Collecting a build's output into log rows, in batches and never in its way."""

from __future__ import annotations

import asyncio
import contextlib
from types import TracebackType
from uuid import UUID

import structlog

from cofounder.builds.log_lines import Line
from cofounder.builds.service import append_log
from cofounder.builds.states import Stage
from cofounder.db import Database

log = structlog.get_logger()

FLUSH_SECONDS = 0.5


class BuildLog:
    """Takes lines while a command runs and stores them twice a second.

    A log that cannot be stored never breaks a build (LOGS-02).
    """

    def __init__(self, database: Database, run_id: UUID, stage: Stage) -> None:
        self.database, self.run_id, self.stage = database, run_id, stage
        self._lines: list[Line] = []
        self._ended = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def add(self, lines: list[Line]) -> None:
        """Keep lines for the next flush."""
        self._lines.extend(lines)

    async def __aenter__(self) -> BuildLog:
        self._task = asyncio.create_task(self._flush_often())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()  # not cancelled: a flush under way keeps its lines
        if self._task is not None:
            await self._task
        await self._flush()

    async def _flush_often(self) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), FLUSH_SECONDS)
            await self._flush()

    async def _flush(self) -> None:
        lines, self._lines = self._lines, []
        if not lines:
            return
        try:
            async with self.database.transaction() as session:
                await append_log(session, self.run_id, lines, self.stage.value)
        except Exception:
            log.exception("log_not_stored", run=str(self.run_id), lines=len(lines))
