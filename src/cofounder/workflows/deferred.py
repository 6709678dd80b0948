"""Deferred calls: one model call behind a request, carried out as a run (LLMC-02)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dbos import DBOS, DBOSConfiguredInstance
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts import brief_edits, finalizing
from cofounder.db import Database
from cofounder.decisions import service as decisions
from cofounder.gates import proposals, resolving
from cofounder.interviews import checking, onboarding, understanding
from cofounder.plans import service as plans
from cofounder.runner import Runner
from cofounder.runs import service as runs
from cofounder.runs.calls import Reply
from cofounder.runs.models import Run
from cofounder.runs.repository import ItemRepository, RunRepository
from cofounder.workflows.carrying import carrying
from cofounder.workflows.comparing import propose
from cofounder.workflows.stepping import (
    MODEL_STEP,
    Outcome,
    failure_of,
    is_transient,
    settle,
)
from cofounder.workflows.waiting import wait_for_key

Prepare = Callable[[AsyncSession, Run], Awaitable[Any]]
Ask = Callable[[Runner, Any], Awaitable[Reply[Any]]]
Apply = Callable[[AsyncSession, Run, Any], Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Operation:
    """Read what the model needs, ask it, apply its answer."""

    prepare: Prepare
    ask: Ask
    apply: Apply


OPERATIONS: dict[str, Operation] = {
    onboarding.START: Operation(
        onboarding.questions_request,
        lambda runner, request: runner.interviewer.onboarding_questions(request),
        onboarding.open_session,
    ),
    onboarding.FINALIZE: Operation(
        onboarding.thesis_request,
        lambda runner, request: runner.interviewer.thesis(request),
        onboarding.store_thesis,
    ),
    understanding.START: Operation(
        understanding.questions_request,
        lambda runner, request: runner.interviewer.understanding_questions(request),
        understanding.open_session,
    ),
    checking.EDIT: Operation(
        checking.relevance_request,
        lambda runner, request: runner.interviewer.relevance(request),
        checking.store_relevance,
    ),
    checking.CHECK: Operation(
        checking.relevance_request,
        lambda runner, request: runner.interviewer.relevance(request),
        checking.store_relevance,
    ),
    finalizing.FINALIZE: Operation(
        finalizing.brief_request,
        lambda runner, request: runner.interviewer.idea_brief(request),
        finalizing.store_finalized,
    ),
    brief_edits.CONFIDENCE: Operation(
        brief_edits.confidence_request,
        lambda runner, request: runner.interviewer.confidence(request),
        brief_edits.store_confidence,
    ),
    resolving.RESOLVE: Operation(
        resolving.resolve_request,
        lambda runner, request: runner.interviewer.idea_brief(request),
        resolving.store_resolution,
    ),
    proposals.COMPARE: Operation(
        proposals.compare_request, propose, proposals.store_proposal
    ),
    decisions.ASK: Operation(
        decisions.console_request,
        lambda runner, request: runner.planner.console_options(request),
        decisions.store_decision,
    ),
    plans.GENERATE: Operation(
        plans.plan_request,
        lambda runner, request: runner.planner.draft(request),
        plans.store_options,
    ),
}


@DBOS.dbos_class("deferred_call")
class CarryOutCall(DBOSConfiguredInstance):
    """Ask the model one thing and apply its answer, whatever happens in between."""

    def __init__(self, database: Database, runner: Runner) -> None:
        self.database, self.runner = database, runner
        super().__init__(config_name="default")

    @DBOS.workflow(name="deferred_call", max_recovery_attempts=None)
    async def run(self, run_id: str) -> str:
        """Ask; wait for a new key if it was rejected; give up on a failure."""
        with carrying(run_id):
            try:
                outcome = await self.ask(run_id)
                while outcome == Outcome.PAUSED:
                    await wait_for_key()
                    outcome = await self.ask(run_id)
            except Exception as error:  # any class: a replayed one may be RuntimeError
                outcome = await self.give_up(run_id, str(error))
            return outcome

    @DBOS.step(name="deferred_call.ask", should_retry=is_transient, **MODEL_STEP)
    async def ask(self, run_id: str) -> str:
        """Read, ask, apply; the answer and the run's end commit together."""
        key = UUID(run_id)
        try:
            operation, request = await self._prepare(key)
            reply = await operation.ask(self.runner, request)
            await self._apply(key, operation, reply)
        except Exception as error:
            outcome = await settle(self.database, key, error)
            if outcome is Outcome.FAILED:
                await self._fail(key, failure_of(error))
            return outcome.value
        return Outcome.DONE.value

    @DBOS.step(name="deferred_call.give_up")
    async def give_up(self, run_id: str, reason: str) -> str:
        """End the run after the last retry."""
        await self._fail(UUID(run_id), failure_of(RuntimeError(reason)))
        return Outcome.FAILED.value

    async def _prepare(self, run_id: UUID) -> tuple[Operation, Any]:
        async with self.database.transaction() as session:
            run = await runs.begin(session, run_id)
            await runs.go_on(session, run_id)
            for item in await ItemRepository(session).list_open(run_id):
                await runs.start_item(session, item.id, attempt=item.attempt + 1)
            operation = OPERATIONS[run.options["operation"]]
            return operation, await operation.prepare(session, run)

    async def _apply(
        self, run_id: UUID, operation: Operation, reply: Reply[Any]
    ) -> None:
        async with self.database.transaction() as session:
            run = await runs.open_run(session, run_id)
            output = await operation.apply(session, run, reply)
            for item in await ItemRepository(session).list_open(run_id):
                await runs.complete_item(session, item.id)
            await runs.finish(session, run_id, output=output)

    async def _fail(self, run_id: UUID, error: dict[str, Any]) -> None:
        async with self.database.transaction() as session:
            run = await RunRepository(session).get_for_update(run_id)
            if run.is_over:
                return
            for item in await ItemRepository(session).list_open(run_id):
                await runs.fail_item(session, item.id, error)
            await runs.fail(session, run_id, error)
