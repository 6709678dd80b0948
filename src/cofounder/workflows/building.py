"""The build: design, code, dependencies, checks, preview; each killed step goes on.

Files are commits, states are rows, answers are in the ledger: after a crash the build
continues at its first unfinished step and pays for nothing twice (PIPE-09).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from dbos import DBOS, DBOSConfiguredInstance

from cofounder.builds import progress, service
from cofounder.builds.codebase import merged, missing_parts
from cofounder.builds.errors import BadCodebase
from cofounder.builds.ports import Codebase
from cofounder.builds.progress import Check
from cofounder.builds.repository import BuildRepository
from cofounder.builds.service import Failure
from cofounder.builds.states import FailureClass, Stage
from cofounder.builds.workshop import (
    Verdict,
    Workshop,
    WorkshopFailed,
    label_of,
)
from cofounder.builds.workspace import WorkspaceStore
from cofounder.db import Database
from cofounder.runner import Runner
from cofounder.runs import service as runs
from cofounder.runs.calls import Reply
from cofounder.runs.errors import ModelBusy, RunOver
from cofounder.sandbox import SandboxUnavailable
from cofounder.workflows.build_log import BuildLog
from cofounder.workflows.carrying import carrying
from cofounder.workflows.serving import Boot, PreviewStarter
from cofounder.workflows.stepping import (
    CELL_STEP,
    INSTALL_STEP,
    MODEL_STEP,
    Outcome,
    failure_of,
    is_transient,
    settle,
)
from cofounder.workflows.waiting import wait_for_key

READY = "ready"
GIVEN_UP = (
    "The app's checks still fail after {n} fixes. What is written so far is kept and "
    "can be downloaded; try again, or change what you ask for."
)


Work = Callable[[UUID], Awaitable[str | None]]


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything a build works with."""

    database: Database
    runner: Runner
    workshop: Workshop
    workspaces: WorkspaceStore
    previews: PreviewStarter


