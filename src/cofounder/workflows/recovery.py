"""Runs whose step kills the process each time: counted at start, given up after five.

The count is kept in the run's own events, with the number of steps finished by then:
a run that got further, waited for a person, or was interrupted by an orderly stop
starts counting anew, so that one bad run does not cost the others beside it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import structlog
from dbos import DBOSClient
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.db import Database
from cofounder.runs import service as runs
from cofounder.runs.models import Run
from cofounder.runs.repository import ItemRepository, RunRepository
from cofounder.runs.states import RunStatus
from cofounder.workflows.housekeeping import abandon
from cofounder.workflows.journal import JournalSerializer

log = structlog.get_logger()

MAX_CRASHES = 5
LOOK_BACK = 200
STOPPED = (
    "This was stopped after {n} crashes of the server at the same point. What was "
    "finished is kept; you can try again."
)


async def count_crashes(database: Database) -> None:
    """Before the engine starts: note which runs an unplanned end cut off.

    A run cut off at the same step for the fifth time is failed and not carried on.
    """
    async with database.reading() as session:
        cut_off = [
            run
            for run in await RunRepository(session).list_admitted()
            if run.status is RunStatus.RUNNING
        ]
    if not cut_off:
        return
    finished = await asyncio.to_thread(_finished_steps, database, cut_off)
    for run in cut_off:
        async with database.transaction() as session:
            crashes = await _note(session, run.id, finished[run.id])
            if crashes >= MAX_CRASHES:
                log.error("run_stopped_after_crashes", run=str(run.id), crashes=crashes)
                await abandon(session, run.id, STOPPED.format(n=crashes))


async def note_interrupted(database: Database, run_ids: Sequence[UUID]) -> None:
    """At an orderly stop: these runs were cut off by us, not by a fault of theirs."""
    for run_id in run_ids:
        async with database.transaction() as session:
            run = await RunRepository(session).get_for_update(run_id)
            if run.status is RunStatus.RUNNING:
                await _add(session, run, crashes=0, finished=-1)


def _finished_steps(database: Database, cut_off: Sequence[Run]) -> dict[UUID, int]:
    client = DBOSClient(
        system_database_engine=database.sync_engine, serializer=JournalSerializer()
    )
    try:
        return {
            run.id: len(client.list_workflow_steps(str(run.id), load_output=False))
            for run in cut_off
        }
    finally:
        client.destroy()


async def _note(session: AsyncSession, run_id: UUID, finished: int) -> int:
    run = await RunRepository(session).get_for_update(run_id)
    before = await _last_note(session, run)
    again = before is not None and before["finished_steps"] == finished
    crashes = before["crashes"] + 1 if before is not None and again else 1
    await _add(session, run, crashes=crashes, finished=finished)
    return crashes


async def _last_note(session: AsyncSession, run: Run) -> dict[str, Any] | None:
    since = max(0, run.event_count - LOOK_BACK)
    events = await ItemRepository(session).list_events(run.id, after=since)
    notes = [event.payload for event in events if "crashes" in event.payload]
    return notes[-1] if notes else None


async def _add(session: AsyncSession, run: Run, *, crashes: int, finished: int) -> None:
    payload = {
        "status": run.status.value,
        "crashes": crashes,
        "finished_steps": finished,
    }
    await runs.add_event(session, run.id, "run.updated", payload)
