"""What a project's statements rest on, read together (PROV-01 to PROV-06)."""

from __future__ import annotations

from cofounder.accounts.tiers import Tier
from cofounder.artifacts.contents import ArtifactType
from cofounder.gates.states import Choice
from cofounder.journey.provenance import StatementRead, statements_in
from tests.journey.rows import a_gate, an_artifact, the_rows

GATE = a_gate(Choice.NARROW, reason="Only flour, at night")
BRIEF = an_artifact(
    ArtifactType.IDEA_BRIEF,
    {
        "problem_statement": "They run out.",
        "target_user": "Bakers at night.",
        "risk_deep_dive": "Nobody counts.",
        "risks": ["Habit."],
    },
    sources={
        "target_user": [
            {"kind": "decision", "ref": f"gate:{GATE.id}", "quote": "at night"}
        ],
        "risks/0": [
            {"kind": "answer", "ref": "onboarding:gone:q1", "quote": "we always did"}
        ],
    },
)


def read(tier: Tier = Tier.CTO_SCALE) -> dict[str, StatementRead]:
    rows = the_rows(artifacts=(BRIEF,), gates=(GATE,))
    return {one.statement.path: one for one in statements_in(rows, tier)}


def test_a_statement_is_read_with_the_words_it_rests_on() -> None:
    """PROV-03, PROV-04: its source with the quote, or an assumption without one."""
    found = read()
    [cited] = found["target_user"].cited
    assert (cited.source.ref, cited.quote) == (f"gate:{GATE.id}", "at night")
    assert not found["target_user"].is_assumption
    assert found["problem_statement"].is_assumption
    assert found["problem_statement"].cited == ()


def test_words_that_were_replaced_since_are_still_a_quote() -> None:
    """PROV-02: an answer that is gone leads nowhere, and what was said stays told."""
    [cited] = read()["risks/0"].cited
    assert cited.source.title == "Words that were replaced since"
    assert (cited.source.text, cited.source.url) == ("we always did", "")
    assert cited.quote == "we always did"


def test_statements_of_other_plans_are_left_out() -> None:
    """TIER-03."""
    assert "risk_deep_dive" in read()
    assert "risk_deep_dive" not in read(Tier.BOOTSTRAPPER)
