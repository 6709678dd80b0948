"""What we understand by topic: computed from questions and answers alone."""

from __future__ import annotations

import pytest

from cofounder.interviews.answers import give_answer, question_rows
from cofounder.interviews.coverage import TOPICS, Coverage, coverage_of
from cofounder.interviews.models import Action, OnboardingSession
from cofounder.interviews.ports import QuestionDraft

ANSWER, SKIP, YOU_DECIDE = Action.ANSWER, Action.SKIP, Action.YOU_DECIDE
SOLID = "Four bakers who work at night"


def asked_about(*topics: str) -> OnboardingSession:
    drafts = [
        QuestionDraft.model_validate(
            {"text": f"Question {n}?", "topic": topic, "options": ["On paper"]}
        )
        for n, topic in enumerate(topics)
    ]
    questions = question_rows(drafts, first=1, prefix="q")
    return OnboardingSession(
        idea_text="x", questions=questions, answers={}, current_index=0
    )


def state(session: OnboardingSession, topic: str = "money") -> Coverage:
    return next(c for c in coverage_of(session) if c.topic == topic)


def test_every_topic_is_told_in_a_fixed_order_also_before_any_question() -> None:
    assert [c.topic for c in coverage_of(None)] == [
        "who",
        "problem",
        "alternatives",
        "money",
        "constraints",
        "risks",
        "first_experiment",
    ]
    assert {c.state for c in coverage_of(None, asked_about())} == {"open"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], "open"),
        ([(SOLID, ANSWER), (SOLID, ANSWER)], "covered"),
        ([(SOLID, ANSWER)], "partly"),
        ([("Yes", ANSWER), ("No", ANSWER)], "partly"),
        ([("20", ANSWER), ("No", ANSWER)], "covered"),
        ([("On paper", ANSWER), ("On paper", ANSWER)], "covered"),
        ([(SOLID, ANSWER), ("", SKIP)], "partly"),
        ([("", SKIP), ("", YOU_DECIDE)], "assumed"),
        ([("", SKIP)], "open"),
    ],
)
def test_a_topic_is_as_covered_as_its_answers(
    given: list[tuple[str, Action]], expected: str
) -> None:
    """Two questions on money; what is not in `given` is still open."""
    session = asked_about("money", "money")
    for number, (text, action) in enumerate(given, start=1):
        give_answer(session, f"q{number}", text, action)
    found = state(session)
    assert found.state == expected
    assert found.answered + found.assumed == len(given)
    assert found.open == 2 - len(given)


def test_both_interviews_count_and_other_topics_do_not() -> None:
    first, second = asked_about("market", "product"), asked_about("alternatives")
    give_answer(first, "q1", SOLID, ANSWER)
    assert state(first, "alternatives").state == "covered"
    both = {c.topic: c.state for c in coverage_of(first, second)}
    assert both["alternatives"] == "partly"
    assert "product" not in {kind for kinds in TOPICS.values() for kind in kinds}
