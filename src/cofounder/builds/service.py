"""Use cases of builds: ask for one, move it through its stages, end it.

Every start passes `request_build` (GENR-13). Every move writes stage, run, counters
and event in one transaction; an invalid move changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock, ids
from cofounder.accounts.models import User
from cofounder.builds.errors import JobOver
from cofounder.builds.log_lines import MAX_LINES, Line
from cofounder.builds.models import Build, LogLine
from cofounder.builds.repository import BuildRepository
from cofounder.builds.states import LABELS, FailureClass, Stage, may_move
from cofounder.decisions.service import check_nothing_blocks
from cofounder.gates.checking import check_direction
from cofounder.plans.service import lock_selected
from cofounder.projects import service as projects
from cofounder.projects.models import Project
from cofounder.projects.repository import ProjectRepository
from cofounder.projects.stages import ProjectStatus
from cofounder.runs import service as runs
from cofounder.runs.errors import AccountSuspended
from cofounder.runs.models import Run
from cofounder.runs.repository import RunRepository
from cofounder.runs.service import RunRequest, request_run
from cofounder.runs.states import RunKind, RunStatus

CANCELLED = "Cancelled by user"
MAX_GOAL = 10_000


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a build failed: a class, a sentence for the founder, detail for a helper."""

    kind: FailureClass
    message: str
    detail: str = ""


async def request_build(
    session: AsyncSession,
    project: Project,
    *,
    goal: str,
    by: User,
    correlation_id: str,
    queue_cap: int,
) -> tuple[Build, Run]:
    """Reserve the next version and put the build in the queue (GENR-13, GENR-05).

    Raises:
        AccountSuspended, ProjectParked, GatePending, NotProceed, PlanNotSelected,
        DecisionPending, SystemBusy: in this order.
    """
    if by.is_suspended:
        raise AccountSuspended
    projects.check_not_parked(project)
    await ProjectRepository(session).lock(project.id)
    await check_direction(session, project.id)
    selection = await lock_selected(session, project.id)
    await check_nothing_blocks(session, project.id)
    run = await request_run(
        session,
        RunRequest(
            kind=RunKind.BUILD,
            user=by,
            correlation_id=correlation_id,
            project_id=project.id,
            options={"goal": goal},
            slotted=True,
            counts_daily=True,
            queue_cap=queue_cap,
        ),
    )
    scheduled = run.status is RunStatus.SCHEDULED
    build = Build(
        id=ids.new_id(),
        run_id=run.id,
        project_id=project.id,
        user_id=by.id,
        goal=goal,
        number=await BuildRepository(session).highest_number(project.id) + 1,
        stage_status=Stage.SCHEDULED if scheduled else Stage.QUEUED,
        plan_set_id=selection.plan_set_id,
        option=selection.option,
        checks=[],
        stage_times=[],
        fix_attempts=0,
        log_count=0,
    )
    session.add(build)
    await projects.complete_milestone(
        session, project, 2, "gate_proceed", correlation_id=correlation_id
    )
    await session.flush()
    return build, run


async def enter_stage(session: AsyncSession, run_id: UUID, stage: Stage) -> bool:
    """Move a build to a stage; False when it is not a move, and nothing changes.

    A stage entered again after a crash is no move and no failure.
    """
    build = await BuildRepository(session).get_of_run(run_id, lock=True)
    if not may_move(build.stage_status, stage):
        return False
    if stage is Stage.STARTING:
        await _start(session, build)
    _note_time(build, stage)
    build.stage_status = stage
    await runs.add_event(session, run_id, "build.stage.started", _payload(build))
    if stage is not Stage.STARTING:
        await runs.enter_phase(session, run_id, stage.value, LABELS[stage])
    return True


async def _start(session: AsyncSession, build: Build) -> None:
    build.started_at = clock.now()
    project = await ProjectRepository(session).get(build.project_id)
    run = await RunRepository(session).get(build.run_id)
    await projects.complete_milestone(
        session, project, 3, "build_started", correlation_id=run.correlation_id
    )


def _note_time(build: Build, stage: Stage) -> None:
    moment = clock.now().isoformat()
    times = [dict(entry) for entry in build.stage_times]
    if times and times[-1].get("ended_at") is None:
        times[-1]["ended_at"] = moment
    if stage not in (Stage.READY, Stage.FAILED):
        times.append({"stage": stage.value, "started_at": moment, "ended_at": None})
    build.stage_times = times


