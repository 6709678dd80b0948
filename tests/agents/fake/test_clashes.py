"""The demo's ear for contradictions: real ones are heard, others are not."""

from __future__ import annotations

import pytest

from cofounder.agents.fake.clashes import clashes
from cofounder.interviews.words import Passage
from tests.factories.ideas import ANSWER, BAKERY


def heard(*said: str, question: str = "") -> list[tuple[str, str]]:
    passages = [Passage(f"x:{n}", text, question) for n, text in enumerate(said)]
    return [(each.first_quote, each.second_quote) for each in clashes(passages)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Bakeries pay 20 euros a month.", "We charge €35 per month"),
        ("It is free for everyone.", "A monthly price"),
        ("Nobody pays for it", "They pay us 15 dollars a month"),
        ("Das ist kostenlos", "20 Euro im Monat"),
        ("We have 3 shops in town", "We run five shops"),
        ("It is used only on phones", "It has to work only on a desktop computer"),
        ("It is for small teams", "It is used by just one person"),
    ],
)
def test_two_answers_that_cannot_both_hold_are_heard(first: str, second: str) -> None:
    assert heard(first, second) == [(first.rstrip("."), second.rstrip("."))]
    assert heard(second, first) == [(second.rstrip("."), first.rstrip("."))]


@pytest.mark.parametrize(
    "said",
    [
        ("Bakeries pay 20 euros a month.", "We charge 20 euros per month"),
        ("Free to visitors, paid from donations.", "A monthly price"),
        ("They lose 80 euros a month.", "They would pay 20 euros a month"),
        ("Today they pay 50 euros a month.", "We charge 20 euros a month"),
        ("We have 3 shops", "We have 20 volunteers"),
        ("We have 3 years", "We have 4 hours and two years"),
        ("It is free of sugar", "20 euros a month"),
        (BAKERY, ANSWER),
        ("It is free for everyone, the rest pays 20 euros a month",),
    ],
)
def test_what_can_both_be_true_is_left_alone(said: tuple[str, ...]) -> None:
    assert heard(*said) == []


def test_a_question_about_today_claims_nothing_about_tomorrow() -> None:
    prices = ("They pay 50 euros a month", "We charge 20 euros a month")
    assert heard(*prices) and not heard(*prices, question="What do they pay today?")


def test_a_long_sentence_is_quoted_from_its_beginning_word_for_word() -> None:
    long = "Every bakery pays 20 euros a month " + "and tells all of its friends " * 9
    [(first, _)] = heard(long, "We charge 35 euros a month")
    assert len(first) <= 160 and long.startswith(first)
