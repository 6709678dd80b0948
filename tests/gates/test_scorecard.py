"""The evidence scorecard: it can say "unknown", and it caps what we recommend."""

from __future__ import annotations

from typing import Any

import pytest

from cofounder.gates.scorecard import CRITERIA, scorecard_of

QUOTE = {"kind": "answer", "ref": "idea:1", "quote": "every Sunday"}
CONTENT: dict[str, Any] = {
    "problem_statement": "They count by hand.",
    "target_user": "Owners of small bakeries.",
    "competitive_analysis": "Paper and a spreadsheet.",
    "differentiation": "Made for the night.",
    "monetization_hypothesis": "Nine euros a month.",
    "key_constraints": ["One phone", "No reception"],
    "risks": ["Too busy"],
    "smallest_viable_experiment": "Five bakers, one week.",
    "confidence_scores": {"problem_statement": "strong", "target_user": "moderate"},
}
PATHS = (
    "problem_statement",
    "target_user",
    "competitive_analysis",
    "differentiation",
    "monetization_hypothesis",
    "key_constraints/0",
    "key_constraints/1",
    "risks/0",
    "smallest_viable_experiment",
)
SOURCES: dict[str, Any] = {path: [QUOTE] for path in PATHS}


def without(*paths: str) -> dict[str, Any]:
    """The proofs but those of some paths."""
    return {k: v for k, v in SOURCES.items() if k not in paths}


def levels(content: dict[str, Any], sources: dict[str, Any]) -> dict[str, str]:
    return {f.key: f.level for f in scorecard_of(content, sources).criteria}


def test_a_brief_in_the_founders_words_supports_going_ahead() -> None:
    card = scorecard_of(CONTENT, SOURCES)
    assert [f.key for f in card.criteria] == [c.key for c in CRITERIA]
    assert card.recommendation.value == "proceed"
    assert not card.recommendation.is_capped
    problem = card.criteria[0]
    assert (problem.level, problem.missing) == ("strong", "")
    assert (problem.evidence[0].quote, problem.evidence[0].ref) == (
        "every Sunday",
        "idea:1",
    )


def test_nothing_said_and_nothing_but_assumed_are_unknown() -> None:
    """PROV-04: an assumption is no evidence, whatever confidence was given to it."""
    assumption = {"kind": "assumption", "ref": "assumption:x", "quote": "We assume it."}
    content = {**CONTENT, "monetization_hypothesis": ""}
    sources = {**SOURCES, "risks/0": [assumption]}
    found = levels(content, sources)
    assert (found["money"], found["risks"]) == ("unknown", "unknown")
    card = scorecard_of(content, sources)
    missing = {f.key: f.missing for f in card.criteria}
    assert missing["money"].startswith("Nothing was said about it.")
    assert missing["risks"].startswith("We only assume something here.")
    assert "Still unknown: money, risks." in card.recommendation.reason


@pytest.mark.parametrize("path", ["problem_statement", "target_user"])
def test_without_a_quote_on_problem_or_who_it_can_never_be_proceed(path: str) -> None:
    strong = dict.fromkeys(CONTENT["confidence_scores"], "strong")
    content = {**CONTENT, "confidence_scores": strong}
    card = scorecard_of(content, without(path))
    assert card.recommendation.value == "learn_more"
    assert card.recommendation.is_capped


@pytest.mark.parametrize("section", ["problem_statement", "target_user"])
def test_a_thin_problem_or_user_is_a_reason_to_narrow(section: str) -> None:
    scores = {**CONTENT["confidence_scores"], section: "needs_depth"}
    card = scorecard_of({**CONTENT, "confidence_scores": scores}, SOURCES)
    assert card.recommendation.value == "narrow"
    assert all(f.missing for f in card.criteria if f.level == "needs_depth")


def test_too_many_unknowns_ask_for_more_before_going_ahead() -> None:
    two = {k: SOURCES[k] for k in ("problem_statement", "target_user", "risks/0")}
    card = scorecard_of(CONTENT, two)
    assert sum(f.level == "unknown" for f in card.criteria) == 4
    assert card.recommendation.value == "learn_more"


def test_what_the_founder_wrote_proves_itself() -> None:
    """BRIF-04: an edited section has a source without a quote, in their own words."""
    own = {"kind": "decision", "ref": "artifact:1:target_user", "quote": None}
    card = scorecard_of(CONTENT, {**SOURCES, "target_user": [own]})
    assert card.criteria[1].evidence[0].quote == CONTENT["target_user"]


def test_a_list_says_how_much_of_it_is_assumed() -> None:
    card = scorecard_of(CONTENT, without("key_constraints/1"))
    assert card.criteria[4].missing == "1 of 2 statements here are still assumed."


def test_an_empty_brief_is_unknown_throughout() -> None:
    card = scorecard_of({}, {})
    assert {f.level for f in card.criteria} == {"unknown"}
    assert card.recommendation.value == "learn_more"
    assert card.as_dict()["recommendation"]["value"] == "learn_more"
