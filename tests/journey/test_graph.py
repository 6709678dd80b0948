"""The graph: what is in it, and that its edges join what is there (GRPH-01, GRPH-02)."""

from __future__ import annotations

from itertools import pairwise

import pytest

from cofounder.artifacts.contents import (
    GENERATION_ORDER,
    TITLES,
    TRIO,
    ArtifactType,
)
from cofounder.artifacts.models import GenerationStatus
from cofounder.gates.states import OPTIONS, Choice, GateType
from cofounder.journey.errors import NodeNotFound
from cofounder.journey.graph import (
    Graph,
    GraphEdge,
    GraphNode,
    graph_of,
    narrative_of,
    node_of,
)
from tests.journey.rows import (
    PROJECT_ID,
    a_gate,
    a_project,
    an_artifact,
    an_event,
    the_rows,
)

STRATEGY = {
    "nodes": [
        {
            "id": "a1",
            "type": "anchor",
            "label": "nothing to install",
            "description": "You said it twice.",
            "status": "validated",
        },
        {
            "id": "s1",
            "type": "strategy",
            "label": "Runs in any browser",
            "description": "One page, no app.",
            "status": "planned",
        },
    ],
    "edges": [
        {"source": "a1", "target": "s1", "relation": "leads to"},
        {"source": "a1", "target": "gone", "relation": "leads to"},
    ],
    "anchor_phrases": ["nothing to install"],
}
PLAN = {
    "plan_set_id": "p1",
    "options": [
        {
            "id": "fast-mvp",
            "name": "Fast MVP",
            "technical_approach": "One table.",
            "tradeoffs": ["No reports"],
            "engineering_impact": "Small",
        },
        {"id": "full", "name": "Full"},
    ],
}
CHOICE = {"option_id": "fast-mvp", "option_name": "Fast MVP", "plan_set_id": "p1"}


def by_id(graph: Graph) -> dict[str, GraphNode]:
    return {node.id: node for node in graph.nodes}


def test_an_empty_project_has_an_empty_graph() -> None:
    """GRPH-02: the event that began it is no node."""
    rows = the_rows(events=(an_event("journey_initialized"),))
    assert graph_of(rows) == Graph((), ())


@pytest.mark.parametrize(
    ("gate_type", "choice"),
    [(kind, option.value) for kind in GateType for option in OPTIONS[kind]],
)
def test_a_decided_gate_knows_why_what_it_gave_up_and_what_else_there_was(
    gate_type: GateType, choice: Choice
) -> None:
    """GRPH-01, for every way a gate can be decided."""
    gate = a_gate(choice, gate_type=gate_type, reason="Because")
    [node] = graph_of(the_rows(gates=(gate,))).nodes
    chosen = next(o for o in OPTIONS[gate_type] if o.value is choice)
    assert node.title == f"Gate: {gate_type.value.title()}"
    assert (node.type, node.status, node.why) == ("decision", "done", "Because")
    assert node.tradeoffs == chosen.cons
    assert chosen.title not in node.alternatives
    assert len(node.alternatives) == len(OPTIONS[gate_type]) - 1
    assert node.impact_summary == chosen.what_happens_next


def test_an_open_gate_is_planned_and_offers_all_its_options() -> None:
    [node] = graph_of(the_rows(gates=(a_gate(),))).nodes
    assert (node.status, node.why, node.tradeoffs) == ("planned", "", ())
    assert len(node.alternatives) == 4


def test_what_a_gate_noted_of_itself_comes_first() -> None:
    """GATE-14: tradeoffs, alternatives and impact of the context."""
    context = {"tradeoffs": ["T"], "alternatives": ["A"], "impact_summary": "I"}
    [node] = graph_of(the_rows(gates=(a_gate(Choice.PARK, context=context),))).nodes
    assert (node.tradeoffs, node.alternatives, node.impact_summary) == (
        ("T",),
        ("A",),
        "I",
    )


def test_a_plan_choice_is_a_decision_with_its_reasons() -> None:
    """PLAN-03, ORC-67."""
    event = an_event("plan_selected", detail=CHOICE)
    plan = an_artifact(ArtifactType.EXECUTION_PLAN, PLAN)
    graph = graph_of(the_rows(events=(event,), artifacts=(plan,)))
    node = by_id(graph)[f"plan_{event.id}"]
    assert (node.type, node.title) == ("decision", "Execution plan: Fast MVP")
    assert (node.why, node.tradeoffs) == ("One table.", ("No reports",))
    assert (node.alternatives, node.impact_summary) == (("Full",), "Small")
    offers = GraphEdge(f"artifact_{plan.id}", node.id, "OFFERS")
    assert graph.edges == (offers,)


def test_a_choice_of_an_earlier_plan_is_kept_without_the_new_plans_reasons() -> None:
    event = an_event("plan_selected", detail={**CHOICE, "plan_set_id": "old"})
    plan = an_artifact(ArtifactType.EXECUTION_PLAN, PLAN)
    graph = graph_of(the_rows(events=(event,), artifacts=(plan,)))
    node = by_id(graph)[f"plan_{event.id}"]
    assert (node.title, node.why) == ("Execution plan: Fast MVP", "")


