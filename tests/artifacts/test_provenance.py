"""Quotes are verified by code; the rest is assumed (PROV-02 to PROV-04, ORC-38)."""

from __future__ import annotations

from typing import Any

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.provenance import (
    assumed_paths,
    only_known,
    proofs_of,
    verified_sources,
)
from cofounder.artifacts.statements import fingerprint_of, statements_of
from cofounder.interviews.ports import Evidence
from cofounder.interviews.words import Passage, find_passage

WORDS = [
    Passage(ref="idea:1", text="Bakeries count flour by hand"),
    Passage(ref="understanding:2:u1", text="They would pay 30 euros a month"),
]
KIND = ArtifactType.IDEA_BRIEF
BRIEF: dict[str, Any] = {
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
    assert {one.path for one in statements_of(KIND, BRIEF)} == {
        "problem_statement",
        "target_user",
        "key_constraints/0",
        "key_constraints/1",
    }


def test_a_listed_item_is_one_statement_with_all_it_says() -> None:
    """PROV-06: `core_features/0`; names that repeat others are none."""
    feature = {"name": "Stock", "description": "Counts flour", "priority": "high"}
    scope = statements_of(ArtifactType.MVP_SCOPE, {"core_features": [feature]})
    assert [(one.path, one.text) for one in scope] == [
        ("core_features/0", "Stock\nCounts flour")
    ]
    milestones = {"critical_path": ["Stock"], "total_duration_weeks": 4}
    assert statements_of(ArtifactType.MILESTONES, milestones) == []


def test_a_statement_without_a_source_is_an_assumption() -> None:
    """PROV-04."""
    sources: dict[str, Any] = {"problem_statement": [{}], "key_constraints/1": [{}]}
    assert assumed_paths(KIND, BRIEF, sources) == ["target_user", "key_constraints/0"]
    assert assumed_paths(KIND, BRIEF, {**sources, "key_constraints": [{}]}) == [
        "target_user"
    ]


def test_resting_on_an_assumption_proves_nothing_until_the_founder_confirms_it() -> (
    None
):
    """PROV-04: `assumption` is a source that says where a statement comes from."""
    assumed = [Passage(ref="assumption:f1", text="Bakers pay weekly")]
    sources = verified_sources(
        [proof("target_user", "pay weekly", "A1")], WORDS, assumed
    )
    assert sources["target_user"][0]["kind"] == "assumption"
    content = {"target_user": "Bakers who pay weekly"}
    assert assumed_paths(KIND, content, sources) == ["target_user"]
    confirmed = [fingerprint_of("Bakers  who pay weekly")]
    assert assumed_paths(KIND, content, sources, confirmed) == []


def test_sources_of_paths_that_do_not_exist_are_dropped() -> None:
    sources: dict[str, Any] = {
        "target_user": [{}],
        "key_constraints/7": [{}],
        "invented": [{}],
    }
    assert set(only_known(sources, KIND, BRIEF)) == {"target_user"}


def test_a_statement_rests_on_its_own_sources_else_on_those_of_its_section() -> None:
    """PROV-04: what makes it no assumption is among what it rests on."""
    said = {"kind": "answer", "ref": "onboarding:1:q1", "quote": "at night"}
    edited = {"kind": "decision", "ref": "artifact:1:risks", "quote": None}
    guess = {"kind": "assumption", "ref": "assumption:f", "quote": "They have phones"}
    sources = {
        "risks": [edited],
        "risks/0": [said],
        "risks/1": [guess],
        "target_user": [guess],
    }
    assert list(proofs_of(sources, "risks/0")) == [said]
    assert list(proofs_of(sources, "risks/1")) == [guess, edited]
    assert list(proofs_of(sources, "risks/2")) == [edited]
    assert list(proofs_of(sources, "target_user")) == [guess]
    assert list(proofs_of(sources, "value_prop")) == []
    content = {"risks": ["One.", "Two.", "Three."], "target_user": "Bakers."}
    assumed = assumed_paths(ArtifactType.IDEA_BRIEF, content, sources)
    assert assumed == ["target_user"]
