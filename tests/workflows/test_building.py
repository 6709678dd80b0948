"""The build: its stages, its fixes, its ends, and what a crash may repeat."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any
from uuid import UUID

import pytest

from cofounder.builds.models import Build
from cofounder.builds.progress import MAX_FIXES
from cofounder.builds.repository import BuildRepository
from cofounder.builds.states import LABELS, Stage
from cofounder.runs.errors import KeyRejected, ModelFailed
from cofounder.runs.models import Run, RunEvent
from cofounder.runs.repository import ItemRepository, RunRepository
from cofounder.runs.states import RunStatus
from cofounder.sandbox import AppDidNotStart, Capabilities, Level
from cofounder.workflows.stepping import KEY_TOPIC
from tests.fakes.sandbox import failed, succeeded
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Founder, WalkTo

HAPPY = ["starting", "scaffold", "code", "deps", "checks", "ready"]
TESTS = "test"  # in the words of either test command


async def build_of(app: RunningApp, founder: Founder) -> Build:
    async with app.database.reading() as session:
        return await BuildRepository(session).get_of_run(UUID(founder.job_id))


async def run_of(app: RunningApp, founder: Founder) -> Run:
    async with app.database.reading() as session:
        return await RunRepository(session).get(UUID(founder.job_id))


async def stages(app: RunningApp, founder: Founder) -> list[str]:
    """The stages as their events tell them."""
    async with app.database.reading() as session:
        events: list[RunEvent] = list(
            await ItemRepository(session).list_events(UUID(founder.job_id))
        )
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    return [e.payload["stage"] for e in events if e.type.startswith("build.stage.")]


async def start(founder: Founder) -> Founder:
    await founder.building()
    return founder


async def test_orc_27_each_stage_once_and_one_event_for_each(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """GENR-08, GENR-09, GENR-11, ORC-85."""
    founder = await walk_to("ready")
    assert await stages(app, founder) == HAPPY
    build, run = await build_of(app, founder), await run_of(app, founder)
    assert run.status is RunStatus.SUCCEEDED
    assert build.preview_host is not None
    assert build.commit is not None
    assert [check["status"] for check in build.checks].count("fail") == 0
    assert [time["stage"] for time in build.stage_times] == HAPPY[:-1]
    assert all(time["ended_at"] for time in build.stage_times)
    assert f"build-{build.id}" not in app.sandbox.cells, "its cell is ended"


async def test_pipe_07_failing_tests_are_fixed_and_the_bar_rewinds(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("selected")
    app.sandbox.script(TESTS, failed("FAIL: test_a"), succeeded("OK"))
    await start(founder)
    await founder.build_over("ready")
    build = await build_of(app, founder)
    assert build.fix_attempts == 1
    assert await stages(app, founder) == [*HAPPY[:-1], *HAPPY[1:]]
    (asked,) = app.script.requests("coder.fix")
    assert asked.failure
    assert asked.files
    assert len(app.script.requests("coder.design")) == 1, "a fix keeps the design"


async def test_pipe_07_after_five_fixes_it_gives_up_and_keeps_what_is_there(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("selected")
    app.sandbox.script(TESTS, failed("FAIL: test_a"))
    await start(founder)
    over = await founder.build_over("failed")
    assert over["failure_class"] == "compile_error"
    assert f"after {MAX_FIXES} fixes" in over["error_message"]
    assert len(app.script.requests("coder.fix")) == MAX_FIXES
    build = await build_of(app, founder)
    zipped = await founder.client.get(f"/api/generation/{founder.job_id}/download")
    assert build.commit is not None
    assert zipped.status_code in (200, 404)
    assert f"build-{build.id}" not in app.sandbox.cells


async def test_orc_87_an_app_that_does_not_answer_is_fixed_never_ready(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """A fix may change how the app starts: the preview follows it."""
    founder = await walk_to("selected")
    app.sandbox.start_fault = AppDidNotStart("nothing listens on $PORT", ())

    def with_other_start(codebase: Any) -> Any:
        app.sandbox.start_fault = None
        file = type(codebase.files[0])(path="Procfile", content="web: other $PORT\n")
        return codebase.model_copy(update={"files": [file]})

    app.script.rewrite("coder.fix", with_other_start)
    await start(founder)
    await founder.build_over("ready")
    served = [argv for _, argv in app.sandbox.commands if argv[-1] == "other $PORT"]
    assert served
    build = await build_of(app, founder)
    assert build.fix_attempts == 1
    (asked,) = app.script.requests("coder.fix")
    assert "listens" in asked.failure


async def test_f57_without_isolation_it_fails_at_deps_with_reason_and_fix(
    app: RunningApp, walk_to: WalkTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GENR-13: the code is written and can be downloaded."""
    founder = await walk_to("selected")
    off = Capabilities(
        "none", Level.NONE, ("bubblewrap is missing.",), (), "apt install it."
    )
    monkeypatch.setattr(app.sandbox, "offer", off)
    await start(founder)
    over = await founder.build_over("failed")
    assert over["failure_class"] == "sandbox"
    assert "bubblewrap is missing." in over["error_message"]
    assert "apt install it." in over["error_message"]
    assert await stages(app, founder) == [*HAPPY[:4], "failed"]
    build = await build_of(app, founder)
    ran = [command for label, command in app.sandbox.commands if str(build.id) in label]
    assert not ran
    files = await app.main.state.workspaces.read(build.project_id, build.commit)
    assert "README.md" in files


