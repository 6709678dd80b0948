"""The decision graph: what was decided, what it rests on and what it led to.

Derived from gates, choices, stage changes and artifacts; the strategy graph's anchors
and moves join it once they are written (GRPH-01).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Any

from cofounder.artifacts.contents import (
    GENERATION_ORDER,
    TITLES,
    TRIO,
    ArtifactType,
)
from cofounder.artifacts.models import Artifact
from cofounder.gates.models import Gate
from cofounder.gates.states import OPTIONS, GateOption
from cofounder.journey.arrivals import MVP_STAGE, first_mvp, stage_changes
from cofounder.journey.decisions import DecisionRead, console_node
from cofounder.journey.errors import NodeNotFound
from cofounder.journey.names import (
    Status,
    artifact_node,
    artifact_status,
    gate_name,
    gate_node,
    gate_status,
    mvp_node,
    stage_node,
)
from cofounder.journey.rows import ProjectRows
from cofounder.projects.models import StageEvent
from cofounder.projects.stages import STAGE_NAMES


class NodeType(StrEnum):
    """What a node is."""

    DECISION = "decision"
    MILESTONE = "milestone"
    ARTIFACT = "artifact"
    ANCHOR = "anchor"
    STRATEGY = "strategy"


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphNode:
    """A point of the graph, with its reasons where it has any."""

    id: str
    type: NodeType
    title: str
    status: Status
    created_at: datetime
    why: str = ""
    tradeoffs: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    impact_summary: str = ""


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """A named relation between two nodes."""

    source: str
    target: str
    relation: str


@dataclass(frozen=True, slots=True)
class Graph:
    """All nodes, and the edges between them."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]


def graph_of(rows: ProjectRows) -> Graph:
    """The project's graph; edges join nodes that are there."""
    nodes = tuple(_nodes(rows))
    known = {node.id for node in nodes}
    edges = tuple(
        edge for edge in _edges(rows) if edge.source in known and edge.target in known
    )
    return Graph(nodes, edges)


def node_of(graph: Graph, node_id: str) -> GraphNode:
    """One node.

    Raises:
        NodeNotFound: there is none, or it is another project's.
    """
    for node in graph.nodes:
        if node.id == node_id:
            return node
    raise NodeNotFound


def narrative_of(graph: Graph, node: GraphNode) -> str:
    """Everything known about a node, in paragraphs."""
    titles = {other.id: other.title for other in graph.nodes}
    joins = [
        f"{titles[e.source]} {e.relation.replace('_', ' ').lower()} {titles[e.target]}."
        for e in graph.edges
        if node.id in (e.source, e.target)
    ]
    said = (
        f"{node.title} ({node.status.replace('_', ' ')}).",
        node.why,
        node.impact_summary,
        _listed("Trade-offs", node.tradeoffs),
        _listed("Alternatives", node.alternatives),
        "\n".join(joins),
    )
    return "\n\n".join(part for part in said if part)


def _listed(label: str, lines: Iterable[str]) -> str:
    joined = "; ".join(lines)
    return f"{label}: {joined}." if joined else ""


def _nodes(rows: ProjectRows) -> Iterator[GraphNode]:
    yield from _strategy_nodes(rows.written(ArtifactType.STRATEGY_GRAPH))
    yield from (_gate(gate) for gate in reversed(rows.gates))
    yield from (_decision(decision) for decision in rows.decisions)
    yield from (_stage(event) for event in stage_changes(rows))
    built = first_mvp(rows)
    if built is not None:
        yield _mvp(built)
    yield from (_artifact(row) for row in rows.artifacts)


def _strategy_nodes(row: Artifact | None) -> Iterator[GraphNode]:
    content: Mapping[str, Any] = (row.current_content if row else None) or {}
    for node in content.get("nodes", []):
        assert row is not None
        yield GraphNode(
            id=node["id"],
            type=NodeType(node["type"]),
            title=node["label"],
            status="done" if node["status"] == "validated" else "planned",
            created_at=row.updated_at,
            why=node["description"],
        )


def _gate(gate: Gate) -> GraphNode:
    context = gate.context
    chosen = _chosen(gate)
    others = [o.title for o in OPTIONS[gate.gate_type] if o is not chosen]
    return GraphNode(
        id=gate_node(gate),
        type=NodeType.DECISION,
        title=f"Gate: {gate_name(gate)}",
        status=gate_status(gate),
        created_at=gate.created_at,
        why=gate.reason or (chosen.why_choose if chosen else ""),
        tradeoffs=tuple(context.get("tradeoffs") or (chosen.cons if chosen else ())),
        alternatives=tuple(context.get("alternatives") or others),
        impact_summary=context.get("impact_summary")
        or (chosen.what_happens_next if chosen else ""),
    )


