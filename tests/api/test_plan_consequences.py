"""Plans after a change of direction, and their history (PLAN, GATE-11, TRAP-24)."""

from __future__ import annotations

import asyncio

from cofounder.api.decisions.schemas import DecisionConsoleOption
from cofounder.api.plans import schemas
from tests.factories.requests import code_of
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Founder, WalkTo


async def test_options_of_an_earlier_direction_cannot_be_chosen_any_more(
    walk_to: WalkTo,
) -> None:
    """GATE-11, PLAN-02: a new plan is needed after a narrow, not only a new choice."""
    founder = await walk_to("selected")
    await founder.gate()
    await founder.decide("narrow", action_text="Only the evening count")
    await founder.gate()
    await founder.proceed()
    path = f"/api/plans/{founder.project_id}"
    stale = await founder.get(path)
    assert (stale["is_stale"], stale["selected_option_id"]) == (True, None)
    body = {"option_id": "fast-mvp"}
    refused = await founder.client.post(f"{path}/select", json=body)
    assert code_of(refused) == (404, "option_missing")
    rows = await founder.artifacts()
    kept = f"/api/artifacts/{rows['execution_plan']['id']}/keep"
    await founder.post(kept)
    refused = await founder.client.post(f"{path}/select", json=body)
    assert code_of(refused) == (404, "option_missing"), "kept is not made anew"
    start = {"project_id": founder.project_id, "goal": "x"}
    answer = await founder.client.post("/api/generation/start", json=start)
    assert code_of(answer) == (409, "plan_not_selected")
    await founder.planned()
    await founder.selected()
    assert (await founder.get(path))["is_stale"] is False


async def test_options_stay_to_choose_from_after_an_edit_of_the_brief(
    walk_to: WalkTo,
) -> None:
    """BRIF-05: an edit only marks them; the direction is the same."""
    founder = await walk_to("selected")
    edit = {"section_key": "target_user", "new_content": "Night bakers"}
    brief = f"/api/understanding/{founder.project_id}/brief"
    await founder.call("PATCH", brief, edit)
    path = f"/api/plans/{founder.project_id}"
    assert (await founder.get(path))["is_stale"]
    other = {"option_id": "hybrid-approach"}
    chosen = await founder.post(f"{path}/select", other)
    assert chosen["selected_option"]["id"] == "hybrid-approach"


