"""Documents and trio: each starts as soon as what it reads is there (DOCU-02, DOCU-03).

The order in which steps start decides their place in the journal, so it has to be the
same when a run is recovered. It is: of what may be under way side by side, at most one
chain goes on (the others are single documents), and the two at its end start together.
The trio reads none of the others: its three start at once (E2E-TRIGGER).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dbos import DBOS, DBOSConfiguredInstance

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.items import RESTS_ON
from cofounder.artifacts.writing import ATTEMPTS, fail_artifact
from cofounder.db import Database
from cofounder.runner import Runner
from cofounder.runs import service as runs
from cofounder.runs.errors import RunOver
from cofounder.runs.models import Run, RunItem
from cofounder.runs.repository import ItemRepository, RunRepository
from cofounder.runs.states import ITEM_OVER, ItemStatus, RunKind
from cofounder.workflows.carrying import carrying
from cofounder.workflows.crafts import CRAFTS, Craft
from cofounder.workflows.stepping import (
    MODEL_STEP,
    Outcome,
    failure_of,
    is_transient,
    settle,
)
from cofounder.workflows.waiting import wait_for_key

Open = list[tuple[str, str]]  # item id and type of artifact, in order


@dataclass(frozen=True, slots=True)
class Job:
    """One attempt at an artifact: the rows as they were, and what was prepared."""

    run: Run
    item: RunItem
    craft: Craft
    prepared: Any


@DBOS.dbos_class("documents")
class WriteDocuments(DBOSConfiguredInstance):
    """Write artifacts that rest on each other; each is there as soon as it is done."""

    def __init__(self, database: Database, runner: Runner) -> None:
        self.database, self.runner = database, runner
        super().__init__(config_name="default")

    @DBOS.workflow(name="documents", max_recovery_attempts=None)
    async def run(self, run_id: str) -> str:
        """Write what a run of kind `documents`, `regenerate_artifact` or `trio` asks."""
        with carrying(run_id):
            open_items = await self.begin(run_id)
            while open_items:
                open_items = await self._write_all(run_id, open_items)
                if open_items:
                    await wait_for_key()
            return await self.finish(run_id)

    async def _write_all(self, run_id: str, open_items: Open) -> Open:
        """Write every item after those it rests on; those that wait for a key."""
        tasks: dict[str, asyncio.Task[str]] = {}
        for item_id, kind in open_items:
            before = [tasks[other] for other in _read_by(kind) if other in tasks]
            work = self._write_after(before, run_id, item_id)
            tasks[kind] = asyncio.create_task(work)
        outcomes = await asyncio.gather(*tasks.values(), return_exceptions=True)
        paused: Open = []
        for item, outcome in zip(open_items, outcomes, strict=True):
            if isinstance(outcome, Exception):
                await self.set_aside(item[0], str(outcome))
            elif outcome == Outcome.PAUSED:
                paused.append(item)
        return paused

    async def _write_after(
        self, before: list[asyncio.Task[str]], run_id: str, item_id: str
    ) -> str:
        if Outcome.PAUSED in await asyncio.gather(*before):
            return Outcome.PAUSED
        return await self.write(run_id, item_id)

    @DBOS.step(name="documents.begin")
    async def begin(self, run_id: str) -> Open:
        """Mark the run as running; what it is to write, in order."""
        try:
            async with self.database.transaction() as session:
                run = await runs.begin(session, UUID(run_id))
                await runs.enter_phase(session, run.id, _phase(run))
                items = await ItemRepository(session).list_open(UUID(run_id))
        except RunOver:
            return []
        return [(str(item.id), item.key) for item in items]

    @DBOS.step(name="documents.write", should_retry=is_transient, **MODEL_STEP)
    async def write(self, run_id: str, item_id: str) -> str:
        """Write one artifact with up to three silent attempts (E2E-GENERATE).

        Each attempt has its own place in the ledger: when the step is repeated after
        a crash, attempts that were answered cost nothing.
        """
        key, item = UUID(run_id), UUID(item_id)
        last: Exception = RuntimeError("no attempt was made")
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._attempt(key, item, attempt)
            except Exception as error:
                outcome = await settle(self.database, key, error)
                if outcome is not Outcome.FAILED:
                    return outcome.value
                last = error
        await self._fail(key, item, failure_of(last))
        return Outcome.FAILED.value

    @DBOS.step(name="documents.set_aside")
    async def set_aside(self, item_id: str, reason: str) -> None:
        """Give an artifact up after the last retry of its step."""
        async with self.database.reading() as session:
            item = await session.get_one(RunItem, UUID(item_id))
        await self._fail(item.run_id, item.id, failure_of(RuntimeError(reason)))

    @DBOS.step(name="documents.finish")
    async def finish(self, run_id: str) -> str:
        """End the run by what became of its items."""
        async with self.database.transaction() as session:
            run = await RunRepository(session).get_for_update(UUID(run_id))
            if not run.is_over:
                await runs.finish(session, run.id)
            return run.status.value

    async def _attempt(self, run_id: UUID, item_id: UUID, attempt: int) -> str:
        job = await self._prepare(run_id, item_id, attempt)
        if isinstance(job, Outcome):
            return job.value
        written = await job.craft.ask(self.runner, job.prepared)
        async with self.database.transaction() as session:
            await job.craft.store(session, job.run, job.item, job.prepared, written)
        return Outcome.DONE.value

    async def _prepare(
        self, run_id: UUID, item_id: UUID, attempt: int
    ) -> Job | Outcome:
        """What to ask; or how the item ended already, by a crash or with another."""
        async with self.database.transaction() as session:
            run = await RunRepository(session).get_for_update(run_id)
            item = await ItemRepository(session).get(item_id)
            if item.status in ITEM_OVER:
                is_done = item.status is ItemStatus.COMPLETED
                return Outcome.DONE if is_done else Outcome.FAILED
            await runs.go_on(session, run_id)
            await runs.start_item(session, item_id, attempt)
            kind = ArtifactType(item.key)
            craft = CRAFTS[kind]
            step = f"{item.key}:{attempt}"
            return Job(run, item, craft, await craft.prepare(session, run, kind, step))

    async def _fail(self, run_id: UUID, item_id: UUID, error: dict[str, Any]) -> None:
        async with self.database.transaction() as session:
            run = await RunRepository(session).get_for_update(run_id)
            if not run.is_over:
                await fail_artifact(
                    session, item_id, error["message"], error["debug_id"]
                )


def _phase(run: Run) -> str:
    """RUNE-03."""
    is_trio = run.kind is RunKind.TRIO
    return "generating_trio" if is_trio else "generating_documents"


def _read_by(kind: str) -> tuple[str, ...]:
    """What has to be written before this, if it is written too."""
    found = RESTS_ON.get(ArtifactType(kind), ())
    return (ArtifactType.IDEA_BRIEF.value, *(other.value for other in found))