async def test_a_failing_install_names_its_class_and_keeps_its_output(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("selected")
    app.sandbox.script("venv", failed("ERROR: no matching distribution"))
    await start(founder)
    over = await founder.build_over("failed")
    assert over["failure_class"] == "install_failure"
    assert "no matching" in ((await build_of(app, founder)).failure_detail or "")


async def test_a_lost_cell_is_made_again(app: RunningApp, walk_to: WalkTo) -> None:
    """The supervisor died between installing and checking."""
    founder = await walk_to("selected")

    async def lost(cell: Any, argv: Any) -> Any:
        app.sandbox.lose()
        return succeeded()

    app.sandbox.script("compileall", lost, succeeded())
    await start(founder)
    await founder.until(
        f"/api/generation/{founder.job_id}/status",
        lambda body: body["status"] in ("ready", "failed"),
        patience=40,
    )
    assert (await build_of(app, founder)).stage_status is Stage.READY


async def test_orc_84_two_starts_at_once_get_two_versions_and_failures_free_theirs(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """GENR-05."""
    founder = await walk_to("selected")
    held = [app.script.hold("coder.design") for _ in range(2)]
    body = {"project_id": founder.project_id, "goal": "Build the first version"}
    made = await asyncio.gather(
        *(founder.post("/api/generation/start", body, status=201) for _ in range(2))
    )
    assert {each["build_version"] for each in made} == {"build_v0_1", "build_v0_2"}
    by_version = {each["build_version"]: each["job_id"] for each in made}
    await founder.post(f"/api/generation/{by_version['build_v0_2']}/cancel")
    again = await founder.post("/api/generation/start", body, status=201)
    assert again["build_version"] == "build_v0_2"
    for hold in held:
        hold.release()
    for job_id in (by_version["build_v0_1"], again["job_id"]):
        founder.job_id = job_id
        await founder.build_over("ready")
    after = await founder.post("/api/generation/start", body, status=201)
    assert after["build_version"] == "build_v0_3"
    founder.job_id = after["job_id"]
    await founder.build_over("ready")


@pytest.mark.parametrize("stage", ["coder.design", "coder.write"])
async def test_a_rejected_key_pauses_the_build_after_one_call(
    app: RunningApp, walk_to: WalkTo, stage: str
) -> None:
    """Faults 32 and 33; GENR-10: the stage stays what it was."""
    founder = await walk_to("selected")
    app.script.fail(stage, KeyRejected("Our key was rejected."))
    await start(founder)
    status = f"/api/generation/{founder.job_id}/status"
    waits = await founder.until(status, lambda body: body["awaiting"] is not None)
    assert waits["status"] in ("scaffold", "code")
    assert len(app.script.requests(stage)) == 1
    run = await run_of(app, founder)
    assert run.status is RunStatus.AWAITING_FOUNDER
    parts = app.main.state.parts
    async with parts.database.transaction() as session:
        await parts.launcher.signal(session, run, KEY_TOPIC)
    await founder.build_over("ready")
    assert len(app.script.requests(stage)) == 2
    assert (await run_of(app, founder)).awaiting is None


async def test_a_model_that_fails_for_good_fails_the_build_in_its_words(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("selected")
    app.script.fail("coder.write", ModelFailed("We could not use the answer."))
    await start(founder)
    over = await founder.build_over("failed")
    assert over["error_message"] == "We could not use the answer."
    assert over["debug_id"]


@pytest.mark.parametrize("step", ["_code", "_check", "_design", "_serve", "_deps"])
async def test_a_crash_after_a_steps_commit_repeats_none_of_its_effects(
    app: RunningApp, walk_to: WalkTo, step: str
) -> None:
    """The work is done and stored; only the journal does not know. ORC-88."""
    from cofounder.workflows.building import BuildSoftware

    founder = await walk_to("selected")
    app.sandbox.script(TESTS, failed("FAIL: test_a"), succeeded("OK"))
    original = getattr(BuildSoftware, step)

    async def twice(self: Any, run_id: UUID) -> Any:
        first = await original(self, run_id)
        if first == "ready":
            return first
        again = await original(self, run_id)
        assert again == first, "a repeated step comes to the same end"
        return again

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BuildSoftware, step, twice)
        await start(founder)
        await founder.build_over("ready")
    build = await build_of(app, founder)
    assert build.fix_attempts == 1
    assert build.number == 1
    events = Counter(await stages(app, founder))
    assert events == Counter([*HAPPY[:-1], *HAPPY[1:]])
    assert len(app.script.requests("coder.write")) == 1
    assert len(app.script.requests("coder.fix")) == 1
    assert len(app.script.requests("coder.design")) == 1


def test_every_stage_of_the_happy_path_has_a_label() -> None:
    assert [LABELS[Stage(stage)] for stage in HAPPY][-1] == "Build complete!"
