"""The documents run: each starts when what it reads is there, and failures stay small."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import structlog

from tests.factories.documents import (
    DOCUMENTS,
    STAGES,
    documents_done,
    documents_of,
    generate,
    statuses,
    versions,
)
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import WalkTo


def asked(app: RunningApp) -> list[str]:
    return [stage for stage, _ in app.script.calls if stage.startswith("writer.")]


async def test_docu_02_each_document_is_asked_for_once_after_what_it_reads(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """DOCU-02, ORC-73: one call each, in the order of what they read."""
    founder = await walk_to("finalized")
    run = await documents_done(founder, await generate(founder))
    assert asked(app)[:3] == [STAGES[kind] for kind in DOCUMENTS[:3]]
    assert sorted(asked(app)[3:]) == sorted(STAGES[kind] for kind in DOCUMENTS[3:])
    assert (run["status"], run["completed_items"]) == ("succeeded", 5)
    rows = await documents_of(founder)
    assert [row["version_number"] for row in rows.values()] == [1] * 5
    for kind in DOCUMENTS:
        [request] = app.script.requests(STAGES[kind])
        assert request.brief and request.thesis
        assert all(prior.content for prior in request.prior)
    assert {p.kind.value for p in request.prior} == {"mvp_scope", "milestones"}


async def test_docu_02_risks_and_how_it_works_are_written_side_by_side(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("finalized")
    held = [app.script.hold(STAGES[kind]) for kind in DOCUMENTS[3:]]
    started = await generate(founder)
    await asyncio.wait_for(asyncio.gather(*(h.reached.wait() for h in held)), 20)
    done = await statuses(founder)
    assert [done[kind]["status"] for kind in DOCUMENTS] == ["idle"] * 3 + [
        "generating"
    ] * 2
    assert (await documents_of(founder))["milestones"]["current_content"]
    run = await founder.get(f"/api/runs/{started['run_id']}")
    assert run["phase"] == "generating_documents"
    for hold in held:
        hold.release()
    await documents_done(founder, started)


@pytest.mark.parametrize(
    ("fails", "kept", "lost"),
    [
        ("brief", [], [*DOCUMENTS]),
        ("mvp_scope", ["brief"], [*DOCUMENTS[1:]]),
        ("milestones", ["brief", "mvp_scope"], [*DOCUMENTS[2:]]),
        ("risk_log", [*DOCUMENTS[:3], "how_it_works"], ["risk_log"]),
        ("how_it_works", [*DOCUMENTS[:4]], ["how_it_works"]),
    ],
)
async def test_docu_03_a_failure_costs_what_rests_on_it_and_a_retry_only_that(
    app: RunningApp, walk_to: WalkTo, fails: str, kept: list[str], lost: list[str]
) -> None:
    """DOCU-03, ORC-73: three silent tries, one warning, what succeeded is kept."""
    founder = await walk_to("trio")
    app.script.fail(STAGES[fails], times=3)
    with structlog.testing.capture_logs() as logged:
        run = await documents_done(founder, await generate(founder))
    warned = [e["event"] for e in logged if e["log_level"] in ("warning", "error")]
    assert [e for e in warned if e != "slow_transaction"] == ["artifact_failed"]
    assert run["status"] == ("partial" if kept else "failed")
    done = await statuses(founder)
    assert [k for k in DOCUMENTS if done[k]["status"] == "failed"] == lost
    assert [k for k in DOCUMENTS if done[k]["has_content"]] == kept
    app.script.reset()
    again = await documents_done(founder, await generate(founder))
    assert again["status"] == "succeeded"
    assert sorted(asked(app)) == sorted(STAGES[kind] for kind in lost)
    assert set((await versions(founder)).values()) == {1}


async def test_docu_03_two_failures_are_silent_and_the_third_try_counts(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("finalized")
    app.script.fail(STAGES["mvp_scope"], times=2)
    run = await documents_done(founder, await generate(founder))
    assert run["status"] == "succeeded"
    assert len(app.script.requests(STAGES["mvp_scope"])) == 3


async def test_a_stopped_run_keeps_what_is_finished_and_says_what_is_not(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """RUNE-14, DOCU-03: a retry then does only what was not written."""
    founder = await walk_to("trio")
    held = app.script.hold(STAGES["milestones"])
    started = await generate(founder)
    await asyncio.wait_for(held.reached.wait(), 20)
    await founder.post(f"/api/runs/{started['run_id']}/cancel")
    path = f"/api/artifacts/project/{founder.project_id}/generation-status?types=all"
    body = await founder.until(path, lambda b: "generating" not in str(b))
    states = {k: body["artifacts"][k]["status"] for k in DOCUMENTS}
    assert list(states.values()) == ["idle", "idle", "failed", "failed", "failed"]
    app.script.reset()
    await documents_done(founder, await generate(founder))
    assert asked(app)[0] == STAGES["milestones"]
    assert len(asked(app)) == 3


async def test_a_rejected_key_pauses_the_run_and_a_new_one_lets_it_go_on(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """One call, then it waits; nothing that was written is asked for again."""
    from cofounder.runs.errors import KeyRejected

    founder = await walk_to("trio")
    app.script.fail(STAGES["mvp_scope"], KeyRejected("The key was refused."))
    started = await generate(founder)
    path = f"/api/runs/{started['run_id']}"
    waits = await founder.until(path, lambda b: b["status"] == "awaiting_founder")
    assert waits["awaiting"]["kind"] == "key_rejected"
    await app.main.state.parts.dispatcher.wake_keyless()
    run = await documents_done(founder, started)
    assert run["status"] == "succeeded"
    assert asked(app).count(STAGES["brief"]) == 1


async def test_a_crash_after_an_items_end_repeats_and_counts_nothing(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """Stored, but not in the journal: the step runs again and finds it over."""
    founder = await walk_to("trio")
    app.script.fail(STAGES["risk_log"], times=3)
    run = await documents_done(founder, await generate(founder))
    calls = len(app.script.calls)
    work = app.main.state.parts.launcher.bodies["documents"].__self__
    outcomes: list[Any] = [
        await work.write(run["run_id"], item["item_id"]) for item in run["items"]
    ]
    assert outcomes == ["done", "done", "done", "failed", "done"]
    assert len(app.script.calls) == calls
    assert (await founder.get(f"/api/runs/{run['run_id']}"))["completed_items"] == 4
