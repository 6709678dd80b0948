"""Console decisions, verdicts and tripwires in the derived reads (DCSN-05, TIML-02)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update

from cofounder import clock
from cofounder.gates.models import Tripwire
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Founder, WalkTo


async def items_of(founder: Founder) -> list[dict[str, Any]]:
    read = await founder.get(f"/api/timeline/{founder.project_id}?type_filter=decision")
    return read["items"]


async def node(founder: Founder, node_id: str) -> dict[str, Any]:
    return await founder.get(f"/api/graph/{founder.project_id}/nodes/{node_id}")


async def asked(founder: Founder) -> dict[str, Any]:
    """The one question that needs no model."""
    path = f"/api/projects/{founder.project_id}/decisions"
    return await founder.post(path, {"template": "deploy_path"}, status=201)


async def answered(founder: Founder, option: str, note: str = "") -> dict[str, Any]:
    decision = await asked(founder)
    body = {"option_id": option, "note": note}
    return await founder.post(f"/api/decisions/{decision['id']}/resolve", body)


async def test_an_open_question_waits_on_the_board_and_in_the_graph(
    walk_to: WalkTo,
) -> None:
    """DCSN-05, TIML-02, GRPH-01: before it is answered, as afterwards."""
    founder = await walk_to("trio")
    decision = await asked(founder)
    [item] = [i for i in await items_of(founder) if i["decision_id"] == decision["id"]]
    assert (item["title"], item["kanban_status"]) == (
        "Decision: Where it runs",
        "backlog",
    )
    found = await node(founder, item["graph_node_id"])
    assert (found["status"], found["title"]) == ("planned", "Where it runs")
    assert found["alternatives"] == [o["name"] for o in decision["options"]]


async def test_an_answer_is_told_with_its_reasons(walk_to: WalkTo) -> None:
    """DCSN-05, ORC-67, GRPH-01: why, trade-offs, alternatives and impact."""
    founder = await walk_to("trio")
    decision = await answered(founder, "railway", "We know Python")
    [item] = [i for i in await items_of(founder) if i["decision_id"] == decision["id"]]
    assert (item["summary"], item["kanban_status"]) == ("You chose Railway", "done")
    assert item["timestamp"] == decision["decided_at"]
    found = await node(founder, f"decision_{decision['id']}")
    [chosen] = [o for o in decision["options"] if o["id"] == "railway"]
    assert (found["status"], found["why"]) == ("done", "We know Python")
    assert found["tradeoffs"] == chosen["tradeoffs"]
    assert found["alternatives"] == ["Vercel", "AWS ECS Fargate"]
    assert found["impact_summary"] == chosen["engineering_impact"]
    assert "Idea brief informs Where it runs: Railway." in found["full_narrative"]


async def test_a_new_answer_supersedes_the_old_one_and_both_stay_told(
    walk_to: WalkTo,
) -> None:
    """DCSN-05: it links to the one it supersedes."""
    founder = await walk_to("trio")
    first = await answered(founder, "railway")
    second = await answered(founder, "aws")
    graph = await founder.get(f"/api/graph/{founder.project_id}")
    assert {
        "from": f"decision_{second['id']}",
        "to": f"decision_{first['id']}",
        "relation": "SUPERSEDES",
    } in graph["edges"]
    told = {i["decision_id"]: i["summary"] for i in await items_of(founder)}
    assert told[first["id"]] == "You chose Railway"
    assert told[second["id"]] == "You chose AWS ECS Fargate"


async def test_a_verdict_on_an_assumption_is_a_decision_on_the_board(
    walk_to: WalkTo,
) -> None:
    """TIML-02, TRAP-25: confirmed, denied and taken back, each told once."""
    founder = await walk_to("trio")
    path = f"/api/projects/{founder.project_id}/assumptions"
    register = (await founder.get(path))["assumptions"]
    one = next(a for a in register if a["question"] is None)
    for verb in ("confirm", "deny", "reopen"):
        await founder.post(f"{path}/{one['fingerprint']}/{verb}")
    titles = [i["title"] for i in await items_of(founder)][:3]
    assert titles == [
        "Assumption reopened",
        "Assumption denied",
        "Assumption confirmed",
    ]
    assert (await items_of(founder))[0]["summary"] == one["text"][:500]


async def test_a_due_tripwire_asks_on_the_dashboard_until_it_is_answered(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """GATE-07, API-090: overdue ones reopen; the answer is on the board."""
    founder = await walk_to("gate")
    today = clock.now().date()
    due = (today + timedelta(days=1)).isoformat()
    wire = {"condition": "Ten bakers pay", "due_on": due}
    await founder.decide("proceed", tripwires=[wire])
    dashboard = f"/api/dashboard/{founder.project_id}"
    assert "Ten bakers" not in (await founder.get(dashboard))["suggested_focus"]
    async with app.database.transaction() as session:
        await session.execute(
            update(Tripwire)
            .where(Tripwire.project_id == UUID(founder.project_id))
            .values(due_on=today)
        )
    focus = (await founder.get(dashboard))["suggested_focus"]
    assert focus == "Look again: Ten bakers pay"
    [row] = await founder.get(f"/api/projects/{founder.project_id}/tripwires")
    answer = {"outcome": "tripped", "note": "Only two did"}
    await founder.post(f"/api/tripwires/{row['id']}/answer", answer)
    focus = (await founder.get(dashboard))["suggested_focus"]
    assert focus == "All clear - ready to build"
    [item, *_] = await items_of(founder)
    assert (item["title"], item["summary"]) == (
        "Tripwire tripped",
        "Only two did: Ten bakers pay",
    )
