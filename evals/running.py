"""Running cases: a database for the ledger, a runner, and one walk per case."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from sqlalchemy import select

from cofounder import ids
from cofounder.accounts.models import User
from cofounder.db import Database
from cofounder.migrations.upgrading import upgrade
from cofounder.runner import Runner
from cofounder.runs.models import LlmCall, Run
from cofounder.runs.states import RunKind, RunStatus
from evals.answers import raw_answers, spent_on
from evals.cases import Case
from evals.founder import Founder
from evals.outcomes import Failure, Outcome
from evals.stepping import StepFailed, Walk
from evals.walking import walk_interview
from evals.writing import write_documents, write_plan, write_trio

CASE_SECONDS = 3600.0


@asynccontextmanager
async def ledger_database(folder: Path) -> AsyncIterator[Database]:
    """A migrated SQLite database of its own in `folder`."""
    url = f"sqlite+aiosqlite:///{folder / 'evals.db'}"
    await upgrade(url)
    database = Database(url)
    try:
        yield database
    finally:
        await database.close()


async def run_cases(
    cases: Sequence[Case], runner: Runner, database: Database, *, jobs: int = 1
) -> AsyncIterator[Outcome]:
    """Walk all cases, `jobs` at a time; each outcome as soon as it is there."""
    places = asyncio.Semaphore(jobs)

    async def one(case: Case) -> Outcome:
        async with places:
            return await run_case(case, runner, database)

    walks = [asyncio.create_task(one(case)) for case in cases]
    try:
        for walk in asyncio.as_completed(walks):
            yield await walk
    finally:
        for open_one in walks:
            open_one.cancel()
        await asyncio.gather(*walks, return_exceptions=True)


async def run_case(
    case: Case, runner: Runner, database: Database, *, seconds: float = CASE_SECONDS
) -> Outcome:
    """Walk one case as far as it goes; whatever stops it is in the outcome."""
    outcome = Outcome(case, runner.mode)
    walk = await _begin(outcome, runner, database)
    began = time.monotonic()
    try:
        async with asyncio.timeout(seconds):
            await _walk(walk)
    except Exception as error:  # one case's failure never costs the others
        step = outcome.steps[-1] if outcome.steps else "start"
        outcome.failures.append(Failure(step, f"{type(error).__name__}: {error}"))
    rows = await _calls(database, walk)
    outcome.raw = raw_answers(rows, outcome.seen)
    outcome.spent = spent_on(rows, walk.stages, time.monotonic() - began)
    return outcome


async def _walk(walk: Walk) -> None:
    with suppress(StepFailed):
        await walk_interview(walk)
        await write_trio(walk)
        await write_plan(walk)
        await write_documents(walk)


async def _begin(outcome: Outcome, runner: Runner, database: Database) -> Walk:
    """A founder of their own for each case, so that no day's limit is shared."""
    case = outcome.case
    user = User(id=ids.new_id(), subject=f"evals:{ids.new_id()}", tier=case.tier)
    run = Run(
        id=ids.new_id(),
        kind=RunKind.DEFERRED_CALL,
        status=RunStatus.RUNNING,
        user_id=user.id,
        tier=case.tier.value,
        sequence=1,
        correlation_id="evals",
    )
    async with database.transaction() as session:
        session.add_all([user, run])
    return Walk(runner, outcome, user.id, run.id, Founder(case))


async def _calls(database: Database, walk: Walk) -> list[LlmCall]:
    query = (
        select(LlmCall)
        .where(LlmCall.run_id == walk.run_id)
        .order_by(LlmCall.step, LlmCall.call_no, LlmCall.attempt)
    )
    async with database.reading() as session:
        return list(await session.scalars(query))
