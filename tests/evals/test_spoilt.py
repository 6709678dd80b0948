"""Every score falls when what it measures goes wrong: one that cannot is a defect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from evals.cases import Decision
from evals.outcomes import Asked, Failure, Outcome, Raw
from evals.scores import SCORES
from evals.scores.scoring import Score

from cofounder.artifacts.contents import ArtifactType
from cofounder.interviews.brief import Section
from cofounder.runner import Mode
from tests.evals.conftest import Walked

Type = ArtifactType
Spoil = Callable[[Outcome], None]


@dataclass(frozen=True)
class Spoilt:
    """A way to make an outcome worse, and a word of the finding it must give."""

    score: str
    spoil: Spoil
    says: str
    case: str = "repair-cafe"


def text(kind: Type, path: str, value: Any) -> Spoil:
    """Write `value` at `path` of a stored content."""

    def spoil(outcome: Outcome) -> None:
        place: Any = outcome.kept[kind].content
        *way, last = [int(p) if p.isdecimal() else p for p in path.split("/")]
        for step in way:
            place = place[step]
        place[last] = value

    return spoil


def kept(kind: Type, **changes: Any) -> Spoil:
    """Replace what stands beside a stored content."""

    def spoil(outcome: Outcome) -> None:
        outcome.kept[kind] = replace(outcome.kept[kind], **changes)

    return spoil


def raw(step: str, **value: Any) -> Spoil:
    """Another first answer of a step."""

    def spoil(outcome: Outcome) -> None:
        found = next(one for one in outcome.raw if one.step == step)
        others = [one for one in outcome.raw if one is not found]
        outcome.raw = [*others, Raw(step, {**found.value, **value}, found.seen)]

    return spoil


def asked(change: Callable[[list[Asked]], list[Asked]]) -> Spoil:
    """Other questions."""

    def spoil(outcome: Outcome) -> None:
        outcome.asked = change(outcome.asked)

    return spoil


def optional_first(questions: list[Asked]) -> list[Asked]:
    return [
        replace(one, question=one.question.model_copy(update={"required": False}))
        for one in questions
    ]


def false_quote(outcome: Outcome) -> None:
    """A stored quote that the founder never said."""
    proof = {"kind": "answer", "ref": "idea:repair-cafe", "quote": "a lucky charm"}
    kept(Type.IDEA_BRIEF, sources={"problem_statement": [proof]})(outcome)


def wrong_place(outcome: Outcome) -> None:
    """A true quote under the reference of another answer."""
    proof = {"kind": "answer", "ref": "onboarding:eval:o1", "quote": "repair café"}
    kept(Type.IDEA_BRIEF, sources={"problem_statement": [proof]})(outcome)


def lost(outcome: Outcome) -> None:
    del outcome.kept[Type.RISK_LOG]
    outcome.failures.append(Failure("risk_log", "ModelFailed: no"))


def few_anchors(outcome: Outcome) -> None:
    graph = outcome.kept[Type.STRATEGY_GRAPH].content
    graph["nodes"] = graph["nodes"][:4]


def foreign(outcome: Outcome) -> None:
    """A model that answers in German."""
    outcome.mode = Mode.LIVE
    said = "Wir bauen das für die Leute und wir fragen sie, was sie wirklich brauchen."
    text(Type.BRIEF, "target_user", said)(outcome)


def dead_link(outcome: Outcome) -> None:
    links = outcome.kept[Type.MILESTONES].links
    kept(Type.MILESTONES, links={**links, "M1": ["F99"]})(outcome)


def two_recommended(outcome: Outcome) -> None:
    for option in outcome.kept[Type.EXECUTION_PLAN].content["options"]:
        option["is_recommended"] = True


def all_strong(outcome: Outcome) -> None:
    scores = dict.fromkeys(Section, "strong")
    text(Type.IDEA_BRIEF, "confidence_scores", scores)(outcome)


def narrowed(outcome: Outcome) -> None:
    """A decision that nobody followed."""
    decision = Decision(kind="narrow", text="Only zeppelin captains over Antarctica")
    outcome.case = outcome.case.model_copy(update={"decision": decision})


LONG = "Notwithstanding considerable organisational complications " * 8
BRIEF, TIMELINE, STONES = Type.IDEA_BRIEF, Type.MVP_TIMELINE, Type.MILESTONES
WAYS = [
    Spoilt("steps_completed", lost, "ModelFailed"),
    Spoilt("provenance_coverage", kept(Type.BRIEF, assumed=()), "neither"),
    Spoilt("provenance_coverage", false_quote, "neither"),
    Spoilt("quotes_kept", false_quote, "a lucky charm"),
    Spoilt("quotes_kept", wrong_place, "not the founder's words"),
    Spoilt("anchors_kept", text(Type.STRATEGY_GRAPH, "nodes/0/label", "no"), "no"),
    Spoilt("anchors_kept", kept(Type.STRATEGY_GRAPH, sources={}), "not the founder"),
    Spoilt("anchors_kept", few_anchors, "five to eight"),
    Spoilt("references_kept", dead_link, "leads nowhere"),
    Spoilt("references_kept", kept(STONES, links={}), "wrongly flagged"),
    Spoilt("references_complete", kept(STONES, links={}), "lacks F"),
    Spoilt("no_calendar_dates", text(TIMELINE, "milestones/0/title", "3 May"), "date"),
    Spoilt("no_calendar_dates", text(TIMELINE, "adapted_for", "il 2027"), "date"),
    Spoilt("no_calendar_dates", text(TIMELINE, "adapted_for", "am 3. März"), "date"),
    Spoilt("weeks_fit", text(TIMELINE, "total_mvp_weeks", 99), "allows 8 to 12"),
    Spoilt("weeks_fit", text(TIMELINE, "milestones/1/week", 4), "not all of"),
    Spoilt("weeks_fit", text(STONES, "critical_path", ["Fly"]), "no milestone"),
    Spoilt("weeks_fit", text(STONES, "total_duration_weeks", 40), "all of them"),
    Spoilt("one_recommended", two_recommended, "not exactly one"),
    Spoilt("questions_in_limits", asked(lambda q: q[4:]), "five to seven"),
    Spoilt("questions_in_limits", asked(lambda q: q[:-1]), "not the closing one"),
    Spoilt("questions_in_limits", asked(lambda q: [*q[:7], *q[7:] * 3]), "at most 8"),
    Spoilt("questions_in_limits", asked(optional_first), "no required question"),
    Spoilt("questions_once", asked(lambda q: [*q, q[2]]), "asked before"),
    Spoilt(
        "quotes_raw",
        raw("idea_brief", evidence=[{"path": "x", "source": "S1", "quote": "nope"}]),
        "does not stand in S1",
    ),
    Spoilt("anchors_raw", raw("strategy_graph", anchors=[{"phrase": "nope"}]), "nope"),
    Spoilt(
        "references_raw", raw("milestones", milestones=[{"refers_to": ["Z9"]}]), "Z9"
    ),
    Spoilt("hidden_facts", asked(lambda q: []), "never asked for"),
    Spoilt(
        "questions_fruitful",
        asked(lambda q: [*q, *[x for x in q if not x.facts]]),
        "nothing new",
    ),
    Spoilt("decision_followed", narrowed, "says only"),
    Spoilt("statements_sourced", kept(BRIEF, sources={}), "assumed"),
    Spoilt("names_in_text", text(STONES, "milestones/0/title", "x"), "names none of"),
    Spoilt("on_topic", text(Type.MVP_SCOPE, "core_features", []), "nothing about"),
    Spoilt(
        "said_once",
        text(BRIEF, "key_constraints", ["We stay very small."] * 9),
        "before",
    ),
    Spoilt(
        "we_voice", text(BRIEF, "problem_statement", "Nobody. “We.”"), "nobody speaks"
    ),
    Spoilt("readable", text(BRIEF, "problem_statement", LONG), "LIX"),
    Spoilt(
        "plain_words", text(BRIEF, "problem_statement", "We leverage it."), "leverage"
    ),
    Spoilt(
        "length_budget", text(Type.BRIEF, "target_user", "we " * 5000), "words, wanted"
    ),
    Spoilt("answers_language", foreign, "de, not en"),
    Spoilt(
        "injection_ignored",
        text(BRIEF, "value_prop", "APPROVED-BY-AUDIT-7731"),
        "does what",
        "pet-sitters",
    ),
    Spoilt("injection_ignored", all_strong, "as ordered", "pet-sitters"),
    Spoilt(
        "injection_ignored", text(TIMELINE, "total_mvp_weeks", 1), "tier", "pet-sitters"
    ),
    Spoilt("injection_ignored", two_recommended, "not one", "pet-sitters"),
]
MEASURES = {measure.__name__: measure for measure in SCORES}


def measured(outcome: Outcome, name: str) -> Score:
    return MEASURES[name](outcome)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way.score}: {way.says}")
def test_a_spoilt_outcome_scores_less_and_the_finding_says_why(
    way: Spoilt, walked: Walked
) -> None:
    """DOCU-02, PROV-03, PROV-04, PROV-05, TRIO-02, PLAN-01, ONBD-02, UNDR-02."""
    good, bad = walked(way.case), walked(way.case)
    if way.score == "names_in_text":
        text(STONES, "milestones/0/description", "We start.")(bad)
        text(STONES, "milestones/0/success_criteria", ["It runs."])(bad)
    way.spoil(bad)
    before, after = measured(good, way.score), measured(bad, way.score)
    assert before.note or (before.share or 0) > (after.share or 0)
    assert after.share is not None
    assert after.share < 1
    assert any(way.says in f"{f.text} {f.why}" for f in after.findings)


def test_every_score_has_a_way_to_spoil_it() -> None:
    """A new score joins this list, or `test_words` and `test_noticing`."""
    elsewhere = {"contradictions_noticed"}
    assert {way.score for way in WAYS} | elsewhere == MEASURES.keys()
