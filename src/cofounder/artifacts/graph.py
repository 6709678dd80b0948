"""The strategy graph from a draft: anchors checked word for word by code (PROV-05)."""

from __future__ import annotations

from collections.abc import Sequence

from cofounder.artifacts.contents import Edge, Node, StrategyGraph
from cofounder.artifacts.errors import TooFewAnchors
from cofounder.artifacts.ports import AnchorDraft, StrategyDraft, StrategyGraphDraft
from cofounder.artifacts.provenance import source_of
from cofounder.artifacts.versions import Sources
from cofounder.interviews.words import Passage, find_passage, normalised

MIN_ANCHORS = 5
MAX_ANCHORS = 8
MIN_PHRASE_WORDS = 2


def strategy_graph(
    draft: StrategyGraphDraft, passages: Sequence[Passage]
) -> tuple[StrategyGraph, Sources]:
    """The graph whose anchors are exact, with each anchor's source.

    An anchor that is not the founder's words is dropped, and so is a strategy that
    rests on none of those that are left.

    Raises:
        TooFewAnchors: fewer than five are left although the words give more, or no
            strategy is left.
    """
    anchors = _exact(draft.anchors, passages)
    note = _shortage(len(anchors), passages)
    nodes = {
        anchor.phrase: Node(
            id=f"a{number}",
            type="anchor",
            label=anchor.phrase,
            description=anchor.description,
            status="validated",
        )
        for number, anchor in enumerate(anchors, start=1)
    }
    strategies = [s for s in draft.strategies if _rests(s, nodes)]
    if not strategies:
        raise TooFewAnchors("No strategy rests on the founder's words.")
    planned: list[Node] = []
    edges: list[Edge] = []
    for number, strategy in enumerate(strategies, start=1):
        node = _planned(number, strategy)
        planned.append(node)
        edges.extend(
            Edge(source=nodes[p].id, target=node.id, relation=strategy.relation)
            for p in _rests(strategy, nodes)
        )
    graph = StrategyGraph(
        nodes=[*nodes.values(), *planned],
        edges=edges,
        anchor_phrases=list(nodes),
        note=note,
    )
    return graph, _anchor_sources(nodes, passages)


def _exact(
    anchors: Sequence[AnchorDraft], passages: Sequence[Passage]
) -> list[AnchorDraft]:
    kept: dict[str, AnchorDraft] = {}
    for anchor in anchors:
        if find_passage(anchor.phrase, passages) is not None:
            kept.setdefault(anchor.phrase, anchor)
    return list(kept.values())[:MAX_ANCHORS]


def _shortage(found: int, passages: Sequence[Passage]) -> str | None:
    if found >= MIN_ANCHORS:
        return None
    possible = possible_anchors(passages)
    if found < 1 or found < min(MIN_ANCHORS, possible):
        raise TooFewAnchors(
            f"Only {found} of the anchors are exactly the founder's words."
        )
    return f"Your words so far give {found} anchor phrases; more answers give more."


def possible_anchors(passages: Sequence[Passage]) -> int:
    """How many distinct phrases the words can give, cautiously: one in four words."""
    words = {w.lower() for p in passages for w in normalised(p.text).split()}
    return max(1, len(words) // (2 * MIN_PHRASE_WORDS))


def _rests(strategy: StrategyDraft, nodes: dict[str, Node]) -> list[str]:
    return [phrase for phrase in dict.fromkeys(strategy.rests_on) if phrase in nodes]


def _planned(number: int, strategy: StrategyDraft) -> Node:
    return Node(
        id=f"s{number}",
        type="strategy",
        label=strategy.label,
        description=strategy.description,
        status="planned",
    )


def _anchor_sources(nodes: dict[str, Node], passages: Sequence[Passage]) -> Sources:
    sources: Sources = {}
    for phrase, node in nodes.items():
        passage = find_passage(phrase, passages)
        if passage is not None:
            sources[f"nodes/{node.id}"] = [source_of(passage, phrase)]
    return sources
