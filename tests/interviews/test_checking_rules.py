"""Rules without a model: what is the same question, what clashes, what may matter."""

from __future__ import annotations

import pytest

from cofounder.interviews.contradictions import contradiction_questions
from cofounder.interviews.models import Question
from cofounder.interviews.ports import Contradiction, QuestionDraft
from cofounder.interviews.sameness import is_same, unasked
from cofounder.interviews.subjects import may_matter
from cofounder.interviews.words import Passage

PRICE, FREE = "Bakeries pay 20 euros a month.", "It is free for everyone."
WORDS = (
    Passage("idea:1", "An app for bakeries"),
    Passage("onboarding:1:q1", f"Well. {PRICE}", "Who pays?", "money"),
    Passage("understanding:2:u3", FREE, "Anything on money?", "money"),
)


def clash(first: str = PRICE, second: str = FREE, **more: str) -> Contradiction:
    return Contradiction(
        first="S2", first_quote=first, second="S3", second_quote=second, **more
    )


@pytest.mark.parametrize(
    ("text", "topic", "same"),
    [
        ("What would bakers pay each month?", "money", True),
        ("  WHAT would bakers\npay (each month)", "other", True),
        ("What would bakers really pay each month?", "money", True),
        ("What would bakers really pay each month?", "market", False),
        ("What would bakers never give up?", "money", False),
        ("Who else earns money with it?", "money", False),
    ],
)
def test_a_question_with_the_same_meaning_is_the_same(
    text: str, topic: str, same: bool
) -> None:
    """UNDR-04: the same words, or the same topic in mostly the same words."""
    assert is_same(text, topic, "What would bakers pay each month?", "money") is same


def test_quoted_words_do_not_make_two_questions_the_same() -> None:
    quote = "“we lose half of all the broken toasters every single week”"
    one, two = f"You said {quote}. How often?", f"You said {quote}. Which repairs?"
    assert not is_same(one, "problem", two, "problem")


def test_only_what_was_never_asked_is_new() -> None:
    drafts = [
        QuestionDraft(text="Who pays for it?", topic="money"),
        QuestionDraft(text="Why would they stay?", topic="risk"),
        QuestionDraft(text="why would they stay", topic="risk"),
    ]
    asked: list[Question] = [{"id": "q1", "text": "Who pays for it?", "topic": "money"}]
    assert [d.text for d in unasked(drafts, asked)] == ["Why would they stay?"]


def test_a_contradiction_becomes_a_question_that_quotes_both() -> None:
    [question] = contradiction_questions([clash()], WORDS, [])
    assert question["text"] == f"You said “{PRICE}” and “{FREE}”. Which holds?"
    assert question["options"] == [PRICE, FREE]
    assert (question["topic"], question["input_type"]) == ("money", "multiple_choice")
    assert question["about"] == ["onboarding:1:q1", "understanding:2:u3"]


def test_the_models_wording_is_used_when_it_quotes_both() -> None:
    told = f"Sie sagen „{PRICE}“ und „{FREE}“. Was gilt?"
    [question] = contradiction_questions([clash(question=told)], WORDS, [])
    assert question["text"] == told
    [question] = contradiction_questions([clash(question="Well?")], WORDS, [])
    assert question["text"].startswith("You said")


@pytest.mark.parametrize(
    "found",
    [
        clash(first="Bakeries pay 21 euros a month."),
        clash(second=PRICE),
        clash(first="20", second="Bakeries"),
        clash(second="  "),
    ],
    ids=["not said", "the same words", "one answer", "blank"],
)
def test_a_contradiction_that_does_not_stand_in_two_answers_is_dropped(
    found: Contradiction,
) -> None:
    """PROV-03: exact words of two different answers, or nothing."""
    assert contradiction_questions([found], WORDS, []) == []


def test_no_contradiction_is_asked_about_twice() -> None:
    asked = contradiction_questions([clash(), clash()], WORDS, [])
    assert len(asked) == 1
    assert contradiction_questions([clash()], WORDS, asked) == []
    backwards = clash(first=FREE, second=PRICE)
    assert contradiction_questions([backwards], WORDS, asked) == []
    settled = Passage("u:4", "Free", "Which?", "money", tuple(asked[0]["about"]))
    again = clash(first=PRICE, second="Free")
    assert contradiction_questions([again], (*WORDS[:2], settled), asked) == []


@pytest.mark.parametrize(
    ("text", "upcoming", "is_last", "expected"),
    [
        ("They pay 20 euros for it today", ["money"], False, True),
        ("They pay 20 euros for it today", ["risk"], False, False),
        ("20 euros", ["money"], False, False),
        ("An app for bakeries", ["money"], True, False),
        ("Sie führen alles auf Papier nach", ["alternatives"], False, True),
        ("Nothing special comes to my mind", ["money"], False, False),
        ("Nothing special comes to my mind", [], True, True),
    ],
)
def test_a_check_is_only_asked_for_when_it_can_matter(
    text: str, upcoming: list[str], is_last: bool, expected: bool
) -> None:
    """UNDR-02: rules decide whether a model call is worth it."""
    assert may_matter(text, WORDS, upcoming, is_last=is_last) is expected