def _chosen(gate: Gate) -> GateOption | None:
    options = OPTIONS[gate.gate_type]
    return next((o for o in options if o.value == gate.decision), None)


def _decision(decision: DecisionRead) -> GraphNode:
    return GraphNode(
        id=decision.node_id,
        type=NodeType.DECISION,
        title=f"{decision.subject}: {decision.choice}"
        if decision.choice
        else decision.subject,
        status="planned" if decision.decided_at is None else "done",
        created_at=decision.created_at,
        why=decision.why,
        tradeoffs=decision.tradeoffs,
        alternatives=decision.alternatives,
        impact_summary=decision.impact,
    )


def _stage(event: StageEvent) -> GraphNode:
    return GraphNode(
        id=stage_node(event),
        type=NodeType.MILESTONE,
        title=f"Stage: {STAGE_NAMES[event.to_stage or 0]}",
        status="done",
        created_at=event.created_at,
        why=event.reason or "",
    )


def _mvp(event: StageEvent) -> GraphNode:
    return GraphNode(
        id=mvp_node(event.project_id),
        type=NodeType.MILESTONE,
        title=f"Stage: {STAGE_NAMES[MVP_STAGE]}",
        status="done",
        created_at=event.created_at,
        impact_summary=f"{event.detail.get('build_version')} runs.",
    )


def _artifact(row: Artifact) -> GraphNode:
    edited = ", with your edits" if row.has_user_edits else ""
    return GraphNode(
        id=artifact_node(row),
        type=NodeType.ARTIFACT,
        title=TITLES[row.artifact_type],
        status=artifact_status(row),
        created_at=row.created_at,
        impact_summary=f"Version {row.version_number}{edited}.",
    )


def _edges(rows: ProjectRows) -> Iterator[GraphEdge]:
    graph = rows.written(ArtifactType.STRATEGY_GRAPH)
    content: Mapping[str, Any] = (graph.current_content if graph else None) or {}
    for edge in content.get("edges", []):
        yield GraphEdge(edge["source"], edge["target"], edge["relation"])
    yield from _document_edges(rows)
    yield from _decision_edges(rows)


def _document_edges(rows: ProjectRows) -> Iterator[GraphEdge]:
    chain = [rows.artifact(kind) for kind in GENERATION_ORDER]
    present = [artifact_node(row) for row in chain if row is not None]
    for before, after in pairwise(present):
        yield GraphEdge(before, after, "LEADS_TO")


def _decision_edges(rows: ProjectRows) -> Iterator[GraphEdge]:
    """What the brief led to, which stage a gate opened, what was chosen and built."""
    yield from _brief_edges(rows)
    yield from _opened_stages(rows)
    plan = rows.artifact(ArtifactType.EXECUTION_PLAN)
    for decision in rows.decisions:
        if plan is not None and decision.kind == "plan":
            yield GraphEdge(artifact_node(plan), decision.node_id, "OFFERS")
            yield GraphEdge(decision.node_id, mvp_node(rows.project.id), "LEADS_TO")
        if decision.supersedes_id is not None:
            before = console_node(decision.supersedes_id)
            yield GraphEdge(decision.node_id, before, "SUPERSEDES")


def _brief_edges(rows: ProjectRows) -> Iterator[GraphEdge]:
    """Trio, plan and the console's answers come from the brief; a gate recaps it."""
    brief = rows.artifact(ArtifactType.IDEA_BRIEF)
    if brief is None:
        return
    for kind in (*TRIO, ArtifactType.EXECUTION_PLAN):
        made = rows.artifact(kind)
        if made is not None:
            yield GraphEdge(artifact_node(brief), artifact_node(made), "INFORMS")
    decided = [gate_node(gate) for gate in rows.gates]
    decided += [decision.node_id for decision in rows.console]
    for node in decided:
        yield GraphEdge(artifact_node(brief), node, "INFORMS")


def _opened_stages(rows: ProjectRows) -> Iterator[GraphEdge]:
    """Stages follow each other; a gate and the change of the same request belong."""
    decided = {
        event.correlation_id: event.detail.get("gate_id")
        for event in rows.events
        if event.event_type == "gate_decided"
    }
    changes = stage_changes(rows)
    for before, after in pairwise(changes):
        yield GraphEdge(stage_node(before), stage_node(after), "LEADS_TO")
    for event in changes:
        gate_id = decided.get(event.correlation_id)
        if gate_id is not None:
            yield GraphEdge(f"gate_{gate_id}", stage_node(event), "OPENS")
