"""Word marks: what was there and what comes can be read out of them exactly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cofounder.gates.wording import text_of, word_diff, words_of


@given(st.text(), st.text())
def test_both_texts_can_be_read_out_of_the_marks(before: str, after: str) -> None:
    """Nothing is lost and nothing invented, whatever the texts are."""
    pieces = word_diff(before, after)
    assert "".join(p.text for p in pieces if p.kind != "added") == before
    assert "".join(p.text for p in pieces if p.kind != "removed") == after


def test_only_the_words_that_differ_are_marked() -> None:
    pieces = word_diff("Bread for all bakers", "Bread for night bakers")
    assert [(p.kind, p.text) for p in pieces] == [
        ("same", "Bread for "),
        ("removed", "all"),
        ("added", "night"),
        ("same", " bakers"),
    ]
    assert (words_of(pieces, "added"), words_of(pieces, "removed")) == (1, 1)


def test_words_parted_only_by_a_blank_change_together() -> None:
    pieces = word_diff("It takes three weeks.", "It takes one month.")
    assert [(p.kind, p.text) for p in pieces] == [
        ("same", "It takes "),
        ("removed", "three weeks"),
        ("added", "one month"),
        ("same", "."),
    ]


def test_the_same_text_is_one_piece_and_long_texts_are_compared_whole() -> None:
    assert [p.kind for p in word_diff("Same.", "Same.")] == ["same"]
    assert word_diff("", "") == ()
    long = "word " * 6_000
    assert [p.kind for p in word_diff(long, long + "more")] == ["removed", "added"]


def test_a_list_is_compared_line_by_line() -> None:
    assert text_of(["One", "Two"]) == "One\nTwo"
    assert text_of(None) == ""
