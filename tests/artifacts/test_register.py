"""The register of assumptions and what rests on each (PROV-04, UNDR-05)."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from cofounder import clock, ids
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import Artifact, AssumptionVerdict, Verdict
from cofounder.artifacts.provenance import assumed_paths, only_known, verified_sources
from cofounder.artifacts.register import (
    Entry,
    LeftOpen,
    Place,
    questions_left_open,
    register_of,
)
from cofounder.artifacts.statements import fingerprint_of, statements_of
from cofounder.interviews.models import UnderstandingSession
from cofounder.interviews.ports import Evidence
from cofounder.interviews.words import Passage

BRIEF, SCOPE = ArtifactType.IDEA_BRIEF, ArtifactType.MVP_SCOPE
MILESTONES, RISKS = ArtifactType.MILESTONES, ArtifactType.RISK_LOG
PAYS = "Bakers pay every week"
SAID = [{"kind": "answer", "ref": "idea:1", "quote": "flour"}]


def cites(text: str) -> list[dict[str, Any]]:
    ref = f"assumption:{fingerprint_of(text)}"
    return [{"kind": "assumption", "ref": ref, "quote": text}]


def artifact(kind: ArtifactType, content: dict[str, Any], **more: Any) -> Artifact:
    kept: dict[str, Any] = {"sources": {}, "item_ids": {}, "links": {}, **more}
    return Artifact(artifact_type=kind, current_content=content, **kept)


def project() -> list[Artifact]:
    """A feature rests on an assumption, a milestone on the feature, a risk on that."""
    feature = {"name": "Bill", "description": "Weekly bills", "priority": "high"}
    other = {"name": "Count", "description": "Counts flour", "priority": "high"}
    return [
        artifact(
            BRIEF,
            {"target_user": "Bakers", "monetization_hypothesis": PAYS},
            sources={"target_user": SAID},
        ),
        artifact(
            SCOPE,
            {"core_features": [feature, other], "out_of_scope": ["Cards"]},
            sources={
                "core_features/0": cites(PAYS),
                "core_features/1": SAID,
                "out_of_scope": SAID,
            },
            item_ids={"core_features": ["F1", "F2"]},
        ),
        artifact(
            MILESTONES,
            {"milestones": [{"title": "One"}, {"title": "Two"}]},
            sources={"milestones": SAID},
            item_ids={"milestones": ["M1", "M2"]},
            links={"M1": ["F2"], "M2": ["F1"]},
        ),
        artifact(
            RISKS,
            {"market_risks": [{"title": "Late"}, {"title": "Early"}]},
            sources={"market_risks": SAID},
            item_ids={"market_risks": ["R1", "R2"]},
            links={"R1": ["M1"], "R2": ["M2"]},
        ),
    ]


def verdict(text: str, said: Verdict) -> AssumptionVerdict:
    return AssumptionVerdict(
        id=ids.new_id(),
        fingerprint=fingerprint_of(text),
        text=text,
        verdict=said,
        note="asked ten",
        decided_at=clock.now(),
    )


def entry_of(entries: list[Entry], text: str) -> Entry:
    [found] = [entry for entry in entries if entry.text == text]
    return found


def test_what_rests_on_an_assumption_is_found_through_sources_and_references() -> None:
    entry = entry_of(register_of(project()), PAYS)
    assert entry.state == "open"
    assert entry.places == (Place(BRIEF, "monetization_hypothesis"),)
    assert entry.resting == (
        Place(SCOPE, "core_features/0"),
        Place(MILESTONES, "milestones/1"),
        Place(RISKS, "market_risks/1"),
    )
    assert entry.affected == {
        BRIEF: ("monetization_hypothesis",),
        SCOPE: ("core_features",),
        MILESTONES: ("milestones",),
        RISKS: ("market_risks",),
    }


def test_what_rests_on_what_rests_on_it_is_found_too() -> None:
    """A section that cites it as a whole, and what cites a line of that section."""
    line = "Cards"
    rows = [
        artifact(BRIEF, {"monetization_hypothesis": PAYS}),
        artifact(
            SCOPE,
            {"out_of_scope": [line], "success_metrics": ["Ten bills"]},
            sources={"out_of_scope": cites(PAYS), "success_metrics/0": cites(line)},
        ),
    ]
    assert entry_of(register_of(rows), PAYS).resting == (
        Place(SCOPE, "out_of_scope/0"),
        Place(SCOPE, "success_metrics/0"),
    )


def test_a_statement_that_only_cites_an_assumption_is_one_itself() -> None:
    texts = [entry.text for entry in register_of(project())]
    assert texts == [PAYS, "Bill\nWeekly bills"]


def test_the_same_words_are_one_assumption_wherever_they_stand() -> None:
    rows = [
        artifact(BRIEF, {"market_context": PAYS, "value_prop": f" {PAYS} "}),
        artifact(SCOPE, {"out_of_scope": [PAYS]}),
    ]
    [entry] = register_of(rows)
    assert [place.path for place in entry.places] == [
        "value_prop",
        "market_context",
        "out_of_scope/0",
    ]


def test_a_verdict_stays_in_the_list_when_its_words_are_gone() -> None:
    entries = register_of(project(), verdicts=[verdict("Gone", Verdict.DENIED)])
    entry = entry_of(entries, "Gone")
    assert (entry.state, entry.places, entry.affected) == ("denied", (), {})
    assert entry.note == "asked ten"


def test_a_verdict_holds_for_its_words() -> None:
    entries = register_of(project(), verdicts=[verdict(PAYS, Verdict.CONFIRMED)])
    assert entry_of(entries, PAYS).state == "confirmed"


def interview(actions: dict[str, str]) -> UnderstandingSession:
    return UnderstandingSession(
        questions=[{"id": q, "text": f"Question {q}?"} for q in actions],
        answers={q: {"text": "", "action": a} for q, a in actions.items()},
    )


def test_skipped_and_delegated_questions_are_assumptions_with_their_question() -> None:
    """UNDR-05."""
    row = interview({"u1": "answer", "u2": "skip", "u3": "you_decide"})
    left = questions_left_open("understanding:1", row, {"u3": "we ask weekly"})
    assert left == [
        LeftOpen("understanding:1:u2", "Question u2?", "skip"),
        LeftOpen("understanding:1:u3", "Question u3?", "you_decide", "we ask weekly"),
    ]
    skipped, chosen = register_of([], left)
    assert (skipped.text, skipped.can_be_judged) == ("Question u2?", False)
    assert (chosen.text, chosen.can_be_judged) == ("we ask weekly", True)


def test_a_choice_of_ours_that_the_brief_states_is_one_assumption() -> None:
    left = [LeftOpen("understanding:1:u3", "How often?", "you_decide", "we ask weekly")]
    line = "You left it to us: we ask weekly."
    [entry] = register_of([artifact(BRIEF, {"assumptions": [line]})], left)
    assert entry.text == line
    assert entry.asked == left[0]
    assert entry.places == (Place(BRIEF, "assumptions/0"),)


def test_two_choices_that_one_line_of_the_brief_states_are_both_told() -> None:
    """UNDR-05: no question the founder left to us disappears."""
    left = [
        LeftOpen("understanding:1:u3", "How often?", "you_decide", "weekly"),
        LeftOpen("understanding:1:u4", "How?", "you_decide", "by mail"),
    ]
    line = "We ask weekly, by mail."
    entries = register_of([artifact(BRIEF, {"assumptions": [line]})], left)
    assert [entry.asked for entry in entries] == left
    assert [entry.text for entry in entries] == [line, "by mail"]


TEXT = some.text(min_size=1, max_size=30).filter(lambda text: text.strip() != "")
CONTENT = some.fixed_dictionaries(
    {
        "problem_statement": TEXT,
        "risks": some.lists(TEXT, max_size=3),
        "target_user": TEXT,
    }
)
EVIDENCE = some.lists(
    some.builds(
        Evidence,
        path=some.sampled_from(["problem_statement", "risks/0", "risks/9", "no"]),
        source=some.sampled_from(["S1", "A1", "S7", "x", "A", "S"]),
        quote=TEXT | some.sampled_from(["flour by hand", "pay every week"]),
    ),
    max_size=6,
)


@given(content=CONTENT, evidence=EVIDENCE)
def test_every_statement_is_proven_or_assumed_whatever_a_model_answers(
    content: dict[str, Any], evidence: list[Evidence]
) -> None:
    """PROV-03, PROV-04: enforced for any model, not hoped for."""
    words = [Passage("idea:1", "They count flour by hand")]
    assumed = [Passage(f"assumption:{fingerprint_of(PAYS)}", PAYS)]
    sources = only_known(verified_sources(evidence, words, assumed), BRIEF, content)
    open_paths = set(assumed_paths(BRIEF, content, sources))
    for statement in statements_of(BRIEF, content):
        proofs = sources.get(statement.path, [])
        proven = [p for p in proofs if p["kind"] == "answer"]
        assert all(p["quote"] in words[0].text for p in proven)
        assert bool(proven) != (statement.path in open_paths)
