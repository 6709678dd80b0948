"""Interview, gates and plans through the API (UNDR, GATE, PLAN; ORC-34 to 67)."""

from __future__ import annotations

from tests.factories.ideas import ANSWER
from tests.factories.requests import code_of
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import WalkTo


async def test_the_interview_needs_a_finished_onboarding_with_a_project(
    walk_to: WalkTo,
) -> None:
    """UNDR-01, ORC-34."""
    for stop in ("started", "completed"):
        founder = await walk_to(stop)
        answer = await founder.client.post(
            "/api/understanding/start", json={"session_id": founder.sid}
        )
        assert code_of(answer) == (400, "invalid_state")


async def test_the_interview_in_progress_is_returned_and_never_doubled(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """API-041, UNDR-02, ORC-34."""
    founder = await walk_to("interview", tier="bootstrapper")
    again = await founder.post("/api/understanding/start", {"session_id": founder.sid})
    assert again == founder.interview
    assert set(again) == {
        "understanding_session_id",
        "question",
        "question_number",
        "total_questions",
    }
    assert (again["question_number"], again["total_questions"] <= 8) == (1, True)
    assert len(app.script.requests("interviewer.understanding_questions")) == 1


async def test_finalizing_needs_every_question_and_assumptions_are_kept(
    walk_to: WalkTo,
) -> None:
    """UNDR-05, UNDR-08, ORC-35."""
    founder = await walk_to("interview")
    path = f"/api/understanding/{founder.uid}"
    early = await founder.client.post(f"{path}/finalize")
    assert code_of(early) == (400, "missing_required_answers")
    total = founder.interview["total_questions"]
    assert early.json()["detail"].endswith(f"Answered: 0/{total}")
    question, actions = founder.interview["question"], ["skip", "you_decide"]
    while question is not None:
        body = {"question_id": question["id"], "answer": ANSWER, "action": "answer"}
        if actions:
            body = {"question_id": question["id"], "action": actions.pop()}
        question = (await founder.post(f"{path}/answer", body))["next_question"]
    state = await founder.get(path)
    assert [a["action"] for a in state["assumptions"]] == ["you_decide", "skip"]
    assert all(a["question"] for a in state["assumptions"])
    await founder.finalized_brief()
    over = await founder.client.post(f"{path}/answer", json=body)
    assert code_of(over) == (400, "invalid_state")


async def test_finalize_brings_everything_and_the_trio_has_begun(
    walk_to: WalkTo,
) -> None:
    """UNDR-09, E2E-TRIGGER, ORC-40, ORC-42, ORC-47."""
    founder = await walk_to("answered")
    await founder.finalized_brief()
    status = f"/api/artifacts/project/{founder.project_id}/generation-status"
    trio = (await founder.get(status))["artifacts"]
    assert set(trio) == {"strategy_graph", "mvp_timeline", "app_architecture"}
    assert all(one["status"] != "not_started" for one in trio.values())
    body = founder.finalized
    assert set(body) == {
        "brief",
        "artifact_id",
        "version",
        "project_id",
        "idea_text",
        "onboarding_answers",
        "tier",
        "run_id",
    }
    assert (body["idea_text"], body["tier"]) == (founder.idea, "cto_scale")
    await founder.trio()
    await founder.finalized_brief()
    assert founder.finalized["version"] == 1


async def test_a_failed_brief_leaves_the_interview_as_it_was(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """ORC-37: still in progress, no artifact, nothing lost."""
    founder = await walk_to("answered")
    app.script.fail("interviewer.idea_brief")
    path = f"/api/understanding/{founder.uid}"
    failed = await founder.client.post(f"{path}/finalize")
    assert code_of(failed) == (500, "llm_unavailable")
    state = await founder.get(path)
    assert (state["status"], state["brief"]) == ("in_progress", None)
    assert await founder.get(f"/api/artifacts/project/{founder.project_id}") == []
    missing = await founder.client.get(f"/api/understanding/{founder.project_id}/brief")
    assert code_of(missing) == (404, "brief_missing")
    await founder.finalized_brief()


async def test_one_failing_artifact_never_costs_the_others(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """E2E-GENERATE, ORC-41, ORC-43: two failures are silent, three fail that one."""
    founder = await walk_to("answered")
    app.script.fail("strategist.strategy_graph", times=2)
    app.script.fail("strategist.mvp_timeline", times=3)
    await founder.finalized_brief()
    status = f"/api/artifacts/project/{founder.project_id}/generation-status"
    over = await founder.until(
        status,
        lambda b: all(a["status"] != "generating" for a in b["artifacts"].values()),
    )
    assert over == {
        "artifacts": {
            "strategy_graph": {"status": "idle", "has_content": True},
            "mvp_timeline": {"status": "failed", "has_content": False},
            "app_architecture": {"status": "idle", "has_content": True},
        },
        "all_complete": False,
        "any_failed": True,
    }
    run = await founder.until(
        f"/api/runs/{founder.finalized['run_id']}",
        lambda body: body["status"] != "running",
    )
    assert (run["status"], run["failed_items"], run["completed_items"]) == (
        "partial",
        1,
        2,
    )
    await founder.finalized_brief()  # only what failed starts again
    await founder.trio()
    assert len(app.script.requests("strategist.strategy_graph")) == 3


async def test_editing_a_section_makes_a_version_of_the_founder_s(
    walk_to: WalkTo,
) -> None:
    """BRIF-03, BRIF-04, ORC-36, row 54: a stale version is refused with both numbers."""
    founder = await walk_to("trio")
    path = f"/api/understanding/{founder.project_id}/brief"
    body = {"section_key": "target_user", "new_content": "Night bakers"}
    edited = await founder.call("PATCH", path, {**body, "expected_version": 1})
    assert set(edited) == {"updated_section", "new_confidence", "version"}
    assert (edited["updated_section"], edited["version"]) == ("target_user", 2)
    stale = await founder.client.patch(path, json={**body, "expected_version": 1})
    assert code_of(stale) == (409, "version_conflict")
    assert (stale.json()["expected_version"], stale.json()["version"]) == (1, 2)
    for key in ("nonsense", "confidence_scores", "_schema_version", "generated_at"):
        answer = await founder.client.patch(path, json={**body, "section_key": key})
        assert code_of(answer) == (400, "invalid_argument"), key
    wrong = await founder.client.patch(path, json={**body, "new_content": ["a"]})
    assert code_of(wrong) == (422, "validation_error")
    brief = await founder.get(path)
    assert brief["brief"]["target_user"] == "Night bakers"
    assert brief["sources"]["target_user"][0]["kind"] == "decision"
    versions = await founder.get(f"/api/artifacts/{brief['artifact_id']}/versions")
    assert [v["author"] for v in versions] == ["founder", "cofounder"]
    first = await founder.get(f"/api/artifacts/{brief['artifact_id']}/versions/1")
    assert first["content"]["target_user"] != "Night bakers"


async def test_a_gate_is_decided_once_by_its_own_decisions(walk_to: WalkTo) -> None:
    """GATE-01 to GATE-07, ORC-50."""
    founder = await walk_to("finalized")
    project = f"/api/gates/project/{founder.project_id}"
    assert await founder.get(f"{project}/pending") is None
    await founder.gate()
    second = await founder.client.post(
        "/api/gates/create", json={"project_id": founder.project_id}
    )
    assert code_of(second) == (409, "gate_exists")
    assert await founder.get(f"{project}/check-blocking") == {"blocking": True}
    pending = await founder.get(f"{project}/pending")
    assert [o["value"] for o in pending["options"]] == [
        "proceed",
        "narrow",
        "pivot",
        "park",
    ]
    path = f"/api/gates/{founder.gate_id}/resolve"
    for body in (
        {"decision": "iterate"},
        {"decision": "ship"},
        {"decision": "narrow"},
        {"decision": "pivot", "action_text": "  "},
        {"decision": "nonsense"},
        {},
    ):
        answer = await founder.client.post(path, json=body)
        assert code_of(answer) == (422, "validation_error"), body
    resolved = await founder.decide("proceed")
    assert set(resolved) == {
        "gate_id",
        "decision",
        "status",
        "resolution_summary",
        "next_action",
    }
    again = await founder.client.post(path, json={"decision": "park"})
    assert code_of(again) == (409, "gate_decided")
    decided = await founder.get(f"/api/gates/{founder.gate_id}")
    assert (decided["options"], decided["decision"]) == ([], "proceed")
    assert (await founder.get(f"/api/projects/{founder.project_id}"))[
        "stage_number"
    ] == 2


async def test_planning_waits_for_the_decision_to_proceed(walk_to: WalkTo) -> None:
    """GATE-02, PLAN-05, ORC-61."""
    founder = await walk_to("project")
    body = {"project_id": founder.project_id}

    async def refused() -> tuple[int, str]:
        return code_of(await founder.client.post("/api/plans/generate", json=body))

    assert await refused() == (409, "direction_not_proceed")
    await founder.gate()
    answer = await founder.client.post("/api/plans/generate", json=body)
    assert code_of(answer) == (409, "gate_pending")
    assert answer.json()["detail"] == "Pending gate must be resolved first"
    assert answer.json()["gate_id"] == founder.gate_id
    assert answer.json()["gate_type"] == "direction"
    await founder.proceed()
    assert await refused() == (404, "brief_missing")


async def test_narrowing_and_pivoting_rewrite_the_brief_first(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """GATE-06, GATE-08, GATE-09, GATE-11, ORC-51, ORC-53."""
    founder = await walk_to("selected")
    await founder.gate()
    app.script.fail("interviewer.idea_brief")
    path = f"/api/gates/{founder.gate_id}/resolve"
    body = {"decision": "pivot", "action_text": "For florists instead"}
    failed = await founder.client.post(path, json=body)
    assert code_of(failed) == (500, "llm_unavailable")
    assert (await founder.get(f"/api/gates/{founder.gate_id}"))["status"] == "pending"
    await founder.post(path, body)
    request = app.script.requests("interviewer.idea_brief")[-1]
    assert (request.instruction, request.instruction_kind) == (
        "For florists instead",
        "pivot",
    )
    brief = await founder.get(f"/api/understanding/{founder.project_id}/brief")
    assert brief["version"] == 2
    project = await founder.get(f"/api/projects/{founder.project_id}")
    assert project["stage_number"] == 1
    plan = await founder.get(f"/api/plans/{founder.project_id}")
    assert (plan["is_stale"], plan["selected_option_id"]) == (True, None)
    start = {"project_id": founder.project_id, "goal": "x"}
    answer = await founder.client.post("/api/generation/start", json=start)
    assert code_of(answer) == (409, "direction_not_proceed")


async def test_a_parked_project_rests_until_it_is_resumed(walk_to: WalkTo) -> None:
    """GATE-10, PROJ-06, API-026, ORC-54."""
    founder = await walk_to("finalized", tier="bootstrapper")
    before = await founder.get(f"/api/projects/{founder.project_id}")
    await founder.gate()
    await founder.decide("park", park_note="Next spring")
    pid = {"project_id": founder.project_id}
    for path, body in (
        ("/api/plans/generate", pid),
        ("/api/generation/start", {**pid, "goal": "x"}),
        ("/api/gates/create", pid),
    ):
        answer = await founder.client.post(path, json=body)
        assert code_of(answer) == (409, "project_parked"), path
    for name in ("one", "two"):
        await founder.post("/api/projects", {"name": name})
    resume = f"/api/projects/{founder.project_id}/resume"
    full = await founder.client.post(resume)
    assert code_of(full) == (403, "project_limit_reached")
    other = (await founder.get("/api/projects"))[0]
    await founder.call("DELETE", f"/api/projects/{other['id']}")
    after = await founder.post(resume)
    assert (after["status"], after["progress_percent"]) == (
        "active",
        before["progress_percent"],
    )


async def test_options_are_compared_and_one_is_chosen(walk_to: WalkTo) -> None:
    """PLAN-01, PLAN-06 to PLAN-09, ORC-60, ORC-62, ORC-63, ORC-66."""
    founder = await walk_to("proceed")
    path = f"/api/plans/{founder.project_id}"
    assert code_of(await founder.client.get(path)) == (404, "plan_missing")
    await founder.planned()
    plan = founder.plan
    assert set(plan) == {
        "plan_set_id",
        "options",
        "recommended_id",
        "generated_at",
        "selection_cleared",
    }
    assert [o["id"] for o in plan["options"]] == [
        "fast-mvp",
        "full-featured-launch",
        "hybrid-approach",
    ]
    assert [o["scope_coverage"] for o in plan["options"]] == [70, 95, 85]
    assert [o["risk_level"] for o in plan["options"]] == ["low", "high", "medium"]
    recommended = [o["id"] for o in plan["options"] if o["is_recommended"]]
    assert recommended == [plan["recommended_id"]] == ["fast-mvp"]
    nothing = await founder.client.get(f"{path}/selected")
    assert code_of(nothing) == (404, "nothing_selected")
    unknown = await founder.client.post(f"{path}/select", json={"option_id": "x"})
    assert code_of(unknown) == (404, "option_missing")
    start = {"project_id": founder.project_id, "goal": "x"}
    early = await founder.client.post("/api/generation/start", json=start)
    assert code_of(early) == (409, "plan_not_selected")
    assert early.json()["detail"] == "Choose an execution plan first"
    await founder.selected()
    await founder.selected()  # the same again changes nothing
    state = await founder.get(path)
    assert state["selected_option_id"] == "fast-mvp" and state["selected_at"]
    body = {"project_id": founder.project_id}
    chosen = await founder.client.post("/api/plans/generate", json=body)
    assert code_of(chosen) == (409, "plan_already_selected")
    blank = await founder.client.post("/api/plans/regenerate", json=body)
    assert code_of(blank) == (422, "validation_error")
    other = await founder.post("/api/plans/regenerate", {**body, "feedback": "cheaper"})
    assert other["selection_cleared"] is True
    assert other["plan_set_id"] != plan["plan_set_id"]


async def test_deep_research_is_locked_for_every_tier(walk_to: WalkTo) -> None:
    """UNDR-06, ORC-65."""
    for tier in ("bootstrapper", "partner", "cto_scale"):
        founder = await walk_to("project", tier=tier)
        path = f"/api/plans/{founder.project_id}/deep-research"
        answer = await founder.client.post(path)
        assert code_of(answer) == (402, "deep_research_locked")
        assert answer.json()["upgrade_url"] == "/billing"
        assert answer.json()["message"]