async def test_options_made_while_the_direction_changed_are_not_kept(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """GATE-11: they answer a question nobody asks any more."""
    founder = await walk_to("proceed")
    app.tune(inline_wait=0.2)
    held = app.script.hold("planner.draft")
    body = {"project_id": founder.project_id}
    asked = await founder.post("/api/plans/generate", body, status=202)
    await held.reached.wait()
    app.tune(inline_wait=60)
    await founder.gate()
    await founder.decide("narrow", action_text="Only the evening count")
    held.release()
    path = f"/api/runs/{asked['run_id']}"
    over = await founder.until(path, lambda run: run["status"] == "failed")
    assert "earlier direction" in str(over["error"])
    assert "execution_plan" not in {
        kind
        for kind, row in (await founder.artifacts()).items()
        if row["current_content"]
    }


async def test_an_old_set_stays_readable_with_its_number(walk_to: WalkTo) -> None:
    """PLAN-06, PLAN-07, ORC-63: version contents never change."""
    founder = await walk_to("selected")
    body = {"project_id": founder.project_id, "feedback": "Cheaper, please"}
    await founder.post("/api/plans/regenerate", body)
    rows = await founder.get(f"/api/artifacts/project/{founder.project_id}")
    plan = next(r for r in rows if r["artifact_type"] == "execution_plan")
    versions = f"/api/artifacts/{plan['id']}/versions"
    assert [v["version_number"] for v in await founder.get(versions)] == [2, 1]
    first = (await founder.get(f"{versions}/1"))["content"]
    assert first["plan_set_id"] == founder.plan["plan_set_id"]
    assert first["options"] == founder.plan["options"]
    second = (await founder.get(f"{versions}/2"))["content"]
    assert second["feedback_context"] == "Cheaper, please"


async def test_the_chosen_option_can_be_chosen_again_whatever_changed(
    walk_to: WalkTo,
) -> None:
    """PLAN-08: the same again is no new choice; BRIF-05: an edit keeps the choice."""
    founder = await walk_to("selected")
    path = f"/api/plans/{founder.project_id}"
    edit = {"section_key": "target_user", "new_content": "Night bakers"}
    brief = f"/api/understanding/{founder.project_id}/brief"
    await founder.call("PATCH", brief, edit)
    before = await founder.get(path)
    assert (before["is_stale"], before["selected_option_id"]) == (True, "fast-mvp")
    await founder.post(f"{path}/select", {"option_id": "fast-mvp"})
    assert await founder.get(path) == before


async def test_different_options_need_a_word_on_what_should_differ(
    walk_to: WalkTo,
) -> None:
    """PLAN-07, ORC-63."""
    founder = await walk_to("selected")
    for feedback in ({}, {"feedback": ""}, {"feedback": "  "}):
        body = {"project_id": founder.project_id, **feedback}
        answer = await founder.client.post("/api/plans/regenerate", json=body)
        assert code_of(answer) == (422, "validation_error"), body


async def test_two_who_decide_at_once_decide_once(walk_to: WalkTo) -> None:
    """Row 54: one 200, one 409, for a proposal and for a question of the console."""
    founder = await walk_to("trio")
    await founder.gate()
    compare = f"/api/gates/{founder.gate_id}/compare"
    await founder.post(compare, {"decision": "narrow", "action_text": "Less"})
    post = founder.client.post
    both = await asyncio.gather(post(f"{compare}/accept"), post(f"{compare}/accept"))
    assert sorted(a.status_code for a in both) == [200, 409]
    asked = await founder.post(
        f"/api/projects/{founder.project_id}/decisions",
        {"template": "deploy_path"},
        status=201,
    )
    path = f"/api/decisions/{asked['id']}/resolve"
    picks = [post(path, json={"option_id": option}) for option in ("aws", "vercel")]
    assert sorted(a.status_code for a in await asyncio.gather(*picks)) == [200, 409]


async def test_narrowing_resets_the_checklist_of_its_stage_alone(
    walk_to: WalkTo,
) -> None:
    """ORC-04, GATE-08: also where there is nothing to reset; progress may fall."""
    founder = await walk_to("selected")
    before = await _done(founder)
    progress = (await founder.get(f"/api/projects/{founder.project_id}"))[
        "progress_percent"
    ]
    assert before[1] and before[2]
    for text in ("Only the evening count", "Only flour"):
        await founder.gate()
        await founder.decide("narrow", action_text=text)
        after = await _done(founder)
        assert after[2] == set()
        assert before[1] <= after[1]
    fallen = await founder.get(f"/api/projects/{founder.project_id}")
    assert fallen["progress_percent"] < progress


async def _done(founder: Founder) -> dict[int, set[str]]:
    """What is ticked, by stage."""
    journey = await founder.get(f"/api/journey/{founder.project_id}")
    return {
        stage["stage_number"]: {c["text"] for c in stage["exit_criteria"] if c["done"]}
        for stage in journey["stages"]
    }


def test_the_schemas_have_the_names_of_the_specification() -> None:
    """PLAN-11, DCSN-02: a console option is an execution option, field by field."""
    for name in (
        "ExecutionOption",
        "ExecutionPlanOptions",
        "GeneratePlansRequest",
        "GeneratePlansResponse",
        "SelectPlanRequest",
        "SelectPlanResponse",
    ):
        assert hasattr(schemas, name), name
    option = schemas.ExecutionOption.model_fields
    assert DecisionConsoleOption.model_fields.keys() == option.keys()
