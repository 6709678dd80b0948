"""How numbers and times are said (ux 8)."""

from __future__ import annotations

import pytest

from cofounder.web import words


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0s"), (42, "42s"), (65, "1:05"), (8100, "2h 15m")]
)
def test_a_running_time_reads_like_a_clock(seconds: int, said: str):
    assert words.elapsed(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(42, "42s"), (263, "4m 23s"), (120, "2m"), (8100, "2h 15m")]
)
def test_a_finished_time_reads_like_a_sentence(seconds: int, said: str):
    """GENR-16."""
    assert words.duration(seconds) == said


def test_a_count_agrees_with_its_noun():
    assert words.counted(1, "story", "stories") == "1 story"
    assert words.counted(2, "story", "stories") == "2 stories"
    assert words.counted(0, "answer") == "0 answers"


def test_an_unknown_cost_is_not_zero():
    """TIER-06."""
    assert words.money(None) == "unknown"
    assert words.money(420_000) == "$0.42"


@pytest.mark.parametrize("length", [1, 2, 10, 80, 100])
def test_a_cut_text_is_never_longer_than_asked(length: int):
    text = "The volunteer who opened it tells the table first " * 4
    assert len(words.shorten(text, length)) <= length
    assert words.shorten("short", 80) == "short"


def test_initials_come_from_words_with_letters():
    assert words.initials("Mend Desk") == "MD"
    assert words.initials("🍞 bread") == "B"
    assert words.initials("!!!") == "?"
