"""Builds, runs and artifacts through the API (GENR, QUEU, SOLD; ORC-22 to 27, 80 to 87)."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from cofounder import clock
from cofounder.builds.releasing import release_scheduled
from cofounder.sandbox import AppDidNotStart, Capabilities, Level
from tests.factories.requests import code_of
from tests.fakes.sandbox import failed, succeeded
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Founder, WalkTo

STATUS = {
    "job_id",
    "status",
    "stage_label",
    "preview_url",
    "build_version",
    "error_message",
    "failure_class",
    "debug_id",
    "sandbox_expires_at",
    "sandbox_paused",
    "snapshot_url",
    "docs_ready",
    "checks",
    "awaiting",
    "wake_at",
}
USAGE = {
    "jobs_used",
    "jobs_remaining",
    "iterations_used",
    "iterations_remaining",
    "daily_limit_resets_at",
}


async def start(founder: Founder, **more: Any) -> Any:
    body = {"project_id": founder.project_id, "goal": "Build it", **more}
    return await founder.client.post("/api/generation/start", json=body)


async def test_a_ready_build_has_everything_a_reader_may_ask(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """GENR-01, GENR-11, GENR-15, MVPS-01, SOLD-01, PIPE-02, ORC-80 to 86."""
    founder = await walk_to("selected")
    made = await start(founder)
    assert made.status_code == 201
    body = made.json()
    assert set(body) == {"job_id", "status", "build_version", "message", "usage"}
    assert (body["status"], body["build_version"]) == ("queued", "build_v0_1")
    assert set(body["usage"]) == USAGE and body["usage"]["jobs_used"] == 1
    founder.job_id = body["job_id"]
    over = await founder.build_over("ready")
    assert set(over) == STATUS
    assert over["stage_label"] == "Build complete!"
    assert {c["status"] for c in over["checks"]} <= {"pass", "skipped"}
    assert over["error_message"] is over["failure_class"] is None
    job = f"/api/generation/{founder.job_id}"
    archive = await founder.client.get(f"{job}/workspace")
    names = set(zipfile.ZipFile(io.BytesIO(archive.content)).namelist())
    found = {name.split("/", 1)[-1] for name in names} | names
    assert {"README.md", ".env.example", "Procfile", "requirements.txt"} <= found
    viewed = (await founder.post(f"{job}/preview-viewed"))["status"]
    assert viewed == "gate_created"
    assert await founder.post(f"{job}/preview-viewed") == {
        "gate_id": None,
        "status": "gate_already_created",
    }
    project = await founder.get(f"/api/projects/{founder.project_id}")
    assert (project["stage_number"], project["latest_job_id"]) == (3, founder.job_id)
    assert project["has_pending_gate"] is True
    cancel = await founder.client.post(f"{job}/cancel")
    assert code_of(cancel) == (409, "job_terminal")
    cancel = await founder.client.post(f"/api/runs/{founder.job_id}/cancel")
    assert cancel.status_code == 409


async def test_after_gate_2_the_next_build_leaves_the_first_alone(
    walk_to: WalkTo,
) -> None:
    """ORC-52, ORC-84, GENR-07: v0_2 is a build of its own; stage 4 after iterate."""
    founder = await walk_to("ready")
    first = founder.job_id
    before = (await founder.client.get(f"/api/generation/{first}/workspace")).content
    viewed = await founder.post(f"/api/generation/{first}/preview-viewed")
    founder.gate_id = viewed["gate_id"]
    assert code_of(await start(founder)) == (409, "gate_pending")
    wrong = await founder.client.post(
        f"/api/gates/{founder.gate_id}/resolve", json={"decision": "proceed"}
    )
    assert code_of(wrong) == (422, "validation_error")
    await founder.decide("iterate")
    project = await founder.get(f"/api/projects/{founder.project_id}")
    assert project["stage_number"] == 4
    founder.job_id = (await start(founder)).json()["job_id"]
    assert (await founder.build_over("ready"))["build_version"] == "build_v0_2"
    after = (await founder.client.get(f"/api/generation/{first}/workspace")).content
    assert zipfile.ZipFile(io.BytesIO(after)).testzip() is None
    assert len(after) == len(before)
    builds = await founder.get(f"/api/generation/project/{founder.project_id}")
    assert [b["build_version"] for b in builds] == ["build_v0_2", "build_v0_1"]
    other = [o["id"] for o in founder.plan["options"]][-1]
    locked = await founder.client.post(
        f"/api/plans/{founder.project_id}/select", json={"option_id": other}
    )
    assert code_of(locked) == (409, "plan_already_selected")  # ORC-64
    await founder.gate()
    answer = await founder.client.post(
        f"/api/gates/{founder.gate_id}/resolve", json={"decision": "proceed"}
    )
    assert code_of(answer) == (400, "stage_locked")  # ORC-03
    assert (await founder.get(f"/api/gates/{founder.gate_id}"))["status"] == "pending"


@pytest.mark.parametrize(
    "wrong", [{"goal": ""}, {"extra": 1}, {"project_id": "x"}, {"goal": "g" * 10_001}]
)
async def test_a_start_takes_exactly_a_project_and_a_goal(
    walk_to: WalkTo, wrong: dict[str, Any]
) -> None:
    """GENR-14, ORC-80."""
    founder = await walk_to("project")
    assert code_of(await start(founder, **wrong)) == (422, "validation_error")


async def test_a_cancelled_build_is_stopped_for_good(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """GENR-06, ORC-82: no further model call or command; the version is free again."""
    founder = await walk_to("selected")
    held = app.script.hold("coder.write")
    await founder.building()
    await held.reached.wait()
    commands = len(app.sandbox.commands)
    job = f"/api/generation/{founder.job_id}"
    early = await founder.client.post(f"{job}/preview-viewed")
    assert code_of(early) == (422, "job_not_ready")
    assert code_of(await founder.client.get(f"{job}/workspace")) == (409, "not_ready")
    assert await founder.post(f"{job}/cancel") == {
        "job_id": founder.job_id,
        "status": "cancelled",
        "message": "Build cancelled",
    }
    status = await founder.get(f"{job}/status")
    assert (status["status"], status["error_message"]) == (
        "failed",
        "Cancelled by user",
    )
    run = await founder.get(f"/api/runs/{founder.job_id}")
    assert run["status"] == "cancelled"
    calls = len(app.script.calls)
    held.release()
    made = (await start(founder)).json()
    assert made["build_version"] == "build_v0_1"
    founder.job_id = made["job_id"]
    await founder.build_over("ready")
    later = [name for name, _ in app.script.calls[calls:]]
    assert later == ["coder.design", "coder.write"]
    assert len(app.sandbox.commands) > commands


async def test_over_the_day_s_limit_a_build_waits_for_midnight(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """QUEU-05, QUEU-06, ORC-24, ORC-25, ORC-82."""
    founder = await walk_to("selected", tier="bootstrapper")
    job_ids = []
    for number in range(1, 7):
        answer = await start(founder)
        assert answer.status_code == 201
        body = answer.json()
        job_ids.append(body["job_id"])
        expected = "queued" if number < 6 else "scheduled"
        assert body["status"] == expected, number
        if number < 6:
            await founder.post(f"/api/generation/{body['job_id']}/cancel")
    assert body["message"] == "Daily limit reached. Scheduled for tomorrow."
    assert body["usage"]["jobs_remaining"] == 0
    path = f"/api/generation/{job_ids[-1]}"
    status = await founder.get(f"{path}/status")
    assert (status["status"], status["stage_label"]) == ("scheduled", "Scheduled...")
    tomorrow = clock.next_midnight(clock.now())
    in_an_hour = tomorrow + timedelta(hours=1)
    assert status["wake_at"].startswith(tomorrow.date().isoformat())
    async with app.database.transaction() as session:
        early = tomorrow - timedelta(seconds=1)
        assert not await release_scheduled(session, early, queue_cap=100)
        # A full queue leaves it scheduled until there is room.
        assert not await release_scheduled(session, in_an_hour, queue_cap=0)
    assert (await founder.get(f"{path}/status"))["status"] == "scheduled"
    async with app.database.transaction() as session:
        await release_scheduled(session, in_an_hour, queue_cap=100)
    await founder.until(f"{path}/status", lambda b: b["status"] != "scheduled")


async def test_a_scheduled_build_can_be_cancelled(
    app: RunningApp, walk_to: WalkTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ORC-82."""
    founder = await walk_to("selected", tier="bootstrapper")
    monkeypatch.setattr(
        "cofounder.runs.repository.RunRepository.count_daily", _many_today
    )
    founder.job_id = (await start(founder)).json()["job_id"]
    answer = await founder.post(f"/api/generation/{founder.job_id}/cancel")
    assert answer["status"] == "cancelled"


