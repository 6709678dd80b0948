"""Strategy graphs rest on the founder's exact words (PROV-05, TRIO-01, ORC-44)."""

from __future__ import annotations

import pytest

from cofounder.artifacts.errors import TooFewAnchors
from cofounder.artifacts.graph import strategy_graph
from cofounder.artifacts.ports import AnchorDraft, StrategyDraft, StrategyGraphDraft
from cofounder.interviews.words import Passage

WORDS = (
    Passage(ref="idea:1", text="An app for small bakeries that count flour by hand"),
    Passage(ref="onboarding:1:q1", text="They lose two hours every Sunday night"),
    Passage(ref="onboarding:1:q2", text="Butter for 80 euros is thrown away each week"),
)
PHRASES = [
    "small bakeries",
    "count flour by hand",
    "lose two hours",
    "every Sunday night",
    "thrown away each week",
]


def a_draft(
    phrases: list[str], rests_on: list[str] | None = None
) -> StrategyGraphDraft:
    return StrategyGraphDraft(
        anchors=[AnchorDraft(phrase=p, description="why") for p in phrases],
        strategies=[
            StrategyDraft(
                label=f"Move {n}",
                description="how",
                rests_on=rests_on or [phrases[n % len(phrases)]],
            )
            for n in range(8)
        ],
    )


def test_anchors_are_kept_word_for_word_with_their_source() -> None:
    graph, sources = strategy_graph(a_draft(PHRASES), WORDS)
    anchors = [node for node in graph.nodes if node.type == "anchor"]
    assert [node.label for node in anchors] == PHRASES == graph.anchor_phrases
    assert all(node.status == "validated" for node in anchors)
    assert sources["nodes/a3"] == [
        {"kind": "answer", "ref": "onboarding:1:q1", "quote": "lose two hours"}
    ]


def test_every_strategy_is_planned_and_joined_to_an_anchor() -> None:
    graph, _ = strategy_graph(a_draft(PHRASES), WORDS)
    names = {node.id for node in graph.nodes}
    anchors = {node.id for node in graph.nodes if node.type == "anchor"}
    planned = {node.id for node in graph.nodes if node.type == "strategy"}
    assert len(names) == len(graph.nodes) and len(planned) == 8
    assert all(e.source in names and e.target in names for e in graph.edges)
    assert {e.target for e in graph.edges if e.source in anchors} == planned


@pytest.mark.parametrize(
    "phrase",
    ["Small bakeries", "small  bakeries", "tiny bakeries", "count flour byhand"],
)
def test_a_paraphrase_is_no_anchor(phrase: str) -> None:
    """Not even by case or blanks: PROV-03 compares exactly."""
    with pytest.raises(TooFewAnchors):
        strategy_graph(a_draft([*PHRASES[:4], phrase]), WORDS)


def test_a_paraphrase_beside_enough_exact_phrases_is_dropped() -> None:
    graph, _ = strategy_graph(a_draft([*PHRASES, "tiny bakeries"]), WORDS)
    assert "tiny bakeries" not in graph.anchor_phrases


def test_line_ends_and_composed_characters_compare_equal() -> None:
    """PROV-03: CRLF to LF and Unicode NFC, nothing else."""
    words = [
        Passage(ref="idea:1", text="Ba\u0308ckerei mit Café\r\nin Berlin ".strip())
    ]
    graph, _ = strategy_graph(a_draft(["Bäckerei mit", "Cafe\u0301\nin Berlin"]), words)
    assert len(graph.anchor_phrases) == 2


def test_few_words_may_give_few_anchors_and_the_reason_is_stored() -> None:
    """TRIO-01: fewer anchors are accepted when the words give no more."""
    short = [Passage(ref="idea:1", text="An app for dog walkers")]
    graph, _ = strategy_graph(a_draft(["dog walkers"]), short)
    assert graph.note is not None
    assert strategy_graph(a_draft(PHRASES), WORDS)[0].note is None


def test_a_strategy_that_rests_on_nothing_of_theirs_is_dropped() -> None:
    draft = a_draft(PHRASES)
    draft.strategies[0].rests_on = ["an invented phrase"]
    graph, _ = strategy_graph(draft, WORDS)
    assert len([n for n in graph.nodes if n.type == "strategy"]) == 7


def test_a_graph_without_any_strategy_is_refused() -> None:
    with pytest.raises(TooFewAnchors):
        strategy_graph(a_draft(PHRASES, rests_on=["an invented phrase"]), WORDS)


def test_a_repeated_anchor_counts_once() -> None:
    with pytest.raises(TooFewAnchors):
        strategy_graph(a_draft(["small bakeries"] * 5), WORDS)
