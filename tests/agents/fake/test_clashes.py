"""The demo's ear for contradictions: real ones are heard, others are not."""

from __future__ import annotations

import time

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


@pytest.mark.parametrize("said", ["At most 5 a month. ", "mehr als 5 im Monat "])
def test_answers_full_of_sums_are_heard_in_a_moment(said: str) -> None:
    """Bad input: as many and as long as answers can be."""
    started = time.process_time()
    assert heard(*[said * 500] * 20) == []
    assert time.process_time() - started < 5


def test_a_long_sentence_is_quoted_from_its_beginning_word_for_word() -> None:
    long = "Every bakery pays 20 euros a month " + "and tells all of its friends " * 9
    [(first, _)] = heard(long, "We charge 35 euros a month")
    assert len(first) <= 160 and long.startswith(first)


@pytest.mark.parametrize(
    ("ceiling", "ready"),
    [
        (
            "We may not spend more than 20 pounds a month.",
            "The council gives 60 pounds a month and I would spend all of it.",
        ),
        (
            "Mehr als 30 Euro im Monat gibt der Chef nie aus.",
            "Für 80 Euro im Monat würde mein Chef sofort unterschreiben.",
        ),
        (
            "Mon comptable refuse tout au-dessus de 25 euros par mois.",
            "Si je perds 200 euros de moins par mois, j'en paie 40 volontiers.",
        ),
        (
            "Por encima de 120 euros al mes no firman nada.",
            "Pagaríamos 250 al mes sin discutir.",
        ),
    ],
)
def test_a_price_above_the_ceiling_of_another_answer_is_noticed(
    ceiling: str, ready: str
) -> None:
    """UNDR-02: both sides are quoted exactly, whichever was said first."""
    for texts in ((ceiling, ready), (ready, ceiling)):
        passages = [Passage(f"onboarding:1:o{n}", t) for n, t in enumerate(texts)]
        (found,) = clashes(passages)
        assert found.first_quote in texts[0]
        assert found.second_quote in texts[1]


@pytest.mark.parametrize(
    "texts",
    [
        ("We may not spend more than 20 pounds a month.", "I'd pay 15 pounds a month."),
        ("Nothing above 30 euros a month.", "We lose 400 euros a month."),
        ("Höchstens 30 Euro im Monat.", "Das spart 11.000 Euro im Monat."),
        ("Zwei Börsen kosten 640 Euro im Monat.", "Das spart 11.000 Euro im Monat."),
        ("My wife and I use it.", "Nobody else in the village has bees."),
    ],
)
def test_sums_that_can_both_hold_are_no_contradiction(texts: tuple[str, str]) -> None:
    passages = [Passage(f"onboarding:1:o{n}", t) for n, t in enumerate(texts)]
    assert clashes(passages) == []


def test_one_user_and_two_users_cannot_both_hold() -> None:
    passages = [
        Passage("onboarding:1:o1", "Ich selbst und meine Frau."),
        Passage("onboarding:1:o2", "Außer mir wird das niemand benutzen."),
    ]
    (found,) = clashes(passages)
    assert found.second_quote == "Außer mir wird das niemand benutzen"
