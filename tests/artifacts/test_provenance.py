"""Quotes are verified by code; the rest is assumed (PROV-02 to PROV-04, ORC-38)."""

from __future__ import annotations

from cofounder.artifacts.provenance import (
    assumed_paths,
    only_known,
    statement_paths,
    verified_sources,
)
from cofounder.interviews.ports import Evidence
from cofounder.interviews.words import Passage, find_passage

WORDS = [
    Passage(ref="idea:1", text="Bakeries count flour by hand"),
    Passage(ref="understanding:2:u1", text="They would pay 30 euros a month"),
]
BRIEF = {
    "_schema_version": 1,
    "problem_statement": "They count by hand",
    "target_user": "Bakers",
    "key_constraints": ["cheap", "offline"],
    "confidence_scores": {"target_user": "strong"},
}


def proof(path: str, quote: str, source: str = "S1") -> Evidence:
    return Evidence(path=path, source=source, quote=quote)


def test_an_exact_quote_is_kept_with_the_reference_of_its_answer() -> None:
    sources = verified_sources([proof("target_user", "30 euros a month", "S2")], WORDS)
    assert sources == {
        "target_user": [
            {
                "kind": "answer",
                "ref": "understanding:2:u1",
                "quote": "30 euros a month",
            }
        ]
    }


def test_a_paraphrase_is_dropped() -> None:
    assert verified_sources([proof("target_user", "30 Euros per month")], WORDS) == {}


def test_a_wrong_label_is_put_right_by_where_the_words_stand() -> None:
    for label in ("S1", "S9", "S0", "nonsense", "S-1", "S²"):
        sources = verified_sources([proof("x", "30 euros a month", label)], WORDS)
        assert sources["x"][0]["ref"] == "understanding:2:u1", label


def test_the_same_proof_twice_is_one() -> None:
    twice = [proof("x", "flour by hand")] * 2
    assert len(verified_sources(twice, WORDS)["x"]) == 1


def test_blank_quotes_prove_nothing() -> None:
    assert find_passage("  \n ", WORDS) is None
    assert find_passage("", WORDS) is None


def test_statements_are_sections_and_lines_of_lists() -> None:
    """PROV-06."""
    assert set(statement_paths(BRIEF)) == {
        "problem_statement",
        "target_user",
        "key_constraints/0",
        "key_constraints/1",
    }


def test_a_statement_without_a_source_is_an_assumption() -> None:
    """PROV-04."""
    sources = {"problem_statement": [{}], "key_constraints/1": [{}]}
    assert set(assumed_paths(BRIEF, sources)) == {"target_user", "key_constraints/0"}
    assert assumed_paths(BRIEF, {**sources, "key_constraints": [{}]}) == ["target_user"]


def test_sources_of_paths_that_do_not_exist_are_dropped() -> None:
    sources = {"target_user": [{}], "key_constraints/7": [{}], "invented": [{}]}
    assert set(only_known(sources, BRIEF)) == {"target_user"}
