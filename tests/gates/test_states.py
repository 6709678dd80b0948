"""Gate decisions and their fixed options (GATE-03, GATE-04, TRAP-07)."""

from __future__ import annotations

from cofounder.gates.states import OPTIONS, SUMMARIES, Choice, GateType, choices_of


def test_each_gate_takes_its_own_decisions_and_no_other() -> None:
    """GATE-03: Gate 1 proceed, narrow, pivot, park; Gate 2 iterate, ship, park."""
    assert {c.value for c in choices_of(GateType.DIRECTION)} == {
        "proceed",
        "narrow",
        "pivot",
        "park",
    }
    assert {c.value for c in choices_of(GateType.SOLIDIFICATION)} == {
        "iterate",
        "ship",
        "park",
    }


def test_every_option_says_everything_a_founder_needs() -> None:
    """GATE-04: 4 and 3 options with all seven fields filled."""
    assert [len(options) for options in OPTIONS.values()] == [4, 3]
    for option in (o for options in OPTIONS.values() for o in options):
        shown = option.as_dict()
        assert set(shown) == {
            "value",
            "title",
            "description",
            "what_happens_next",
            "pros",
            "cons",
            "why_choose",
        }
        assert all(shown.values()), option.value


def test_every_decision_has_words_for_what_comes_next() -> None:
    assert set(SUMMARIES) == set(Choice)
    assert SUMMARIES[Choice.ITERATE][1] == "Submit your change request."  # GATE-13