@DBOS.dbos_class("build")
class BuildSoftware(DBOSConfiguredInstance):
    """Turn the chosen plan into running software, one proven stage after another."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.database = bench.database
        super().__init__(config_name="default")

    @DBOS.workflow(name="build", max_recovery_attempts=None)
    async def run(self, run_id: str) -> str:
        """Design once; write, install and check until it passes; then serve."""
        with carrying(run_id):
            try:
                outcome = await self.begin(run_id)
                while outcome in (Outcome.DONE, Outcome.AGAIN):
                    outcome = await self._round(run_id)
            except Exception as error:  # any class: a replayed one may be RuntimeError
                outcome = await self.give_up(run_id, str(error))
            return outcome

    async def _round(self, run_id: str) -> str:
        """One try from design to a running preview, up to the first step that ends it."""
        outcome = Outcome.OVER.value
        for step in (self.design, self.code, self.deps, self.check, self.serve):
            outcome = await step(run_id)
            while outcome == Outcome.PAUSED:
                await wait_for_key()
                outcome = await step(run_id)
            if outcome != Outcome.DONE:
                break
        return outcome

    @DBOS.step(name="build.begin")
    async def begin(self, run_id: str) -> str:
        """Leave the queue."""
        try:
            async with self.database.transaction() as session:
                await runs.begin(session, UUID(run_id))
                await service.enter_stage(session, UUID(run_id), Stage.STARTING)
        except RunOver:
            return Outcome.OVER.value
        return Outcome.DONE.value

    @DBOS.step(name="build.design", should_retry=is_transient, **MODEL_STEP)
    async def design(self, run_id: str) -> str:
        """Decide what will be built, once per build; a fix keeps the design."""
        return await self._guarded(UUID(run_id), self._design)

    @DBOS.step(name="build.code", should_retry=is_transient, **MODEL_STEP)
    async def code(self, run_id: str) -> str:
        """Write the app, or fix what the last checks found; the files are a commit."""
        return await self._guarded(UUID(run_id), self._code)

    @DBOS.step(name="build.deps", should_retry=is_transient, **INSTALL_STEP)
    async def deps(self, run_id: str) -> str:
        """Install the app's packages in the build's cell."""
        return await self._guarded(UUID(run_id), self._deps)

    @DBOS.step(name="build.check", should_retry=is_transient, **CELL_STEP)
    async def check(self, run_id: str) -> str:
        """Run the app's own tests; `again` when they fail and a fix is to be tried."""
        return await self._guarded(UUID(run_id), self._check)

    @DBOS.step(name="build.serve", should_retry=is_transient, **CELL_STEP)
    async def serve(self, run_id: str) -> str:
        """Boot the app as its preview: `ready` once it answers, `again` if it fails."""
        return await self._guarded(UUID(run_id), self._serve)

    @DBOS.step(name="build.give_up")
    async def give_up(self, run_id: str, reason: str) -> str:
        """End the build after a step's last retry."""
        failure = failure_of(RuntimeError(reason))
        await self._fail(
            UUID(run_id), Failure(FailureClass.GENERIC, failure["message"])
        )
        return Outcome.FAILED.value

    async def _guarded(self, run_id: UUID, work: Work) -> str:
        """Carry out a stage's work; failures become the build's and an outcome."""
        try:
            return await work(run_id) or Outcome.DONE.value
        except Exception as error:
            outcome = await settle(self.database, run_id, error)
            if outcome is Outcome.FAILED:
                await self._fail(run_id, _why(error))
            return outcome.value

    async def _enter(self, run_id: UUID, stage: Stage) -> bool:
        """Enter a stage; False when a crash hid that it is over (nothing to do)."""
        async with self.database.transaction() as session:
            await runs.open_run(session, run_id)
            await runs.go_on(session, run_id)
            await service.enter_stage(session, run_id, stage)
            build = await BuildRepository(session).get_of_run(run_id)
            return build.stage_status is stage

    async def _fail(self, run_id: UUID, failure: Failure) -> None:
        """End the build; its cell goes, its files stay for download."""
        async with self.database.transaction() as session:
            await service.fail_build(session, run_id, failure)
            build = await BuildRepository(session).get_of_run(run_id)
        await self._let_go(build.id)

    async def _let_go(self, build_id: UUID) -> None:
        await self.bench.workshop.discard(build_id)
        await self.bench.previews.forget(build_id)

    async def _design(self, run_id: UUID) -> None:
        await self._enter(run_id, Stage.SCAFFOLD)
        async with self.database.reading() as session:
            build = await BuildRepository(session).get_of_run(run_id)
            request = await progress.build_request(session, run_id, "design", {})
        if build.design is not None:
            return
        reply = await self.bench.runner.coder.design(request)
        async with self.database.transaction() as session:
            await runs.open_run(session, run_id)
            await progress.keep_design(session, run_id, reply)

    async def _code(self, run_id: UUID) -> None:
        if not await self._enter(run_id, Stage.CODE):
            return  # these files are kept: writing them again would ask for others
        files = await self._files(run_id)
        async with self.database.reading() as session:
            build = await BuildRepository(session).get_of_run(run_id)
            step = f"code:{build.fix_attempts}"
            request = await progress.build_request(session, run_id, step, files)
        coder = self.bench.runner.coder
        fixing = build.fix_attempts > 0
        reply = await (coder.fix(request) if fixing else coder.write(request))
        await self._keep_files(run_id, files, reply, build.fix_attempts)

    async def _keep_files(
        self,
        run_id: UUID,
        before: dict[str, str],
        reply: Reply[Codebase],
        attempt: int,
    ) -> None:
        files = merged(before, reply.value)
        missing = missing_parts(files)
        if missing:
            raise BadCodebase(f"The written app lacks {', '.join(missing)}.")
        async with self.database.reading() as session:
            build = await BuildRepository(session).get_of_run(run_id)
        title = f"Fix {attempt}" if attempt else "Write the app"
        commit = await self.bench.workspaces.commit(
            build.project_id, build.id, files, title
        )
        async with self.database.transaction() as session:
            await runs.open_run(session, run_id)
            await progress.keep_commit(session, run_id, commit, reply.value.summary)
            await service.enter_stage(session, run_id, Stage.DEPS)

    async def _deps(self, run_id: UUID) -> None:
        await self._enter(run_id, Stage.DEPS)
        build_id, files = await self._build_files(run_id)
        async with self.database.transaction() as session:
            build = await BuildRepository(session).get_of_run(run_id, lock=True)
            build.sandbox_id = label_of(build_id)  # from now on there may be a cell
        async with BuildLog(self.database, run_id, Stage.DEPS) as log:
            await self.bench.workshop.install(build_id, files, log.add)

    async def _check(self, run_id: UUID) -> str | None:
        if not await self._enter(run_id, Stage.CHECKS):
            return Outcome.AGAIN.value  # judged before a crash: not counted twice
        build_id, files = await self._build_files(run_id)
        async with BuildLog(self.database, run_id, Stage.CHECKS) as log:
            verdict = await self.bench.workshop.check(build_id, files, log.add)
        if not verdict.passed:
            return await self._again(run_id, verdict)
        async with self.database.transaction() as session:
            await runs.open_run(session, run_id)
            await progress.keep_checks(session, run_id, verdict.checks)
        return None

    async def _again(self, run_id: UUID, verdict: Verdict) -> str:
        """Step back for a fix, or give up; count and step commit together (PIPE-07)."""
        async with self.database.transaction() as session:
            await runs.open_run(session, run_id)
            await progress.keep_checks(session, run_id, verdict.checks)
            attempt = await progress.note_failure(session, run_id, verdict.output)
            if attempt <= progress.MAX_FIXES:
                await service.enter_stage(session, run_id, Stage.SCAFFOLD)
                return Outcome.AGAIN.value
            words = GIVEN_UP.format(n=progress.MAX_FIXES)
            failure = Failure(verdict.failure_class, words, verdict.output)
            await service.fail_build(session, run_id, failure)
            build = await BuildRepository(session).get_of_run(run_id)
        await self._let_go(build.id)
        return Outcome.FAILED.value

    async def _serve(self, run_id: UUID) -> str:
        if not await self._enter(run_id, Stage.CHECKS):
            return Outcome.AGAIN.value
        build_id, files = await self._build_files(run_id)
        await self.bench.workshop.keep(build_id, files)
        boot = await self.bench.previews.boot(build_id, files)
        if boot.check.status == "fail":
            return await self._did_not_start(run_id, build_id, boot)
        async with self.database.transaction() as session:
            await runs.open_run(session, run_id)
            build = await BuildRepository(session).get_of_run(run_id, lock=True)
            build.checks = [*build.checks, boot.check.as_dict()]
            build.preview_host = boot.host_id
            await session.flush()
            await service.make_ready(session, run_id)
        await self.bench.workshop.discard(build_id)
        return READY

    async def _did_not_start(self, run_id: UUID, build_id: UUID, boot: Boot) -> str:
        async with self.database.reading() as session:
            build = await BuildRepository(session).get_of_run(run_id)
        checks = [*(Check(**check) for check in build.checks), boot.check]
        verdict = Verdict(checks, boot.output, FailureClass.RUNTIME_CRASH)
        await self.bench.previews.forget(build_id)
        return await self._again(run_id, verdict)

    async def _build_files(self, run_id: UUID) -> tuple[UUID, dict[str, str]]:
        async with self.database.reading() as session:
            build = await BuildRepository(session).get_of_run(run_id)
        return build.id, await self._files(run_id)

    async def _files(self, run_id: UUID) -> dict[str, str]:
        async with self.database.reading() as session:
            build = await BuildRepository(session).get_of_run(run_id)
        if build.commit is None:
            return {}
        return await self.bench.workspaces.read(build.project_id, build.commit)


def _why(error: Exception) -> Failure:
    """The class and words of what ended a build, decided by what it is (PIPE-08)."""
    match error:
        case WorkshopFailed():
            return Failure(error.kind, error.message, error.detail)
        case SandboxUnavailable():
            return Failure(FailureClass.SANDBOX, error.message)
        case ModelBusy():
            return Failure(FailureClass.RATE_LIMITED, error.message)
        case _:
            return Failure(FailureClass.GENERIC, failure_of(error)["message"])
