"""Reading a project's graph into its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import Artifact
from cofounder.journey.graph import Graph, GraphNode, NodeType, graph_of
from cofounder.journey.rows import ProjectRows
from cofounder.journey.timeline import timeline_of
from cofounder.web.opened import OpenProject
from cofounder.web.rows import rows_of
from cofounder.web.screens.chips import Chips
from cofounder.web.screens.details import Detail, of_node
from cofounder.web.screens.leading import next_step
from cofounder.web.screens.pieces import ASSUMED, Source
from cofounder.web.screens.strategy.pages import (
    GraphView,
    Group,
    Join,
    Point,
    StrategyPage,
)
from cofounder.web.screens.trio.loading import DEMO, empty_page
from cofounder.web.screens.trio.pages import TrioEmptyPage
from cofounder.web.words import counted

GROUPS = (
    (NodeType.ANCHOR, "In your words", "Everything else stands on these phrases."),
    (NodeType.STRATEGY, "What we would do", "Moves that rest on what you said."),
    (NodeType.DECISION, "Decisions", "What was decided, or waits for you."),
    (NodeType.MILESTONE, "Milestones", "The stages you reached."),
    (NodeType.ARTIFACT, "Documents", "What was written on the way."),
)
NO_STRATEGY = (
    "There is no strategy yet, so this shows what was decided and written so far."
)


async def load(
    opened: OpenProject, view: GraphView, shown: str
) -> StrategyPage | TrioEmptyPage:
    """The graph, or what stands in for it while nothing was decided."""
    rows = await rows_of(opened)
    graph = graph_of(rows)
    artifact = rows.artifact(ArtifactType.STRATEGY_GRAPH)
    has_strategy = rows.written(ArtifactType.STRATEGY_GRAPH) is not None
    decided = any(node.type is NodeType.DECISION for node in graph.nodes)
    if not has_strategy and not decided:
        return empty_page(artifact, ArtifactType.STRATEGY_GRAPH, opened.home)
    drawing = _Drawing(rows, graph, f"{opened.home}/strategy", view, shown)
    return StrategyPage(
        href=drawing.href,
        view=view,
        lead=_lead(graph),
        summary=_summary(graph),
        groups=drawing.groups(),
        next_step=await next_step(opened),
        is_demo=artifact is not None and artifact.generated_by == DEMO,
        note=_note(artifact) if has_strategy else NO_STRATEGY,
    )


def _note(artifact: Artifact | None) -> str:
    content = (artifact.current_content if artifact else None) or {}
    return content.get("note") or ""


def _number(graph: Graph, kind: NodeType) -> int:
    return sum(node.type is kind for node in graph.nodes)


def _lead(graph: Graph) -> str:
    anchors = _number(graph, NodeType.ANCHOR)
    if not anchors:
        return "What was decided, and what it led to."
    moves = counted(_number(graph, NodeType.STRATEGY), "move")
    return f"{counted(anchors, 'phrase')} of yours and the {moves} they lead to."


_COUNTED = (
    (NodeType.ANCHOR, "phrase of yours", "phrases of yours"),
    (NodeType.STRATEGY, "strategic move", "strategic moves"),
    (NodeType.DECISION, "decision", "decisions"),
    (NodeType.MILESTONE, "milestone", "milestones"),
    (NodeType.ARTIFACT, "document", "documents"),
)


def _summary(graph: Graph) -> str:
    parts = [
        counted(number, singular, plural)
        for kind, singular, plural in _COUNTED
        if (number := _number(graph, kind))
    ]
    return f"Graph of {', '.join(parts)}. The list tab holds the same in words."


class _Drawing:
    """The points of a graph, with addresses that keep the view."""

    def __init__(
        self, rows: ProjectRows, graph: Graph, base: str, view: GraphView, shown: str
    ) -> None:
        self.graph = graph
        self.href = base
        self.view = view
        self.shown = shown
        self.titles = {node.id: node.title for node in graph.nodes}
        self.sources = _sources(rows)
        self.cards = _cards(rows, base.removesuffix("/strategy"))

    def groups(self) -> tuple[Group, ...]:
        found: list[Group] = []
        for kind, title, hint in GROUPS:
            points = tuple(self._point(n) for n in self.graph.nodes if n.type is kind)
            if points:
                found.append(
                    Group(kind=kind.value, title=title, hint=hint, points=points)
                )
        return tuple(found)

    def _point(self, node: GraphNode) -> Point:
        return Point(
            id=node.id,
            kind=node.type.value,
            title=node.title,
            text=node.why or node.impact_summary,
            status=node.status,
            detail=self._detail(node),
            joins=tuple(self._joins(node.id)),
            source=self.sources.get(node.id),
        )

    def _detail(self, node: GraphNode) -> Detail:
        return of_node(
            node,
            href=self._address(node.id),
            seen_at=self.cards.get(node.id, ""),
            is_open=node.id == self.shown,
        )

    def _joins(self, node_id: str) -> list[Join]:
        found: list[Join] = []
        for edge in self.graph.edges:
            if node_id not in (edge.source, edge.target):
                continue
            begins = edge.source == node_id
            other = edge.target if begins else edge.source
            found.append(
                Join(
                    relation=_told(edge.relation, begins=begins),
                    title=self.titles[other],
                    opens=f"detail-{other}",
                    href=self._address(other),
                    target=other if begins else "",
                )
            )
        return found

    def _address(self, node_id: str) -> str:
        return f"{self.href}?view={self.view}&node={quote(node_id)}"


_RELATIONS = {
    "LEADS_TO": ("leads to", "follows from"),
    "INFORMS": ("informs", "rests on"),
    "OPENS": ("opens", "opened by"),
    "OFFERS": ("offers", "chosen from"),
}


def _told(relation: str, *, begins: bool) -> str:
    forward, backward = _RELATIONS.get(relation, (relation, relation))
    return forward if begins else backward


def _sources(rows: ProjectRows) -> Mapping[str, Source]:
    """Where the founder said each phrase."""
    artifact = rows.written(ArtifactType.STRATEGY_GRAPH)
    if artifact is None or rows.onboarding is None:
        return {}
    chips = Chips.of(rows)
    nodes = (artifact.current_content or {}).get("nodes", [])
    return {
        node["id"]: _said(chips, artifact.sources.get(f"nodes/{node['id']}") or ())
        for node in nodes
        if node["type"] == NodeType.ANCHOR
    }


def _said(chips: Chips, proofs: Sequence[Mapping[str, Any]]) -> Source:
    """The chip of the first proof that is still there."""
    found = (p for p in proofs if chips.index.find(str(p.get("ref"))) is not None)
    first = next(found, None)
    return (
        ASSUMED
        if first is None
        else chips.chip(str(first["ref"]), str(first.get("quote") or ""))
    )


def _cards(rows: ProjectRows, home: str) -> dict[str, str]:
    """The timeline address of each node that has a card."""
    return {
        item.graph_node_id: f"{home}/timeline?item={quote(item.id)}"
        for item in timeline_of(rows)
        if item.graph_node_id is not None
    }
