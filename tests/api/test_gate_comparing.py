"""Comparing before deciding, through the API: nothing paid twice (GATE-06, -08, -09)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.requests import code_of
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Founder, WalkTo

NARROW = {"decision": "narrow", "action_text": "Only the evening count"}
PIVOT = {"decision": "pivot", "action_text": "For florists instead"}
ASKED = ("interviewer.idea_brief", "strategist.mvp_timeline")


def path_of(founder: Founder, tail: str = "") -> str:
    return f"/api/gates/{founder.gate_id}/compare{tail}"


def asked(app: RunningApp) -> list[int]:
    """How often both roles were asked."""
    return [len(app.script.requests(stage)) for stage in ASKED]


async def brief_of(founder: Founder) -> Any:
    return await founder.get(f"/api/understanding/{founder.project_id}/brief")


async def artifact(founder: Founder, kind: str) -> Any:
    rows = await founder.get(f"/api/artifacts/project/{founder.project_id}")
    return next(row for row in rows if row["artifact_type"] == kind)


async def test_a_proposal_shows_scope_users_and_timeline_and_changes_nothing(
    walk_to: WalkTo,
) -> None:
    founder = await walk_to("trio")
    await founder.gate()
    before = await brief_of(founder)
    proposal = await founder.post(path_of(founder), NARROW)
    assert (proposal["decision"], proposal["status"]) == ("narrow", "open")
    assert (proposal["action_text"], proposal["base_version"]) == (
        "Only the evening count",
        1,
    )
    assert proposal["is_stale"] is False
    assert {c["section"] for c in proposal["users"]} >= {"target_user"}
    scope = {c["section"]: c for c in proposal["scope"]}
    assert {"problem_statement", "value_prop", "key_constraints"} <= set(scope)
    value = scope["value_prop"]
    assert value["present"] == before["brief"]["value_prop"] != value["proposed"]
    pieces = value["pieces"]
    read = "".join(p["text"] for p in pieces if p["kind"] != "removed")
    assert read == value["proposed"] and value["added"] > 0
    assert 4 <= proposal["proposed_weeks"] <= 6
    assert "Week 1:" in proposal["timeline"]["proposed"]
    assert await founder.get(path_of(founder)) == proposal
    assert (await founder.get(f"/api/gates/{founder.gate_id}"))["status"] == "pending"
    assert await brief_of(founder) == before


async def test_accepting_decides_with_exactly_the_proposal_and_asks_nobody_again(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """GATE-08, GATE-11: brief and timeline are those that were shown."""
    founder = await walk_to("selected")
    await founder.trio()
    await founder.gate()
    proposal = await founder.post(path_of(founder), NARROW)
    before = asked(app)
    resolved = await founder.post(path_of(founder, "/accept"))
    assert (resolved["decision"], resolved["status"]) == ("narrow", "decided")
    await founder.trio()
    assert asked(app) == before
    shown = {c["section"]: c["proposed"] for c in proposal["scope"]}
    brief = await brief_of(founder)
    assert (brief["version"], brief["brief"]["value_prop"]) == (2, shown["value_prop"])
    timeline = await artifact(founder, "mvp_timeline")
    assert timeline["version_number"] == 2
    graph = await artifact(founder, "strategy_graph")
    assert graph["version_number"] == 2  # the rest of the trio follows
    gate = await founder.get(f"/api/gates/{founder.gate_id}")
    assert gate["reason"] == "Only the evening count"
    assert gate["context"]["narrowing_instruction"] == "Only the evening count"
    plan = await founder.get(f"/api/plans/{founder.project_id}")
    assert (plan["is_stale"], plan["selected_option_id"]) == (True, None)
    assert await founder.get(path_of(founder)) is None
    again = await founder.client.post(path_of(founder, "/accept"))
    assert code_of(again) == (409, "gate_decided")


async def test_an_accepted_timeline_knows_the_brief_it_was_written_from(
    walk_to: WalkTo,
) -> None:
    """VERS-10: as the rest of the trio, it can tell what changed since."""
    founder = await walk_to("trio")
    await founder.gate()
    await founder.post(path_of(founder), NARROW)
    await founder.post(path_of(founder, "/accept"))
    await founder.trio()
    body = {"section_key": "target_user", "new_content": "Night bakers"}
    path = f"/api/understanding/{founder.project_id}/brief"
    await founder.call("PATCH", path, body)
    found = [await artifact(founder, k) for k in ("mvp_timeline", "app_architecture")]
    timeline, architecture = [row["stale_reasons"] for row in found]
    assert timeline == architecture
    assert (timeline[0]["from_version"], timeline[0]["to_version"]) == (2, 3)


async def test_an_accepted_pivot_goes_back_to_the_first_stage(walk_to: WalkTo) -> None:
    """GATE-09, ORC-53."""
    founder = await walk_to("proceed")
    await founder.trio()
    await founder.gate()
    await founder.post(path_of(founder), PIVOT)
    await founder.post(path_of(founder, "/accept"))
    project = await founder.get(f"/api/projects/{founder.project_id}")
    assert project["stage_number"] == 1
    gate = await founder.get(f"/api/gates/{founder.gate_id}")
    assert gate["context"]["pivot_description"] == "For florists instead"


async def test_a_pivot_expires_the_other_open_decision(walk_to: WalkTo) -> None:
    """GATE-01, GATE-09: it blocks nothing any more and cannot be decided."""
    founder = await walk_to("trio")
    body = {"project_id": founder.project_id, "gate_type": "solidification"}
    other = await founder.post("/api/gates/create", body, status=201)
    await founder.gate()
    await founder.post(path_of(founder), PIVOT)
    await founder.post(path_of(founder, "/accept"))
    path = f"/api/gates/{other['gate_id']}"
    assert (await founder.get(path))["status"] == "expired"
    late = await founder.client.post(f"{path}/resolve", json={"decision": "ship"})
    assert late.status_code == 409


async def test_a_dropped_proposal_leaves_everything_as_it_was(walk_to: WalkTo) -> None:
    founder = await walk_to("trio")
    await founder.gate()
    before = await brief_of(founder)
    await founder.post(path_of(founder), NARROW)
    dropped = await founder.post(path_of(founder, "/drop"))
    assert dropped["status"] == "dropped"
    assert await founder.get(path_of(founder)) is None
    assert await brief_of(founder) == before
    for tail in ("/accept", "/drop"):
        gone = await founder.client.post(path_of(founder, tail))
        assert code_of(gone) == (404, "not_found"), tail
    await founder.proceed()  # the gate was only waiting


async def test_a_gate_decided_without_its_proposal_lets_it_go(walk_to: WalkTo) -> None:
    founder = await walk_to("trio")
    await founder.gate()
    await founder.post(path_of(founder), NARROW)
    await founder.proceed()
    assert await founder.get(path_of(founder)) is None


async def test_a_new_proposal_replaces_the_open_one(walk_to: WalkTo) -> None:
    founder = await walk_to("trio")
    await founder.gate()
    first = await founder.post(path_of(founder), NARROW)
    second = await founder.post(path_of(founder), PIVOT)
    assert second["proposal_id"] != first["proposal_id"]
    shown = await founder.get(path_of(founder))
    assert shown["proposal_id"] == second["proposal_id"]


async def test_a_changed_brief_makes_the_proposal_stale_and_it_is_refused(
    walk_to: WalkTo,
) -> None:
    """Row 54: 409 with both versions, and the ways forward still work."""
    founder = await walk_to("trio")
    await founder.gate()
    await founder.post(path_of(founder), NARROW)
    body = {"section_key": "target_user", "new_content": "Night bakers"}
    path = f"/api/understanding/{founder.project_id}/brief"
    await founder.call("PATCH", path, body)
    assert (await founder.get(path_of(founder)))["is_stale"] is True
    refused = await founder.client.post(path_of(founder, "/accept"))
    assert code_of(refused) == (409, "version_conflict")
    assert (refused.json()["expected_version"], refused.json()["version"]) == (1, 2)
    assert (await founder.get(f"/api/gates/{founder.gate_id}"))["status"] == "pending"
    again = await founder.post(path_of(founder), NARROW)
    assert (again["base_version"], again["is_stale"]) == (2, False)
    await founder.post(path_of(founder, "/accept"))


@pytest.mark.parametrize("stage", ASKED)
async def test_a_failing_model_leaves_the_gate_pending_and_no_proposal(
    app: RunningApp, walk_to: WalkTo, stage: str
) -> None:
    """GATE-06, ORC-51."""
    founder = await walk_to("trio")
    await founder.gate()
    app.script.fail(stage)
    failed = await founder.client.post(path_of(founder), json=NARROW)
    assert code_of(failed) == (500, "llm_unavailable")
    assert await founder.get(path_of(founder)) is None
    assert (await founder.get(f"/api/gates/{founder.gate_id}"))["status"] == "pending"
    assert (await brief_of(founder))["version"] == 1
    await founder.post(path_of(founder), NARROW)


async def test_a_slow_comparison_is_queued_and_its_body_stands_in_the_run(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """APIX-04, LLMC-02: 202, then `output.result` is the proposal."""
    founder = await walk_to("trio")
    await founder.gate()
    app.tune(inline_wait=0.01)
    held = app.script.hold("strategist.mvp_timeline")
    answer = await founder.client.post(path_of(founder), json=NARROW)
    assert answer.status_code == 202
    await held.reached.wait()
    held.release()
    run = await founder.until(
        f"/api/runs/{answer.json()['run_id']}", lambda b: b["status"] == "succeeded"
    )
    assert run["output"]["result"] == await founder.get(path_of(founder))


async def test_a_decision_meanwhile_makes_the_comparison_void(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """A gate is never reopened by an answer that comes late."""
    founder = await walk_to("trio")
    await founder.gate()
    app.tune(inline_wait=0.01)
    held = app.script.hold("strategist.mvp_timeline")
    answer = await founder.client.post(path_of(founder), json=NARROW)
    await held.reached.wait()
    await founder.decide("proceed")
    held.release()
    run = await founder.until(
        f"/api/runs/{answer.json()['run_id']}", lambda b: b["status"] == "succeeded"
    )
    assert run["output"]["result"]["status"] == "dropped"
    assert await founder.get(path_of(founder)) is None
    assert (await brief_of(founder))["version"] == 1


async def test_only_a_turn_with_words_can_be_compared(walk_to: WalkTo) -> None:
    """GATE-05 and bad input."""
    founder = await walk_to("gate")
    for body in (
        {"decision": "proceed"},
        {"decision": "park"},
        {"decision": "ship", "action_text": "x"},
        {"decision": "narrow"},
        {"decision": "pivot", "action_text": "  "},
        {"decision": "narrow", "action_text": "x" * 10_001},
        {"decision": "narrow", "action_text": "a\x00"},
        {"decision": "narrow", "action_text": "x", "more": 1},
        {},
    ):
        answer = await founder.client.post(path_of(founder), json=body)
        assert code_of(answer) == (422, "validation_error"), body
    assert await founder.get(path_of(founder)) is None


async def test_sections_a_tier_does_not_have_are_not_compared(walk_to: WalkTo) -> None:
    """TIER-03."""
    founder = await walk_to("trio", tier="bootstrapper")
    await founder.gate()
    proposal = await founder.post(path_of(founder), NARROW)
    shown = {c["section"] for c in (*proposal["scope"], *proposal["users"])}
    assert shown.isdisjoint(
        {"market_context", "differentiation", "monetization_hypothesis"}
    )


async def test_documents_follow_the_brief_of_an_accepted_proposal(
    walk_to: WalkTo,
) -> None:
    """BRIF-05: as after a narrow decided at once; edited ones wait for the founder."""
    founder = await walk_to("trio")
    rows = await founder.documents()
    edit = {"section_path": "key_constraint", "new_value": "One laptop."}
    await founder.call("PATCH", f"/api/artifacts/{rows['brief']['id']}/edit", edit)
    await founder.gate()
    await founder.post(path_of(founder), NARROW)
    await founder.post(path_of(founder, "/accept"))
    after = await founder.artifacts()
    assert (after["brief"]["version_number"], after["brief"]["is_stale"]) == (2, True)
    assert after["mvp_scope"]["version_number"] == 2
    assert after["how_it_works"]["version_number"] == 2