async def _many_today(*_args: object) -> int:
    return 99


async def test_a_full_queue_says_when_to_come_back(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """QUEU-04, ORC-22: 503 with the minutes and `Retry-After`."""
    founder = await walk_to("selected", tier="bootstrapper")
    app.tune(queue_cap=1)
    for _ in range(2):  # both places of the plan are taken, and then the queue
        app.script.hold("coder.design")
    answers = [await start(founder) for _ in range(4)]
    refused = next(a for a in answers if a.status_code != 201)
    assert code_of(refused) == (503, "capacity")
    assert refused.json()["detail"] == "System busy. Try again in 8 minutes."
    assert refused.headers["retry-after"] == "480"


async def test_a_failing_test_is_fixed_and_five_failures_are_told(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """PIPE-06, PIPE-07, ORC-87."""
    founder = await walk_to("selected")
    app.sandbox.script("unittest", failed("1 failed"), succeeded("OK"))
    app.sandbox.script("pytest", failed("1 failed"), succeeded("OK"))
    await founder.building()
    await founder.build_over("ready")
    assert len(app.script.requests("coder.fix")) == 1
    app.sandbox.script("unittest", failed("1 failed"))
    app.sandbox.script("pytest", failed("1 failed"))
    await founder.building()
    over = await founder.build_over("failed")
    assert over["failure_class"] == "compile_error"
    assert over["error_message"] and over["debug_id"]
    assert len(app.script.requests("coder.fix")) == 6
    logs = await founder.get(f"/api/jobs/{founder.job_id}/logs?limit=500")
    assert any("1 failed" in line["text"] for line in logs["lines"])
    await pages_are_complete(founder, logs["lines"])


async def pages_are_complete(founder: Founder, lines: list[dict[str, Any]]) -> None:
    """LOGS-03, ORC-95: paging back gives every line once."""
    path, found = f"/api/jobs/{founder.job_id}/logs", []
    page = await founder.get(f"{path}?limit=2")
    while True:
        found = page["lines"] + found
        if not page["has_more"]:
            break
        page = await founder.get(f"{path}?limit=2&before_id={page['oldest_id']}")
    assert found == lines
    for query in ("limit=0", "limit=501", "before_id=0", f"before_id={2**70}"):
        answer = await founder.client.get(f"{path}?{query}")
        assert code_of(answer) == (422, "validation_error"), query


async def test_an_app_that_does_not_start_is_never_ready(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """ORC-87, TRAP-29."""
    founder = await walk_to("selected")
    app.sandbox.start_fault = AppDidNotStart("not listening on $PORT", ("no port",))
    await founder.building()
    over = await founder.build_over("failed")
    assert (over["failure_class"], over["preview_url"]) == ("runtime_crash", None)
    project = await founder.get(f"/api/projects/{founder.project_id}")
    assert (project["stage_number"], project["latest_job_id"]) == (2, None)


async def test_without_a_sandbox_the_code_is_written_and_the_reason_told(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """GENR-13: 201, then failed at deps with reason and fix; the files are there."""
    founder = await walk_to("selected")
    whole, app.sandbox.offer = (
        app.sandbox.offer,
        Capabilities(
            "none", Level.NONE, ("bwrap is missing.",), (), "Install it.", None, None
        ),  # type: ignore[arg-type]
    )
    try:
        await founder.building()
        over = await founder.build_over("failed")
    finally:
        app.sandbox.offer = whole
    assert over["failure_class"] == "sandbox"
    assert "bwrap is missing." in over["error_message"]
    archive = await founder.client.get(f"/api/generation/{founder.job_id}/workspace")
    assert archive.status_code == 200


async def test_artifacts_are_read_and_exported(walk_to: WalkTo) -> None:
    """API-072 to 074, API-079, API-082, EXPO-05, PROV-05."""
    founder = await walk_to("trio", tier="bootstrapper")
    artifacts = await founder.get(f"/api/artifacts/project/{founder.project_id}")
    assert {a["artifact_type"] for a in artifacts} == {
        "idea_brief",
        "strategy_graph",
        "mvp_timeline",
        "app_architecture",
    }
    for artifact in artifacts:
        path = f"/api/artifacts/{artifact['id']}"
        assert await founder.get(path) == artifact
        assert artifact["current_content"]["_schema_version"] == 1
        for variant in ("readable", "technical"):
            file = await founder.client.get(f"{path}/export/markdown?variant={variant}")
            assert file.status_code == 200
            assert file.headers["content-type"].startswith("text/markdown")
            assert "attachment" in file.headers["content-disposition"]
        odd = await founder.client.get(f"{path}/export/markdown?variant=odd")
        assert code_of(odd) == (400, "invalid_argument")
        missing = await founder.client.get(f"{path}/versions/9")
        assert code_of(missing) == (404, "not_found")
        status = await founder.get(f"{path}/status")
        assert (status["generation_status"], status["version_number"]) == ("idle", 1)
    brief = next(a for a in artifacts if a["artifact_type"] == "idea_brief")
    assert brief["locked_sections"]
    assert all(brief["current_content"][s] is None for s in brief["locked_sections"])
    graph = next(a for a in artifacts if a["artifact_type"] == "strategy_graph")
    words = founder.idea + str(founder.finalized["onboarding_answers"])
    anchors = [n for n in graph["current_content"]["nodes"] if n["type"] == "anchor"]
    assert anchors and all(node["label"] in words for node in anchors)
