"""Runs that ask a model: `python -m bench.workers.our_runs FOLDER`.

The engine, the dispatcher, the ledger and the real runner, as the server has them;
each request names the model server to ask.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import uvloop
from dbos import DBOS, DBOSConfiguredInstance
from pydantic import SecretStr

from bench.seeding import a_founder, a_project, a_run, an_idea_brief, fresh_database
from bench.workers import Reply, answer_requests
from cofounder.agents.real import RunnerReal
from cofounder.artifacts.contents import GENERATION_ORDER, TRIO, ArtifactType
from cofounder.artifacts.documents.generating import generate
from cofounder.artifacts.finalizing import project_passages
from cofounder.artifacts.ports import Strategist, Writer
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.artifacts.trio import start_trio
from cofounder.builds.ports import Coder
from cofounder.db import Database
from cofounder.interviews.ports import Interviewer, InterviewRequest
from cofounder.plans.ports import Planner
from cofounder.runner import Mode, Runner
from cofounder.runs import service as runs
from cofounder.runs.deferral import context_of
from cofounder.runs.ledger import Ledger
from cofounder.runs.models import Run
from cofounder.runs.states import RunKind, RunStatus
from cofounder.runs.waiting import wait_for_run
from cofounder.settings import Settings
from cofounder.workflows.dispatcher import Dispatcher
from cofounder.workflows.documents import WriteDocuments
from cofounder.workflows.engine import Engine
from cofounder.workflows.launcher import Body, InProcessLauncher

KEY = SecretStr("bench")
MODEL = "anthropic:claude-sonnet-4-6"
PATIENCE = 60.0


class Asked:
    """The runner whose turn it is: one per model server."""

    mode: Mode
    label: str
    interviewer: Interviewer
    strategist: Strategist
    planner: Planner
    writer: Writer
    coder: Coder

    def __init__(self, database: Database) -> None:
        self.ledger = Ledger(database)
        self.runners: dict[str, RunnerReal] = {}

    def use(self, url: str) -> None:
        if url not in self.runners:
            settings = Settings(model=MODEL, model_base_url=url, model_api_key=KEY)
            self.runners[url] = RunnerReal(settings, self.ledger)
        chosen = self.runners[url]
        self.mode, self.label = chosen.mode, chosen.label
        self.interviewer, self.strategist = chosen.interviewer, chosen.strategist
        self.planner, self.coder = chosen.planner, chosen.coder
        self.writer = chosen.writer

    async def close(self) -> None:
        for runner in self.runners.values():
            await runner.close()


@DBOS.dbos_class("bench")
class AskOneByOne(DBOSConfiguredInstance):
    """A workflow whose every step is one model call."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self.requests: list[InterviewRequest] = []
        super().__init__(config_name="default")

    @DBOS.workflow(name="bench.calls")
    async def run(self, count: int) -> list[float]:
        """The milliseconds of each step."""
        spent: list[float] = []
        for number in range(count):
            began = time.perf_counter()
            level = await self.ask(number)
            spent.append((time.perf_counter() - began) * 1000)
            assert level in ("strong", "moderate", "needs_depth"), level
        return spent

    @DBOS.step(name="bench.ask", preemptible=True)
    async def ask(self, number: int) -> str:
        reply = await self.runner.interviewer.confidence(self.requests[number])
        return reply.value.level


class Bench:
    """What requests are carried out on."""

    def __init__(self, database: Database) -> None:
        self.database, self.runner = database, Asked(database)
        self.calls = AskOneByOne(self.runner)
        self.documents = WriteDocuments(database, self.runner)

    async def work(self, request: dict[str, Any]) -> Reply:
        self.runner.use(request["url"])
        if request["do"] == "trio":
            return await self.write_trio()
        if request["do"] == "documents":
            return await self.write_documents()
        return await self.make_calls(request["count"])

    async def make_calls(self, count: int) -> Reply:
        """Some model calls, one after another, in one run."""
        async with self.database.transaction() as session:
            founder = await a_founder(session)
            run = await a_run(session, founder)
            await runs.begin(session, run.id)
            project = await a_project(session, founder)
            passages = await project_passages(session, project.id)
        self.calls.requests = [
            InterviewRequest(
                context_of(run, f"call:{number}"),
                passages,
                section="risks",
                content="They may not pay.",
            )
            for number in range(count)
        ]
        handle = await DBOS.start_workflow_async(self.calls.run, count)
        spent = await handle.get_result(polling_interval_sec=0.05)
        return {"milliseconds": spent}

    async def write_trio(self) -> Reply:
        """One trio from its request to its last document."""
        async with self.database.transaction() as session:
            founder = await a_founder(session)
            project = await a_project(session, founder)
        began = time.perf_counter()
        async with self.database.transaction() as session:
            run = await start_trio(
                session, project.id, by=founder, correlation_id="bench"
            )
        spent = await self.ended([run], began)
        return {"seconds": spent, "documents": await self.written(project.id, TRIO)}

    async def write_documents(self) -> Reply:
        """The five documents and a trio beside them, as a founder asks for them."""
        async with self.database.transaction() as session:
            founder = await a_founder(session)
            project = await a_project(session, founder)
            await an_idea_brief(session, project)
        began = time.perf_counter()
        async with self.database.transaction() as session:
            five = await generate(session, project, by=founder, correlation_id="bench")
            three = await start_trio(
                session, project.id, by=founder, correlation_id="bench"
            )
        spent = await self.ended([five, three], began)
        kinds = (*GENERATION_ORDER, *TRIO)
        return {"seconds": spent, "documents": await self.written(project.id, kinds)}

    async def ended(self, asked: list[Run], began: float) -> float:
        """Seconds from `began` until the last of these runs has succeeded."""
        done = [await wait_for_run(self.database, run.id, PATIENCE) for run in asked]
        spent = time.perf_counter() - began
        for run in done:
            assert run.status is RunStatus.SUCCEEDED, run.error
        return spent

    async def written(self, project_id: UUID, kinds: Sequence[ArtifactType]) -> int:
        """How many of these are there, with content."""
        async with self.database.reading() as session:
            rows = await ArtifactRepository(session).list_of(project_id, kinds)
        return sum(bool(row.current_content) for row in rows)


async def main() -> None:
    async with fresh_database(Path(sys.argv[1])) as database:
        bench = Bench(database)
        bodies: dict[RunKind, Body] = {
            RunKind.TRIO: bench.documents.run,
            RunKind.DOCUMENTS: bench.documents.run,
        }
        launcher = InProcessLauncher(bodies)
        dispatcher = Dispatcher(database, launcher)
        engine = Engine(database, executor_id="main")
        await engine.launch()
        dispatcher.start()
        try:
            await answer_requests(bench.work)
        finally:
            await dispatcher.stop()
            await engine.close()
            await bench.runner.close()


if __name__ == "__main__":
    uvloop.run(main())