def _payload(build: Build) -> dict[str, Any]:
    return {
        "job_id": str(build.run_id),
        "status": build.stage_status.value,
        "stage": build.stage_status.value,
        "stage_label": build.stage_label,
        "message": build.error_message,
        "timestamp": clock.now().isoformat(),
    }


async def make_ready(session: AsyncSession, run_id: UUID) -> bool:
    """The build runs and its checks passed: ready, for good (GENR-11, MVPS-01).

    The preview's host was stored before; the first ready build completes the MVP.
    """
    build = await BuildRepository(session).get_of_run(run_id, lock=True)
    assert build.preview_host is not None
    if not may_move(build.stage_status, Stage.READY):
        return False
    await runs.open_run(session, run_id)
    _end(build, Stage.READY)
    await runs.add_event(session, run_id, "build.stage.completed", _payload(build))
    await _complete_mvp(session, build)
    await runs.finish(session, run_id, output={"build_version": build.build_version})
    return True


async def _complete_mvp(session: AsyncSession, build: Build) -> None:
    run = await RunRepository(session).get(build.run_id)
    project = await ProjectRepository(session).lock(build.project_id)
    passed = [c for c in build.checks if c["status"] == "pass"]
    keys = ["build_complete", "preview_live", *(["tests_passing"] if passed else [])]
    for key in keys:
        await projects.complete_milestone(
            session, project, 3, key, correlation_id=run.correlation_id
        )
    # A parked project stays where it is (PROJ-06); the build is ready all the same,
    # and the next one completes the MVP.
    if project.stage_number >= 3 or project.status is not ProjectStatus.ACTIVE:
        return
    await projects.enter_stage(
        session,
        project,
        3,
        correlation_id=run.correlation_id,
        actor="system",
        proceed_decided=True,
        detail={"trigger": "build_complete"},
    )
    projects.record(
        session,
        project.id,
        "mvp_built",
        correlation_id=run.correlation_id,
        detail={
            "build_version": build.build_version,
            "preview_host": build.preview_host,
        },
    )


def _end(build: Build, stage: Stage) -> None:
    _note_time(build, stage)
    build.stage_status = stage
    moment = clock.now()
    build.completed_at = moment
    if build.started_at is not None:
        taken = moment - build.started_at
        build.duration_seconds = round(taken.total_seconds())


async def fail_build(session: AsyncSession, run_id: UUID, failure: Failure) -> bool:
    """End a build in failure; what it wrote stays for download and diagnosis."""
    build = await BuildRepository(session).get_of_run(run_id, lock=True)
    if build.is_over:
        return False
    build.failure_class = failure.kind.value
    build.error_message = failure.message
    build.failure_detail = failure.detail[:8_000] or None
    build.debug_id = str(ids.new_id())
    _end(build, Stage.FAILED)
    await runs.add_event(session, run_id, "build.stage.completed", _payload(build))
    await runs.fail(
        session,
        run_id,
        {
            "code": failure.kind.value,
            "message": failure.message,
            "debug_id": build.debug_id,
        },
    )
    return True


async def cancel_build(session: AsyncSession, build: Build) -> None:
    """Stop a build at once, whatever it does (GENR-06).

    Raises:
        JobOver: it has ended already.
    """
    build = await BuildRepository(session).get_of_run(build.run_id, lock=True)
    if build.is_over:
        raise JobOver
    build.error_message = CANCELLED
    build.debug_id = str(ids.new_id())
    _end(build, Stage.FAILED)
    run = await RunRepository(session).get(build.run_id)
    await runs.add_event(session, run.id, "build.stage.completed", _payload(build))
    await runs.stop(session, run)


async def append_log(
    session: AsyncSession, run_id: UUID, lines: list[Line], phase: str
) -> None:
    """Keep cleaned lines, at most 50,000 in a build and none after its end."""
    build = await BuildRepository(session).get_of_run(run_id, lock=True)
    if build.is_over:
        return
    for line in lines[: max(0, MAX_LINES - build.log_count)]:
        build.log_count += 1
        session.add(
            LogLine(
                run_id=run_id,
                seq=build.log_count,
                source=line.source,
                text=line.text,
                phase=phase,
            )
        )
