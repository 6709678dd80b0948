"""Deferred calls: joined, refused, paused, failed; the state is as it was or as asked."""

from __future__ import annotations

import asyncio
from uuid import UUID

from sqlalchemy import select

from cofounder.interviews.models import OnboardingSession
from cofounder.runs.errors import KeyRejected, ModelBusy
from cofounder.runs.models import Run
from cofounder.runs.states import RunStatus
from cofounder.workflows.stepping import KEY_TOPIC, MODEL_STEP
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Founder, WalkTo


async def runs_of(app: RunningApp, founder: Founder, operation: str) -> list[Run]:
    async with app.database.reading() as session:
        rows = await session.scalars(
            select(Run).where(Run.user_id == founder.client.user.id)  # type: ignore[attr-defined]
        )
        return [run for run in rows if run.options.get("operation") == operation]


async def test_llmc_02_an_identical_request_joins_the_call_under_way(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("proceed")
    held = app.script.hold("planner.draft")
    app.tune(inline_wait=0.1)
    body = {"project_id": founder.project_id}
    queued = [
        await founder.post("/api/plans/generate", body, status=202) for _ in range(3)
    ]
    (run_id,) = {each["run_id"] for each in queued}
    held.release()
    path = f"/api/runs/{run_id}"
    over = await founder.until(path, lambda run: run["status"] == "succeeded")
    assert over["output"]["result"]["options"]
    assert len(app.script.requests("planner.draft")) == 1
    assert len(await runs_of(app, founder, "plans.generate")) == 1


async def test_llmc_02_another_request_of_the_kind_is_refused_with_the_run(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """409 `run_active`."""
    founder = await walk_to("plan")
    held = app.script.hold("planner.draft")
    body = {"project_id": founder.project_id, "feedback": "Cheaper, please."}
    first = asyncio.create_task(founder.post("/api/plans/regenerate", body))
    await asyncio.wait_for(held.reached.wait(), 20)
    other = {**body, "feedback": "Faster, please."}
    refused = await founder.post("/api/plans/regenerate", other, status=409)
    assert refused["code"] == "run_active"
    held.release()
    await first


async def test_orc_37_a_failure_leaves_the_state_as_it_was(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("answered")
    app.script.fail("interviewer.idea_brief")
    path = f"/api/understanding/{founder.uid}/finalize"
    failed = await founder.post(path, status=500)
    assert failed["code"] == "llm_unavailable"
    assert failed["debug_id"]
    await founder.get(f"/api/understanding/{founder.uid}/brief", status=404)
    await founder.finalized_brief()
    await founder.trio()


async def test_a_busy_provider_is_asked_again_and_nobody_sees_it(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """ORC-37, VOIC-04: 202 while it lasts, then the result; no failure in between."""
    founder = await walk_to("proceed")
    app.tune(inline_wait=0.2)
    app.script.fail("planner.draft", ModelBusy("The provider is overloaded."))
    body = {"project_id": founder.project_id}
    queued = await founder.post("/api/plans/generate", body, status=202)
    assert queued["status"] == "queued"
    path = f"/api/runs/{queued['run_id']}"
    run = await founder.get(path)
    assert run["status"] == "running"
    assert run.get("error") is None
    over = await founder.until(path, lambda run: run["status"] == "succeeded")
    assert over["output"]["result"]["options"]
    assert len(app.script.requests("planner.draft")) == 2


def test_a_busy_provider_is_waited_for_longer_than_an_hour_and_never_too_rarely() -> (
    None
):
    first, rate = MODEL_STEP["interval_seconds"], MODEL_STEP["backoff_rate"]
    waits = [first * rate**n for n in range(MODEL_STEP["max_attempts"] - 1)]
    assert sum(waits) > 3_600
    assert max(waits) < 1_200


async def test_f32_f33_a_rejected_key_pauses_after_one_call_until_it_was_changed(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("proceed")
    app.script.fail("planner.draft", KeyRejected("Our key was rejected."))
    body = {"project_id": founder.project_id}
    queued = await founder.post("/api/plans/generate", body, status=202)
    path = f"/api/runs/{queued['run_id']}"
    waits = await founder.get(path)
    assert waits["status"] == "awaiting_founder"
    assert len(app.script.requests("planner.draft")) == 1
    parts = app.main.state.parts
    (run,) = await runs_of(app, founder, "plans.generate")
    async with parts.database.transaction() as session:
        await parts.launcher.signal(session, run, KEY_TOPIC)
    await founder.until(path, lambda run: run["status"] == "succeeded")
    assert len(app.script.requests("planner.draft")) == 2
    assert (await founder.post("/api/plans/generate", body))["options"]


async def test_a_run_that_waits_for_a_key_can_be_stopped(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """Its workflow ends too, although it waits for an hour."""
    founder = await walk_to("proceed")
    app.script.fail("planner.draft", KeyRejected("Our key was rejected."))
    body = {"project_id": founder.project_id}
    queued = await founder.post("/api/plans/generate", body, status=202)
    await founder.post(f"/api/runs/{queued['run_id']}/cancel")
    launcher = app.main.state.parts.launcher
    async with asyncio.timeout(10):
        while launcher.is_at_work(UUID(queued["run_id"])):
            await asyncio.sleep(0.01)
    (run,) = await runs_of(app, founder, "plans.generate")
    assert run.status is RunStatus.CANCELLED
    assert (await founder.post("/api/plans/generate", body))["options"]


async def test_a_start_repeated_after_its_end_is_a_start_of_its_own(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("started")
    await founder.started()
    async with app.database.reading() as session:
        rows = await session.scalars(
            select(OnboardingSession).where(
                OnboardingSession.user_id == founder.client.user.id  # type: ignore[attr-defined]
            )
        )
        assert len(rows.all()) == 2
