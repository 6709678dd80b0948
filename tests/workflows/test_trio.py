"""The trio: side by side, three silent attempts, one failure never costs others."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest
import structlog
from sqlalchemy import select

from cofounder.artifacts.models import Artifact, ArtifactVersion
from cofounder.runs.models import Run, RunItem
from cofounder.runs.repository import RunRepository
from cofounder.runs.states import ItemStatus, RunStatus
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Founder, WalkTo

KINDS = ("strategy_graph", "mvp_timeline", "app_architecture")


async def status(founder: Founder) -> dict[str, Any]:
    path = f"/api/artifacts/project/{founder.project_id}/generation-status"
    return await founder.get(path)


async def settled(founder: Founder) -> dict[str, Any]:
    path = f"/api/artifacts/project/{founder.project_id}/generation-status"
    return await founder.until(path, lambda body: "generating" not in str(body))


def loud(logged: list[Any]) -> list[str]:
    """The warnings and errors, but for what a busy machine adds."""
    events = [e["event"] for e in logged if e["log_level"] in ("warning", "error")]
    return [event for event in events if event != "slow_transaction"]


async def trio_runs(app: RunningApp, founder: Founder) -> list[Run]:
    async with app.database.reading() as session:
        rows = await session.scalars(
            select(Run)
            .where(Run.kind == "trio", Run.project_id == UUID(founder.project_id))
            .order_by(Run.sequence)
        )
        return list(rows)


async def ended_run(app: RunningApp, founder: Founder) -> Run:
    """The only trio run of the project, once it is over."""
    (run,) = await trio_runs(app, founder)
    ended = ("succeeded", "partial")
    await founder.until(f"/api/runs/{run.id}", lambda body: body["status"] in ended)
    (run,) = await trio_runs(app, founder)
    return run


async def versions(app: RunningApp, founder: Founder) -> dict[str, int]:
    async with app.database.reading() as session:
        rows = await session.execute(
            select(Artifact.artifact_type, ArtifactVersion.version_number)
            .join(ArtifactVersion, ArtifactVersion.artifact_id == Artifact.id)
            .where(Artifact.project_id == UUID(founder.project_id))
        )
        return {kind.value: number for kind, number in rows if kind.value in KINDS}


async def test_e2e_generate_the_three_are_written_side_by_side(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("answered")
    held = [app.script.hold(f"strategist.{kind}") for kind in KINDS]
    await founder.finalized_brief()
    await asyncio.wait_for(asyncio.gather(*(h.reached.wait() for h in held)), 20)
    (run,) = await trio_runs(app, founder)
    assert run.phase == "generating_trio"
    for hold in held:
        hold.release()
    await founder.trio()


async def test_orc_41_two_failures_are_silent_and_the_third_try_counts(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("answered")
    app.script.fail("strategist.mvp_timeline", times=2)
    await founder.finalized_brief()
    await founder.trio()
    assert len(app.script.requests("strategist.mvp_timeline")) == 3
    run = await ended_run(app, founder)
    assert (run.status, run.failed_items) == (RunStatus.SUCCEEDED, 0)


async def test_orc_41_the_third_failure_is_one_warning_and_costs_no_other(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("answered")
    app.script.fail("strategist.mvp_timeline", times=3)
    with structlog.testing.capture_logs() as logged:
        await founder.finalized_brief()
        await settled(founder)
    assert loud(logged) == ["artifact_failed"]
    run = await ended_run(app, founder)
    assert run.status is RunStatus.PARTIAL
    assert (run.completed_items, run.failed_items) == (2, 1)
    assert (await versions(app, founder)).keys() == {KINDS[0], KINDS[2]}


async def test_finalizing_again_writes_only_what_failed(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """UNDR-09, ORC-42."""
    founder = await walk_to("answered")
    app.script.fail("strategist.mvp_timeline", times=3)
    await founder.finalized_brief()
    await settled(founder)
    app.script.calls.clear()
    await founder.finalized_brief()
    await founder.trio()
    assert [stage for stage, _ in app.script.calls] == ["strategist.mvp_timeline"]
    assert await versions(app, founder) == dict.fromkeys(KINDS, 1)
    await founder.finalized_brief()
    assert len(await trio_runs(app, founder)) == 2, "nothing is left to write"


async def test_a_trio_that_ends_while_it_is_asked_for_again_is_in_nobodys_way(
    app: RunningApp, walk_to: WalkTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the lane and the stop, Postgres lets the run end."""
    founder = await walk_to("answered")
    app.script.fail("strategist.mvp_timeline", times=3)
    await founder.finalized_brief()
    await settled(founder)
    (ended,) = await trio_runs(app, founder)
    seen = iter([ended, ended])
    real = RunRepository.find_in_lane

    async def as_it_was(self: RunRepository, lane: str) -> Run | None:
        return next(seen, None) or await real(self, lane)

    await ended_run(app, founder)
    monkeypatch.setattr(RunRepository, "find_in_lane", as_it_was)
    await founder.finalized_brief()
    await founder.trio()
    assert await versions(app, founder) == dict.fromkeys(KINDS, 1)


async def test_a_stopped_trio_says_so_and_can_be_started_again(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """Its rows never stay "generating" with nobody at work on them."""
    founder = await walk_to("answered")
    held = [app.script.hold(f"strategist.{kind}") for kind in KINDS[:2]]
    await founder.finalized_brief()
    await asyncio.wait_for(asyncio.gather(*(h.reached.wait() for h in held)), 20)
    (run,) = await trio_runs(app, founder)
    await founder.post(f"/api/runs/{run.id}/cancel")
    await settled(founder)
    app.script.reset()
    await founder.finalized_brief()
    await founder.trio()
    assert await versions(app, founder) == dict.fromkeys(KINDS, 1)


async def test_orc_41_overload_is_waited_for_and_counts_as_no_attempt(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("answered")
    app.script.overload("strategist.app_architecture")
    with structlog.testing.capture_logs() as logged:
        await founder.finalized_brief()
        await founder.trio()
    assert loud(logged) == []
    run = await ended_run(app, founder)
    assert run.status is RunStatus.SUCCEEDED


@pytest.mark.parametrize("fails", [False, True])
async def test_a_crash_after_an_items_end_repeats_and_counts_nothing(
    app: RunningApp, walk_to: WalkTo, fails: bool
) -> None:
    """Stored, but not in the journal: the step runs again and finds it over."""
    founder = await walk_to("answered")
    if fails:
        app.script.fail("strategist.mvp_timeline", times=3)
    await founder.finalized_brief()
    await settled(founder)
    run = await ended_run(app, founder)
    async with app.database.reading() as session:
        items = (
            await session.scalars(select(RunItem).where(RunItem.run_id == run.id))
        ).all()
    calls = len(app.script.calls)
    work = app.main.state.parts.launcher.bodies["trio"].__self__
    outcomes = [await work.write(str(run.id), str(item.id)) for item in items]
    over = [item.status is ItemStatus.COMPLETED for item in items]
    assert [outcome == "done" for outcome in outcomes] == over
    assert len(app.script.calls) == calls
    (again,) = await trio_runs(app, founder)
    assert again.completed_items == run.completed_items
    assert again.event_count == run.event_count
