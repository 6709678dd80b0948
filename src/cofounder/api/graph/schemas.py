"""Bodies of the graph endpoints."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from cofounder.journey.graph import Graph, GraphEdge, GraphNode, narrative_of


class NodeOut(BaseModel):
    """A node and its reasons (GRPH-01)."""

    id: str
    type: str
    title: str
    status: str
    created_at: datetime
    why: str
    tradeoffs: list[str]
    alternatives: list[str]
    impact_summary: str

    @classmethod
    def of(cls, node: GraphNode) -> NodeOut:
        """The node as the API shows it."""
        return cls(**_plain(node))


class NodeDetailOut(NodeOut):
    """A node with everything known about it, as text."""

    full_narrative: str

    @classmethod
    def detail_of(cls, graph: Graph, node: GraphNode) -> NodeDetailOut:
        """The node and its narrative as the API shows them."""
        return cls(**_plain(node), full_narrative=narrative_of(graph, node))


class EdgeOut(BaseModel):
    """A relation between two nodes."""

    source: str = Field(serialization_alias="from")
    target: str = Field(serialization_alias="to")
    relation: str

    @classmethod
    def of(cls, edge: GraphEdge) -> EdgeOut:
        """The edge as the API shows it."""
        return cls(source=edge.source, target=edge.target, relation=edge.relation)


class GraphOut(BaseModel):
    """The whole graph; an empty project has an empty one (GRPH-02)."""

    nodes: list[NodeOut]
    edges: list[EdgeOut]

    @classmethod
    def of(cls, graph: Graph) -> GraphOut:
        """The graph as the API shows it."""
        return cls(
            nodes=[NodeOut.of(node) for node in graph.nodes],
            edges=[EdgeOut.of(edge) for edge in graph.edges],
        )


def _plain(node: GraphNode) -> dict[str, Any]:
    return {
        "id": node.id,
        "type": node.type.value,
        "title": node.title,
        "status": node.status,
        "created_at": node.created_at,
        "why": node.why,
        "tradeoffs": list(node.tradeoffs),
        "alternatives": list(node.alternatives),
        "impact_summary": node.impact_summary,
    }
