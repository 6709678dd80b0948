"""Reading a build into its page: running, ready, or ended without a result."""

from __future__ import annotations

from collections.abc import Sequence

from cofounder import clock
from cofounder.builds.models import Build
from cofounder.builds.repository import BuildRepository
from cofounder.builds.states import FailureClass, Stage
from cofounder.runs.call_repository import LlmCallRepository
from cofounder.runs.models import Run
from cofounder.runs.repository import RunRepository
from cofounder.runs.states import RunStatus
from cofounder.web import words
from cofounder.web.calls import KEY_REJECTED
from cofounder.web.opened import OpenProject
from cofounder.web.screens.build.logs import log_of
from cofounder.web.screens.build.pages import (
    BuildFailure,
    BuildPage,
    BuildProgress,
    BuildResult,
    Check,
)
from cofounder.web.screens.build.previewing import preview_of
from cofounder.web.screens.build.stages import feed_of, narration_of, segments_of
from cofounder.web.screens.build.versions import is_cancelled, strip_of, version_href
from cofounder.web.screens.pieces import Failure
from cofounder.web.screens.plan.loading import DEMO, Lock, entry_lock

CALM_AFTER_SECONDS = 120
CALM = "Still working, this is normal."
KEPT_CODE = "What is written so far is kept, and so is every earlier version."
KEPT = "Your plan, your brief and every earlier version are kept."
STOPPED = "You stopped this build."
UNKNOWN = "The build ended without a result."


async def load(
    opened: OpenProject, build: Build, *, log: str, wake: bool, is_first_view: bool
) -> BuildPage:
    """The page of one version."""
    builds = await BuildRepository(opened.session).list_of(opened.id)
    body = (
        await progress_of(opened, build, log)
        if not build.is_over
        else await _ended(opened, build, log, wake=wake, is_first_view=is_first_view)
    )
    return BuildPage(
        body=body,
        versions=strip_of(builds, build, opened.home),
        is_demo=build.generated_by == DEMO,
        is_waiting=not build.is_over,
    )


def find_version(builds: Sequence[Build], version: str) -> Build | None:
    """The newest build of a version: a failed one gives its number free."""
    return next((b for b in builds if b.build_version == version), None)


async def progress_of(opened: OpenProject, build: Build, log: str) -> BuildProgress:
    """What polling swaps while a build runs."""
    session = opened.session
    run = await RunRepository(session).get(build.run_id)
    shown = await log_of(session, build, log)
    _, _, cost = await LlmCallRepository(session).totals(run_id=run.id)
    begin = build.started_at or build.created_at
    elapsed = max(0, int((clock.now() - begin).total_seconds()))
    return BuildProgress(
        label=build.stage_label,
        version=build.display_version,
        plan_name=str(build.option.get("name", "Your plan")),
        goal=build.goal,
        segments=segments_of(build),
        narration=narration_of(build),
        elapsed_seconds=elapsed,
        feed=feed_of(build),
        log=shown.lines,
        earlier_log_href=shown.earlier_href,
        is_log_open=shown.is_open,
        cancel_action=f"{version_href(opened.home, build)}/cancel",
        cost=words.money(cost),
        attempt=1 + build.fix_attempts,
        note=await _note(opened, run, elapsed),
        is_stopping=run.is_stopping,
    )


async def _note(opened: OpenProject, run: Run, elapsed: int) -> str | None:
    """Why it has not begun, why it waits, or that all is well."""
    if run.status is RunStatus.AWAITING_FOUNDER:
        return KEY_REJECTED
    if run.status is RunStatus.SCHEDULED:
        when = "" if run.wake_at is None else f" It starts {words.exact(run.wake_at)}."
        return f"{run.phase_detail or 'Scheduled.'}{when}"
    if run.status is RunStatus.QUEUED and run.admitted_at is None:
        waiting = await RunRepository(opened.session).list_waiting()
        slotted = [row.id for row in waiting if row.slotted]
        if run.id in slotted:
            return f"You are #{slotted.index(run.id) + 1} in queue."
    return CALM if elapsed >= CALM_AFTER_SECONDS else None


async def _ended(
    opened: OpenProject, build: Build, log: str, *, wake: bool, is_first_view: bool
) -> BuildResult | BuildFailure:
    closed = await entry_lock(opened)
    if build.stage_status is Stage.READY:
        return await _result(opened, build, log, closed, wake, is_first_view)
    return await _failure(opened, build, log, closed)


async def _result(
    opened: OpenProject,
    build: Build,
    log: str,
    closed: Lock | None,
    wake: bool,
    is_first_view: bool,
) -> BuildResult:
    shown = await log_of(opened.session, build, log)
    _, label, href = closed or ("", "", "")
    return BuildResult(
        version=build.display_version,
        took=words.duration(build.duration_seconds or 0),
        summary=build.summary or "",
        goal=build.goal,
        preview=await preview_of(opened, build, wake=wake or is_first_view),
        checks=tuple(
            Check(name=c["name"], status=c["status"], summary=c["summary"])
            for c in build.checks
        ),
        feed=feed_of(build),
        log=shown.lines,
        earlier_log_href=shown.earlier_href,
        is_log_open=shown.is_open,
        download_href=f"{version_href(opened.home, build)}/workspace.zip",
        again_action=f"{opened.home}/build",
        next_label=label,
        next_href=href,
        is_first_view=is_first_view,
    )


async def _failure(
    opened: OpenProject, build: Build, log: str, closed: Lock | None
) -> BuildFailure:
    shown = await log_of(opened.session, build, log)
    _, label, href = closed or ("", "", "")
    here = version_href(opened.home, build)
    without_sandbox = build.failure_class == FailureClass.SANDBOX
    return BuildFailure(
        version=build.display_version,
        failure=_what_happened(build),
        is_cancelled=is_cancelled(build),
        segments=segments_of(build),
        feed=feed_of(build),
        log=shown.lines,
        earlier_log_href=shown.earlier_href,
        is_log_open=shown.is_open,
        again_action=f"{opened.home}/build",
        goal=build.goal,
        next_label=label,
        next_href=href,
        fix=(opened.edge.capabilities.fix or "") if without_sandbox else "",
        download_href=f"{here}/workspace.zip" if build.commit else None,
    )


def _what_happened(build: Build) -> Failure:
    stopped = is_cancelled(build)
    return Failure(
        happened=STOPPED if stopped else build.error_message or UNKNOWN,
        kept=KEPT_CODE if build.commit else KEPT,
        detail=build.failure_detail,
        debug_id=None if stopped else build.debug_id,
    )