@pytest.mark.parametrize("count", range(6))
def test_documents_lead_to_each_other_in_their_order(count: int) -> None:
    """GRPH-01: LEADS_TO along GENERATION_ORDER, whatever order the rows have."""
    made = [an_artifact(kind) for kind in GENERATION_ORDER[:count]]
    graph = graph_of(the_rows(artifacts=tuple(reversed(made))))
    expected = [
        GraphEdge(f"artifact_{a.id}", f"artifact_{b.id}", "LEADS_TO")
        for a, b in pairwise(made)
    ]
    assert list(graph.edges) == expected


@pytest.mark.parametrize("kind", list(ArtifactType))
@pytest.mark.parametrize(
    ("status", "content", "expected"),
    [
        (GenerationStatus.GENERATING, None, "in_progress"),
        (GenerationStatus.FAILED, None, "failed"),
        (GenerationStatus.IDLE, {"nodes": [], "edges": []}, "done"),
        (GenerationStatus.IDLE, None, "planned"),
    ],
)
def test_an_artifact_is_a_node_in_one_of_four_states(
    kind: ArtifactType, status: GenerationStatus, content: object, expected: str
) -> None:
    """GRPH-01."""
    row = an_artifact(kind, content, generation_status=status)
    [node] = graph_of(the_rows(artifacts=(row,))).nodes
    assert (node.type, node.status, node.title) == ("artifact", expected, TITLES[kind])


def test_the_strategy_graph_adds_its_nodes_and_only_edges_between_nodes() -> None:
    """GRPH-01, TRIO-01."""
    row = an_artifact(ArtifactType.STRATEGY_GRAPH, STRATEGY)
    graph = graph_of(the_rows(artifacts=(row,)))
    anchor, move = by_id(graph)["a1"], by_id(graph)["s1"]
    assert (anchor.type, anchor.status) == ("anchor", "done")
    assert (move.type, move.status) == ("strategy", "planned")
    assert move.why == "One page, no app."
    assert graph.edges == (GraphEdge("a1", "s1", "leads to"),)


def test_the_first_ready_build_is_one_node() -> None:
    """MVPS-04, ORC-86: done, once, beside no second node of the same arrival."""
    arrival = an_event("transition", from_stage=2, to_stage=3)
    built = an_event("mvp_built", detail={"build_version": "build_v0_1"})
    again = an_event("mvp_built", detail={"build_version": "build_v0_2"})
    nodes = graph_of(the_rows(events=(again, built, arrival))).nodes
    [node] = nodes
    assert node.id == f"mvp_built_{PROJECT_ID}"
    assert (node.title, node.status) == ("Stage: MVP Built", "done")
    assert "build_v0_1" in node.impact_summary


def test_a_gate_opens_the_stage_of_the_same_request() -> None:
    gate = a_gate(Choice.PROCEED)
    events = (
        an_event("transition", from_stage=1, to_stage=2, correlation_id="one"),
        an_event(
            "gate_decided", detail={"gate_id": str(gate.id)}, correlation_id="one"
        ),
        an_event("transition", from_stage=0, to_stage=1, correlation_id="other"),
    )
    graph = graph_of(the_rows(gates=(gate,), events=events))
    reached, began = f"stage_{events[0].id}", f"stage_{events[2].id}"
    assert set(graph.edges) == {
        GraphEdge(f"gate_{gate.id}", reached, "OPENS"),
        GraphEdge(began, reached, "LEADS_TO"),
    }
    assert by_id(graph)[reached].title == "Stage: Validated Direction"


def test_the_idea_brief_informs_what_is_made_from_it_and_the_gates() -> None:
    kinds = (ArtifactType.IDEA_BRIEF, *TRIO, ArtifactType.EXECUTION_PLAN)
    made = tuple(an_artifact(kind) for kind in kinds)
    gate = a_gate()
    graph = graph_of(the_rows(artifacts=made, gates=(gate,)))
    brief = f"artifact_{made[0].id}"
    ends = [*(f"artifact_{row.id}" for row in made[1:]), f"gate_{gate.id}"]
    assert list(graph.edges) == [GraphEdge(brief, end, "INFORMS") for end in ends]


def test_node_ids_are_unique() -> None:
    rows = the_rows(
        project=a_project(stage_number=3),
        gates=(a_gate(), a_gate(Choice.PARK)),
        events=(
            an_event("mvp_built"),
            an_event("transition", to_stage=3),
            an_event("plan_selected", detail=CHOICE),
            an_event("plan_selected", detail=CHOICE),
        ),
        artifacts=tuple(an_artifact(kind) for kind in ArtifactType),
    )
    identities = [node.id for node in graph_of(rows).nodes]
    assert len(identities) == len(set(identities)) == 15


def test_a_node_of_another_project_is_not_found() -> None:
    """GRPH-02."""
    mine, theirs = a_gate(), a_gate()
    graph = graph_of(the_rows(gates=(mine,)))
    assert node_of(graph, f"gate_{mine.id}").title == "Gate: Direction"
    with pytest.raises(NodeNotFound):
        node_of(graph, f"gate_{theirs.id}")


def test_the_narrative_tells_everything_that_is_known() -> None:
    row = an_artifact(ArtifactType.STRATEGY_GRAPH, STRATEGY)
    graph = graph_of(the_rows(artifacts=(row,), gates=(a_gate(Choice.PARK),)))
    move = narrative_of(graph, by_id(graph)["s1"])
    assert "One page, no app." in move
    assert "nothing to install leads to Runs in any browser." in move
    gate = next(n for n in graph.nodes if n.type == "decision")
    told = narrative_of(graph, gate)
    assert "Trade-offs: Momentum fades" in told
    assert "Alternatives: Proceed; Narrow it; Pivot." in told
