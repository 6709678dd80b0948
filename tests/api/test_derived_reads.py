"""Dashboard, journey, graph and timeline through the API (API-090 to API-094)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text, update

from cofounder import clock, ids
from cofounder.gates.models import Gate
from tests.factories.requests import code_of
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Founder, WalkTo

DASHBOARD = {
    "project_id",
    "stage",
    "stage_name",
    "product_version",
    "mvp_completion_percent",
    "next_milestone",
    "risk_flags",
    "suggested_focus",
    "artifacts",
    "pending_decisions",
    "latest_build_status",
    "preview_url",
    "backlog",
    "active_runs",
}
STAGE = {
    "stage_number",
    "name",
    "entered_at",
    "progress_percent",
    "milestones",
    "exit_criteria",
    "blocking_risks",
}
NODE = {
    "id",
    "type",
    "title",
    "status",
    "created_at",
    "why",
    "tradeoffs",
    "alternatives",
    "impact_summary",
}
ITEM = {
    "id",
    "project_id",
    "timestamp",
    "type",
    "title",
    "summary",
    "kanban_status",
    "graph_node_id",
    "build_version",
    "decision_id",
    "run_id",
    "debug_id",
}
ARTIFACT = {
    "id",
    "artifact_type",
    "generation_status",
    "version_number",
    "has_user_edits",
    "is_stale",
    "updated_at",
}


async def read(founder: Founder, what: str, tail: str = "") -> Any:
    return await founder.get(f"/api/{what}/{founder.project_id}{tail}")


async def an_empty_project(app: RunningApp) -> Founder:
    founder = Founder(app, await app.client())
    made = await founder.post("/api/projects", {"name": "Empty"})
    founder.project_id = made["id"]
    return founder


async def test_an_empty_project_has_an_empty_everything(app: RunningApp) -> None:
    """CNTR-01, CNTR-02, GRPH-02: every key is there, lists are empty, never null."""
    founder = await an_empty_project(app)
    dashboard = await read(founder, "dashboard")
    assert set(dashboard) == DASHBOARD
    assert dashboard == {
        "project_id": founder.project_id,
        "stage": 0,
        "stage_name": "Getting Started",
        "product_version": "v0.0",
        "mvp_completion_percent": 0,
        "next_milestone": None,
        "risk_flags": [],
        "suggested_focus": "All clear - ready to build",
        "artifacts": [],
        "pending_decisions": [],
        "latest_build_status": None,
        "preview_url": None,
        "backlog": dict.fromkeys(
            ("uploads", "cards", "epics", "stories", "subtasks", "runs"), 0
        ),
        "active_runs": [],
    }
    assert await read(founder, "graph") == {"nodes": [], "edges": []}
    timeline = await read(founder, "timeline")
    assert [item["title"] for item in timeline["items"]] == ["The project began"]
    journey = await read(founder, "journey")
    assert journey["global_progress"] == 0


async def test_the_shapes_are_fixed(walk_to: WalkTo) -> None:
    """CNTR-01: dashboard, journey, graph and timeline of a whole journey."""
    founder = await walk_to("ready")
    dashboard = await read(founder, "dashboard")
    assert set(dashboard) == DASHBOARD
    assert all(set(row) == ARTIFACT for row in dashboard["artifacts"])
    journey = await read(founder, "journey")
    assert set(journey) == {"stages", "global_progress"}
    assert all(set(stage) == STAGE for stage in journey["stages"])
    lines = [line for stage in journey["stages"] for line in stage["milestones"]]
    assert all(set(m) == {"key", "title", "weight", "completed_at"} for m in lines)
    graph = await read(founder, "graph")
    assert all(set(node) == NODE for node in graph["nodes"])
    assert all(set(edge) == {"from", "to", "relation"} for edge in graph["edges"])
    timeline = await read(founder, "timeline")
    assert set(timeline) == {"project_id", "items", "total"}
    assert all(set(item) == ITEM for item in timeline["items"])
    assert timeline["total"] == len(timeline["items"])


async def test_the_dashboard_follows_the_journey(walk_to: WalkTo) -> None:
    """DASH-01, RISK-03: stage, next milestone, open decisions, versions."""
    founder = await walk_to("gate")
    waiting = await read(founder, "dashboard")
    assert (waiting["stage"], waiting["stage_name"]) == (1, "Thesis Defined")
    assert waiting["mvp_completion_percent"] == 70
    assert waiting["next_milestone"] == "You decided to proceed"
    assert waiting["suggested_focus"] == "Review Direction decision to continue"
    [gate] = waiting["pending_decisions"]
    assert set(gate) == {"id", "gate_type", "status", "created_at"}
    assert (gate["id"], gate["status"]) == (founder.gate_id, "pending")
    await founder.proceed()
    decided = await read(founder, "dashboard")
    assert (decided["stage"], decided["pending_decisions"]) == (2, [])
    assert decided["suggested_focus"] == "All clear - ready to build"


async def test_a_ready_build_is_told_everywhere_once(walk_to: WalkTo) -> None:
    """ORC-86, MVPS-03, MVPS-04, DASH-01: dashboard, timeline and graph agree."""
    founder = await walk_to("ready")
    status = await founder.get(f"/api/generation/{founder.job_id}/status")
    dashboard = await read(founder, "dashboard")
    assert dashboard["stage"] == 3
    assert dashboard["product_version"] == "v0.1"
    assert dashboard["latest_build_status"] == "success"
    assert dashboard["preview_url"] == status["preview_url"] is not None
    items = (await read(founder, "timeline"))["items"]
    [built] = [item for item in items if item["title"] == "MVP built"]
    assert status["preview_url"] in built["summary"]
    assert built["build_version"] == "build_v0_1"
    assert any(item["title"] == "Stage: 2 → 3" for item in items)
    node = await read(founder, "graph", f"/nodes/{built['graph_node_id']}")
    assert node["id"] == f"mvp_built_{founder.project_id}"
    assert (node["title"], node["status"]) == ("Stage: MVP Built", "done")
    assert "build_v0_1" in node["full_narrative"]


async def test_the_choice_of_a_plan_is_on_the_timeline_and_in_the_graph(
    walk_to: WalkTo,
) -> None:
    """PLAN-03, ORC-67."""
    founder = await walk_to("selected")
    items = (await read(founder, "timeline"))["items"]
    [chosen] = [i for i in items if i["title"] == "Decision: Execution plan"]
    assert "Fast MVP" in chosen["summary"]
    node = await read(founder, "graph", f"/nodes/{chosen['graph_node_id']}")
    assert (node["type"], node["title"]) == ("decision", "Execution plan: Fast MVP")
    assert node["why"] and node["alternatives"] and node["tradeoffs"]


async def test_every_card_that_names_a_node_leads_to_it(walk_to: WalkTo) -> None:
    """TIML-03: "View in graph" never leads nowhere, and back again."""
    founder = await walk_to("ready")
    nodes = {node["id"] for node in (await read(founder, "graph"))["nodes"]}
    items = (await read(founder, "timeline"))["items"]
    named = {item["graph_node_id"] for item in items} - {None}
    assert named and named <= nodes


async def test_a_node_of_another_project_is_missing(walk_to: WalkTo) -> None:
    """GRPH-02."""
    mine, theirs = await walk_to("gate"), await walk_to("gate")
    path = f"/api/graph/{mine.project_id}/nodes"
    own = await mine.get(f"{path}/gate_{mine.gate_id}")
    assert own["title"] == "Gate: Direction"
    for other in (f"gate_{theirs.gate_id}", "nonsense", str(ids.new_id())):
        answer = await mine.client.get(f"{path}/{other}")
        assert code_of(answer) == (404, "not_found")
        assert answer.json()["detail"] == "Node not found"


async def test_the_timeline_is_filtered(walk_to: WalkTo) -> None:
    """TIML-01: query, type and days, alone and together; total counts what is shown."""
    founder = await walk_to("proceed")
    today = clock.now().date()
    yesterday = today - timedelta(days=1)
    found = await read(founder, "timeline", "?query=DIRECTION&type_filter=decision")
    assert [item["title"] for item in found["items"]] == ["Decision: Direction"]
    assert found["total"] == 1
    for kind in ("decision", "milestone", "artifact"):
        kept = await read(founder, "timeline", f"?type_filter={kind}")
        assert kept["items"] and {i["type"] for i in kept["items"]} == {kind}
    everything = (await read(founder, "timeline"))["total"]
    ranges = {
        f"?date_from={yesterday}&date_to={today}": everything,
        f"?date_from={yesterday}T00:00:00Z&date_to={today}T23:59:59Z": everything,
        f"?date_to={today - timedelta(days=9)}": 0,
        f"?date_from={today + timedelta(days=9)}": 0,
        "?query=no such words": 0,
    }
    for tail, total in ranges.items():
        assert (await read(founder, "timeline", tail))["total"] == total, tail


@pytest.mark.parametrize(
    "tail",
    [
        "?date_from=yesterday",
        "?date_to=2026-13-01",
        "?date_from=2026-02-30",
        "?date_to=20.05.2026",
        "?type_filter=build",
        f"?query={'x' * 10_001}",
    ],
)
async def test_a_filter_that_is_none_is_refused(app: RunningApp, tail: str) -> None:
    """API-094: 422."""
    founder = await an_empty_project(app)
    answer = await founder.client.get(f"/api/timeline/{founder.project_id}{tail}")
    assert code_of(answer) == (422, "validation_error")


async def test_the_dashboard_is_never_kept(app: RunningApp) -> None:
    """APIX-07: it is a progress read; refusals are not kept either."""
    founder = await an_empty_project(app)
    for project, status in ((founder.project_id, 200), (str(ids.new_id()), 404)):
        answer = await founder.client.get(f"/api/dashboard/{project}")
        assert answer.status_code == status
        assert "no-store" in answer.headers["cache-control"]


async def decided_days_ago(app: RunningApp, founder: Founder, days: int) -> None:
    async with app.database.transaction() as session:
        moment = clock.now() - timedelta(days=days)
        gate = update(Gate).where(Gate.id == ids.parse_id(founder.gate_id))
        await session.execute(gate.values(decided_at=moment))


async def rules(founder: Founder) -> list[str]:
    return [f["rule"] for f in (await read(founder, "dashboard"))["risk_flags"]]


async def test_a_risk_is_shown_dismissed_and_shown_again_when_worse(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """API-091, RISK-01, RISK-02, ORC-11."""
    founder = await walk_to("proceed")
    path = f"/api/dashboard/{founder.project_id}/risks/stale_decision/dismiss"
    await decided_days_ago(app, founder, 8)
    [flag] = (await read(founder, "dashboard"))["risk_flags"]
    assert flag == {
        "type": "system",
        "rule": "stale_decision",
        "message": "The last decision is 8 days old.",
    }
    blocking = (await read(founder, "journey"))["stages"][1]["blocking_risks"]
    assert blocking == [flag]
    first = await founder.post(path)
    assert set(first) == {"dismissed_at"}
    assert await founder.post(path) == first
    assert await rules(founder) == []
    items = (await read(founder, "timeline"))["items"]
    assert [i["title"] for i in items].count("Risk dismissed") == 1
    await decided_days_ago(app, founder, 15)
    assert await rules(founder) == ["stale_decision"]


async def test_an_unknown_rule_is_refused(app: RunningApp) -> None:
    """API-091."""
    founder = await an_empty_project(app)
    path = f"/api/dashboard/{founder.project_id}/risks/boredom/dismiss"
    answer = await founder.client.post(path)
    assert code_of(answer) == (400, "invalid_argument")


async def test_narrowing_is_an_exit_criterion(walk_to: WalkTo) -> None:
    """STAG-07, GATE-08."""
    founder = await walk_to("gate")
    await founder.decide("narrow", action_text="Only flour")
    stages = (await read(founder, "journey"))["stages"]
    line = {"text": "Scope narrowed to: Only flour", "done": False}
    assert stages[0]["exit_criteria"][-1] == line


async def test_running_work_is_on_the_dashboard(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """DASH-01: runs that are not over."""
    founder = await walk_to("finalized")
    await founder.trio()
    done = await founder.until(
        f"/api/dashboard/{founder.project_id}", lambda b: b["active_runs"] == []
    )
    statuses = {a["artifact_type"]: a["generation_status"] for a in done["artifacts"]}
    assert statuses == dict.fromkeys(
        ("idea_brief", "strategy_graph", "mvp_timeline", "app_architecture"), "idle"
    )


async def test_a_usage_table_that_fails_costs_no_dashboard(
    make_app: Any,
) -> None:
    """ORC-10: the usage store failing gives no risk and no error."""
    app = await make_app()
    founder = await an_empty_project(app)
    async with app.database.transaction() as session:
        await session.execute(text("ALTER TABLE llm_calls RENAME TO gone"))
    try:
        assert (await read(founder, "dashboard"))["risk_flags"] == []
    finally:
        async with app.database.transaction() as session:
            await session.execute(text("ALTER TABLE gone RENAME TO llm_calls"))
