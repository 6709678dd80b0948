"""Rows 44 and 52, and what an orderly stop leaves; 40 and 41 are the kill matrix."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from cofounder.app.parts import Parts
from cofounder.artifacts.models import Artifact, GenerationStatus
from cofounder.runs.errors import KeyRejected
from cofounder.runs.models import Run, RunEvent
from cofounder.runs.repository import RunRepository
from cofounder.runs.states import RunStatus
from cofounder.workflows import carrying
from cofounder.workflows.recovery import MAX_CRASHES, count_crashes
from tests.faults.test_cancel import stopped
from tests.fixtures.app import MakeApp, RunningApp
from tests.fixtures.databases import MakeUrl
from tests.fixtures.journey import Founder, WalkTo


async def test_f44_a_write_lock_held_by_another_process_is_waited_for(
    make_app: MakeApp, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """Twenty seconds in the table; the wait is the same for three."""
    if pytestconfig.getoption("--postgres"):
        pytest.skip("only SQLite has one lock for all")
    file = tmp_path / "locked.db"
    app = await make_app(database_url=f"sqlite+aiosqlite:///{file}")
    client = await app.client()
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
    threading.Timer(3.0, other.rollback).start()
    asked = asyncio.create_task(
        client.post("/api/onboarding/start", json={"idea": "A bakery app"})
    )
    assert (await client.get("/api/onboarding/sessions")).status_code == 200
    assert not asked.done(), "reading does not wait, writing does"
    answer = await asked
    other.close()
    assert answer.status_code == 200, answer.text
    assert answer.json()["questions"]


async def cut_off(app: RunningApp, founder: Founder, tries: int) -> Run:
    """What the next start finds after a crash, `tries` times over."""
    for _ in range(tries):
        await count_crashes(app.main.state.parts.database)
    async with app.database.reading() as session:
        return await RunRepository(session).get(UUID(founder.job_id))


async def test_f52_a_step_that_kills_the_process_is_given_up_after_five_crashes(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """The run is failed in words, can be tried again, and costs no other run."""
    founder = await walk_to("selected")
    held = app.script.hold("coder.design")
    await founder.building()
    await asyncio.wait_for(held.reached.wait(), 20)
    other = Founder(app, await app.client())
    await other.walk_to("selected")
    app.script.fail("coder.design", KeyRejected("Our key was rejected."))
    await other.building()
    waiting = f"/api/generation/{other.job_id}/status"
    await other.until(waiting, lambda body: body["awaiting"] is not None)
    run = await cut_off(app, founder, MAX_CRASHES - 1)
    assert run.status is RunStatus.RUNNING
    run = await cut_off(app, founder, 1)
    assert run.status is RunStatus.FAILED
    assert run.error is not None
    assert "after 5 crashes" in run.error["message"]
    status = await founder.build_over("failed")
    assert "after 5 crashes" in status["error_message"]
    assert (await other.get(waiting))["awaiting"] is not None
    await stopped(app, run.id)
    app.script.reset()
    await founder.building()
    await founder.build_over("ready")


async def test_f52_a_run_that_gets_further_between_crashes_is_not_given_up(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("selected")
    design, code = app.script.hold("coder.design"), app.script.hold("coder.write")
    await founder.building()
    await asyncio.wait_for(design.reached.wait(), 20)
    await cut_off(app, founder, MAX_CRASHES - 1)
    design.release()
    await asyncio.wait_for(code.reached.wait(), 20)
    run = await cut_off(app, founder, MAX_CRASHES - 1)
    assert run.status is RunStatus.RUNNING
    code.release()
    await founder.build_over("ready")


async def test_f52_a_lost_trio_is_failed_and_can_be_started_again(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """Its documents never stay "generating" for good."""
    founder = await walk_to("answered")
    held = [
        app.script.hold(f"strategist.{kind}")
        for kind in ("strategy_graph", "mvp_timeline", "app_architecture")
    ]
    await founder.finalized_brief()
    for hold in held:
        await asyncio.wait_for(hold.reached.wait(), 20)
    async with app.database.reading() as session:
        run = await session.scalar(
            select(Run).where(
                Run.kind == "trio", Run.project_id == UUID(founder.project_id)
            )
        )
    assert run is not None
    for _ in range(MAX_CRASHES):
        await count_crashes(app.main.state.parts.database)
    await stopped(app, run.id)
    async with app.database.reading() as session:
        rows = await session.scalars(
            select(Artifact.generation_status).where(
                Artifact.project_id == UUID(founder.project_id),
                Artifact.current_content.is_(None),
            )
        )
        assert set(rows) == {GenerationStatus.FAILED}
    app.script.reset()
    await founder.finalized_brief()
    await founder.trio()


async def test_an_orderly_stop_ends_at_once_and_the_work_goes_on_at_the_next_start(
    make_app: MakeApp,
    make_database_url: MakeUrl,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Row 42 from inside: no further step, nothing unhandled, no crash counted."""
    url = make_database_url()
    app = await make_app(database_url=url, data_dir=tmp_path)
    founder = await Founder(app, await app.client()).walk_to("selected")
    held = app.script.hold("coder.write")
    await founder.building()
    await asyncio.wait_for(held.reached.wait(), 20)
    headers = dict(founder.client.headers)
    parts: Parts = app.main.state.parts
    await parts.dispatcher.stop()  # as the lifespan ends, before the fixture cleans up
    loud: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, it: loud.append(it))
    app.script.faults.clear()
    keeper = app
    keeper.clean = _nothing  # type: ignore[method-assign]
    again = await make_app(database_url=url, data_dir=tmp_path)
    asyncio.get_running_loop().set_exception_handler(None)
    assert not carrying.is_carried(UUID(int=0))
    founder.app, founder.client = again, again.open(headers=headers)
    await founder.build_over("ready")
    async with again.database.reading() as session:
        payloads = await session.scalars(
            select(RunEvent.payload).where(RunEvent.run_id == UUID(founder.job_id))
        )
    crashes = [p["crashes"] for p in payloads if "crashes" in p]
    assert crashes == [0, 1]
    assert loud == []
    assert [r.message for r in caplog.records if r.levelname == "ERROR"] == []


async def _nothing() -> None:
    return
