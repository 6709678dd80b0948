"""Comparing contents: by section and word by word (VERS-04, VERS-05)."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cofounder.artifacts.comparing import (
    Segment,
    changes,
    compare_texts,
    section_text,
    word_changes,
)

OLD = {
    "_schema_version": 1,
    "target_user": "Bakers in Ghent",
    "core_features": [
        {"name": "Orders", "description": "Take orders", "priority": "low"}
    ],
    "market_analysis": None,
    "key_constraint": "No phone",
}
NEW = {
    "_schema_version": 2,
    "target_user": "Home bakers in Ghent",
    "core_features": [
        {"name": "Orders", "description": "Take orders", "priority": "low"}
    ],
    "market_analysis": "Two streets",
    "key_constraint": None,
}


def test_vers_04_sections_are_added_removed_or_changed_and_marks_are_none() -> None:
    found = {c.path: (c.change, c.old, c.new) for c in changes(OLD, NEW)}
    assert found == {
        "target_user": ("changed", "Bakers in Ghent", "Home bakers in Ghent"),
        "market_analysis": ("added", None, "Two streets"),
        "key_constraint": ("removed", "No phone", None),
    }
    assert changes(OLD, OLD) == []
    assert {c.change for c in changes(None, NEW)} == {"added"}


def test_vers_05_words_that_came_and_went_are_shown_and_counted() -> None:
    [user, market, limit] = word_changes(OLD, NEW)
    assert user.segments == (
        Segment("removed", "Bakers"),
        Segment("added", "Home bakers"),
        Segment("same", " in Ghent"),
    )
    assert (user.added, user.removed) == (2, 1)
    assert (market.added, market.removed) == (2, 0)
    assert (limit.added, limit.removed) == (0, 2)


def joined(old: str, new: str) -> tuple[str, str]:
    segments = compare_texts(old, new)
    return (
        "".join(s.text for s in segments if s.kind != "added"),
        "".join(s.text for s in segments if s.kind != "removed"),
    )


def test_both_texts_can_be_read_from_the_segments_whatever_they_are() -> None:
    chance = random.Random(7)
    for _ in range(500):
        old, new = (
            " ".join(chance.choices("abcd", k=chance.randint(0, 9))) for _ in range(2)
        )
        assert joined(old, new) == (old, new)


def test_words_parted_only_by_a_blank_change_together() -> None:
    segments = compare_texts("It takes three weeks.", "It takes one month.")
    assert [(s.kind, s.text) for s in segments] == [
        ("same", "It takes "),
        ("removed", "three weeks"),
        ("added", "one month"),
        ("same", "."),
    ]


@given(some.text(), some.text())
def test_nothing_is_lost_and_nothing_invented_whatever_the_texts_are(
    old: str, new: str
) -> None:
    assert joined(old, new) == (old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 2_500, "b a c " * 1_666),
        (" ".join(map(str, range(2_000))), " ".join(map(str, range(2_000, 0, -1)))),
        ("x" * 10_000, "y" * 10_000),
        ("", "word " * 2_000),
    ],
)
def test_texts_of_ten_thousand_characters_are_compared_with_bounded_work(
    old: str, new: str
) -> None:
    """They are in full in the answer, as one replacement when all of it differs."""
    assert joined(old, new) == (old, new)


def test_an_item_is_read_as_its_texts_and_an_object_as_all_of_them() -> None:
    assert section_text(OLD["core_features"]) == "Orders\nTake orders"
    assert section_text({"startup_monthly": "$10", "breakdown": [{"cost": "$5"}]}) == (
        "$10\n$5"
    )
    assert section_text(None) == ""


def test_a_text_too_long_to_compare_is_shown_as_replaced() -> None:
    old, new = "one " * 2_001, "one " * 2_001 + "two"
    assert compare_texts(old, new) == (Segment("removed", old), Segment("added", new))
