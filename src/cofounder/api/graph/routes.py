"""Graph endpoints (API-093)."""

from __future__ import annotations

from fastapi import APIRouter

from cofounder.api.derived import Rows
from cofounder.api.graph.schemas import GraphOut, NodeDetailOut
from cofounder.journey.graph import graph_of, node_of

router = APIRouter(prefix="/graph", tags=["graph"])


@router.get("/{pid}")
async def get(rows: Rows) -> GraphOut:
    """Decisions, stages, artifacts and strategy, and how they hang together (API-093)."""
    return GraphOut.of(graph_of(rows))


@router.get("/{pid}/nodes/{node_id}")
async def node(node_id: str, rows: Rows) -> NodeDetailOut:
    """One node with everything known about it (API-093)."""
    graph = graph_of(rows)
    return NodeDetailOut.detail_of(graph, node_of(graph, node_id))
