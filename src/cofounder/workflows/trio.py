"""The trio: three artifacts written at once, one failure never costs the others."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from dbos import DBOS, DBOSConfiguredInstance

from cofounder.artifacts import trio
from cofounder.artifacts.contents import (
    AppArchitecture,
    ArtifactType,
    MvpTimeline,
)
from cofounder.artifacts.finalizing import project_passages
from cofounder.artifacts.graph import strategy_graph
from cofounder.artifacts.ports import StrategyRequest
from cofounder.artifacts.timeline import check_weeks
from cofounder.artifacts.versions import Sources
from cofounder.artifacts.writing import ATTEMPTS, fail_artifact
from cofounder.db import Database
from cofounder.runner import Runner
from cofounder.runs import service as runs
from cofounder.runs.calls import Reply
from cofounder.runs.deferral import context_of
from cofounder.runs.errors import RunOver
from cofounder.runs.models import RunItem
from cofounder.runs.repository import ItemRepository, RunRepository
from cofounder.runs.states import ITEM_OVER, ItemStatus
from cofounder.workflows.carrying import carrying
from cofounder.workflows.stepping import (
    MODEL_STEP,
    Outcome,
    failure_of,
    is_transient,
    settle,
)
from cofounder.workflows.waiting import wait_for_key

Written = tuple[Reply[Any], trio.TrioContent, Sources]


@DBOS.dbos_class("trio")
class WriteTrio(DBOSConfiguredInstance):
    """Write strategy graph, timeline and architecture side by side."""

    def __init__(self, database: Database, runner: Runner) -> None:
        self.database, self.runner = database, runner
        super().__init__(config_name="default")

    @DBOS.workflow(name="trio", max_recovery_attempts=None)
    async def run(self, run_id: str) -> str:
        """Write every item; those that wait for a new key are taken up again."""
        with carrying(run_id):
            open_items = await self.begin(run_id)
            while open_items:
                open_items = await self._write_all(run_id, open_items)
                if open_items:
                    await wait_for_key()
            return await self.finish(run_id)

    async def _write_all(self, run_id: str, item_ids: list[str]) -> list[str]:
        """Write items side by side; those that wait for a key, in order."""
        outcomes = await asyncio.gather(
            *(self.write(run_id, item_id) for item_id in item_ids),
            return_exceptions=True,
        )
        paused: list[str] = []
        for item_id, outcome in zip(item_ids, outcomes, strict=True):
            if isinstance(outcome, Exception):
                await self.set_aside(item_id, str(outcome))
            elif outcome == Outcome.PAUSED:
                paused.append(item_id)
        return paused

    @DBOS.step(name="trio.begin")
    async def begin(self, run_id: str) -> list[str]:
        """Mark the run as running; the items to write, in order."""
        try:
            async with self.database.transaction() as session:
                await runs.begin(session, UUID(run_id))
                await runs.enter_phase(session, UUID(run_id), "generating_trio")
                items = await trio.open_items(session, UUID(run_id))
        except RunOver:
            return []
        return [str(item.id) for item in items]

    @DBOS.step(name="trio.write", should_retry=is_transient, **MODEL_STEP)
    async def write(self, run_id: str, item_id: str) -> str:
        """Write one artifact with up to three silent attempts (E2E-GENERATE).

        Each attempt has its own place in the ledger: when the step is repeated after
        a crash, attempts that were answered cost nothing.
        """
        key, item = UUID(run_id), UUID(item_id)
        if (ended := await self._ended(item)) is not None:
            return ended.value
        last: Exception = RuntimeError("no attempt was made")
        for attempt in range(1, ATTEMPTS + 1):
            try:
                await self._attempt(key, item, attempt)
            except Exception as error:
                outcome = await settle(self.database, key, error)
                if outcome is not Outcome.FAILED:
                    return outcome.value
                last = error
            else:
                return Outcome.DONE.value
        await self._fail(item, failure_of(last))
        return Outcome.FAILED.value

    @DBOS.step(name="trio.set_aside")
    async def set_aside(self, item_id: str, reason: str) -> None:
        """Give an artifact up after the last retry of its step."""
        await self._fail(UUID(item_id), failure_of(RuntimeError(reason)))

    @DBOS.step(name="trio.finish")
    async def finish(self, run_id: str) -> str:
        """End the run by what became of its items."""
        async with self.database.transaction() as session:
            run = await RunRepository(session).get(UUID(run_id))
            if not run.is_over:
                await runs.finish(session, UUID(run_id))
            return run.status.value

    async def _ended(self, item_id: UUID) -> Outcome | None:
        """How the item ended already, before a crash kept that out of the journal."""
        async with self.database.reading() as session:
            item = await session.get_one(RunItem, item_id)
        if item.status not in ITEM_OVER:
            return None
        completed = item.status is ItemStatus.COMPLETED
        return Outcome.DONE if completed else Outcome.FAILED

    async def _attempt(self, run_id: UUID, item_id: UUID, attempt: int) -> None:
        kind, request = await self._prepare(run_id, item_id, attempt)
        reply, content, sources = await WRITERS[kind](self.runner, request)
        async with self.database.transaction() as session:
            await trio.store_item(session, run_id, item_id, reply, content, sources)

    async def _prepare(
        self, run_id: UUID, item_id: UUID, attempt: int
    ) -> tuple[ArtifactType, StrategyRequest]:
        async with self.database.transaction() as session:
            await runs.go_on(session, run_id)
            item = await runs.start_item(session, item_id, attempt)
            run = await RunRepository(session).get(run_id)
            assert run.project_id is not None
            context = context_of(run, f"{item.key}:{attempt}")
            passages = await project_passages(session, run.project_id)
            request = await trio.strategy_request(session, context, passages)
            return ArtifactType(item.key), request

    async def _fail(self, item_id: UUID, error: dict[str, Any]) -> None:
        async with self.database.transaction() as session:
            item = await ItemRepository(session).get(item_id)
            run = await RunRepository(session).get_for_update(item.run_id)
            if not run.is_over:
                await fail_artifact(
                    session, item_id, error["message"], error["debug_id"]
                )


async def _write_graph(runner: Runner, request: StrategyRequest) -> Written:
    reply = await runner.strategist.strategy_graph(request)
    graph, sources = strategy_graph(reply.value, request.passages)
    return reply, graph, sources


async def _write_timeline(runner: Runner, request: StrategyRequest) -> Written:
    reply: Reply[MvpTimeline] = await runner.strategist.mvp_timeline(request)
    check_weeks(reply.value, request.context.tier)
    return reply, reply.value, {}


async def _write_architecture(runner: Runner, request: StrategyRequest) -> Written:
    reply: Reply[AppArchitecture] = await runner.strategist.app_architecture(request)
    return reply, reply.value, {}


WRITERS: dict[ArtifactType, Callable[[Runner, StrategyRequest], Awaitable[Written]]] = {
    ArtifactType.STRATEGY_GRAPH: _write_graph,
    ArtifactType.MVP_TIMELINE: _write_timeline,
    ArtifactType.APP_ARCHITECTURE: _write_architecture,
}
