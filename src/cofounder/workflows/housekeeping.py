"""Housekeeping: what must happen to a run although its workflow no longer can.

A cancelled or lost workflow runs no more steps. What it leaves, rows that say
"generating", cells, previews, is put right here, by the dispatcher, as often as it
takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock, ids
from cofounder.artifacts.writing import WRITING, fail_artifact, release_unwritten
from cofounder.builds.repository import BuildRepository
from cofounder.builds.service import Failure, fail_build
from cofounder.builds.states import FailureClass
from cofounder.builds.workshop import Workshop
from cofounder.db import Database
from cofounder.previews.keeper import PreviewKeeper
from cofounder.runs import service as runs
from cofounder.runs.call_repository import LlmCallRepository
from cofounder.runs.models import Run
from cofounder.runs.repository import ItemRepository, RunRepository
from cofounder.runs.states import RunKind

log = structlog.get_logger()

HEARTLESS_AFTER = timedelta(hours=48)
HEARTLESS = (
    "This showed no sign of life for two days and was closed. What was finished is "
    "kept; you can try again."
)
LOST = "Something went wrong on our side. What you gave us is safe; try again."


async def abandon(session: AsyncSession, run_id: UUID, words: str) -> None:
    """Fail a run whose workflow cannot go on; one that is over is left alone.

    The stop is asked for too, so that its workflow is ended wherever it is.
    """
    run = await RunRepository(session).get_for_update(run_id)
    if run.is_over:
        return
    run.stop_requested_at = clock.now()
    error = {"code": "internal_error", "message": words, "debug_id": str(ids.new_id())}
    for item in await ItemRepository(session).list_open(run_id):
        if run.kind in WRITING:
            await fail_artifact(session, item.id, words, error["debug_id"])
        else:
            await runs.fail_item(session, item.id, error)
    if run.kind is RunKind.BUILD:
        await fail_build(session, run_id, Failure(FailureClass.GENERIC, words))
    await runs.fail(session, run_id, error)
    await LlmCallRepository(session).close_open(run_id, clock.now())


async def close_heartless(database: Database) -> None:
    """Fail runs without a sign of life for 48 hours; those that wait are exempt.

    QUEU-10; a wait for a person or for another day is no lack of life.
    """
    before = clock.now() - HEARTLESS_AFTER
    async with database.reading() as session:
        heartless = await RunRepository(session).list_heartless(before)
    for run in heartless:
        log.warning("run_without_heartbeat", run=str(run.id), since=str(run.updated_at))
        async with database.transaction() as session:
            await abandon(session, run.id, HEARTLESS)


@dataclass(frozen=True, slots=True)
class StoppedWork:
    """Ends what a stopped run left: its cell, its preview, rows that still wait."""

    database: Database
    workshop: Workshop
    keeper: PreviewKeeper

    async def clean_up(self, run: Run) -> None:
        """Do it, as often as asked; each part is tried whatever became of the other."""
        if run.kind in WRITING:
            async with self.database.transaction() as session:
                await release_unwritten(session, run)
        if run.kind is not RunKind.BUILD:
            return
        async with self.database.reading() as session:
            build = await BuildRepository(session).find_of_run(run.id)
        if build is None:
            return
        try:
            await self.workshop.discard(build.id)
        finally:
            await self.keeper.stop(build.id)
