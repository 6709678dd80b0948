"""Answering: both interviews' rules, pure (ONBD-02, ONBD-03, UNDR-05, UNDR-07)."""

from __future__ import annotations

import pytest

from cofounder.interviews.answers import (
    answered_count,
    current_question,
    give_answer,
    next_open,
    open_ids,
    question_rows,
    texts_of,
)
from cofounder.interviews.errors import AnswerRequired, UnknownQuestion
from cofounder.interviews.models import Action, OnboardingSession
from cofounder.interviews.passages import assumptions_of, passages_of
from cofounder.interviews.ports import INPUT_TYPES, QuestionDraft

ANSWER, SKIP, YOU_DECIDE = Action.ANSWER, Action.SKIP, Action.YOU_DECIDE


def a_session(count: int = 3) -> OnboardingSession:
    drafts = [QuestionDraft(text=f"Question {n}?") for n in range(count)]
    drafts[-1].required = False
    return OnboardingSession(
        idea_text="An app for bakeries",
        questions=question_rows(drafts, first=1, prefix="q"),
        answers={},
        current_index=0,
    )


def test_the_server_names_the_questions() -> None:
    """LLMC-05."""
    assert [q["id"] for q in a_session().questions] == ["q1", "q2", "q3"]
    rows = question_rows([QuestionDraft(text="Why now?")], first=9, prefix="u")
    assert rows[0]["id"] == "u9"


def test_answering_the_current_question_moves_on() -> None:
    session = a_session()
    give_answer(session, "q1", "one", ANSWER)
    assert session.current_index == 1
    assert (current_question(session) or {})["id"] == "q2"


def test_answering_an_earlier_question_replaces_and_does_not_move() -> None:
    """ONBD-03, ORC-31, TRAP-21."""
    session = a_session()
    give_answer(session, "q1", "one", ANSWER)
    give_answer(session, "q1", "another", ANSWER)
    assert session.current_index == 1
    assert texts_of(session) == {"q1": "another"}


def test_answering_ahead_does_not_move_but_is_not_asked_again() -> None:
    """UNDR-07."""
    session = a_session()
    give_answer(session, "q2", "two", ANSWER)
    assert session.current_index == 0
    give_answer(session, "q1", "one", ANSWER)
    assert session.current_index == 2


def test_the_same_answer_twice_is_one_answer() -> None:
    session = a_session()
    give_answer(session, "q1", "one", ANSWER)
    give_answer(session, "q1", "one", ANSWER)
    assert (session.current_index, answered_count(session)) == (1, 1)


def test_answers_are_a_new_value_never_changed_in_place() -> None:
    """TRAP-22."""
    session = a_session()
    before = session.answers
    give_answer(session, "q1", "one", ANSWER)
    assert before == {} and session.answers is not before


def test_the_end_is_reached_when_all_are_answered() -> None:
    session = a_session(2)
    give_answer(session, "q1", "one", ANSWER)
    give_answer(session, "q2", "", SKIP)
    assert current_question(session) is None
    assert next_open(session) == 2


@pytest.mark.parametrize("blank", ["", " ", "\n\t "])
def test_an_answer_needs_a_character(blank: str) -> None:
    with pytest.raises(AnswerRequired):
        give_answer(a_session(), "q1", blank, ANSWER)


def test_an_unknown_question_is_refused() -> None:
    with pytest.raises(UnknownQuestion):
        give_answer(a_session(), "q9", "x", ANSWER)


def test_an_answer_is_kept_word_for_word() -> None:
    text = "  <b>50 %</b> {{ 7*7 }} 🥐\r\n'; DROP TABLE users --  "
    session = a_session()
    give_answer(session, "q1", text, ANSWER)
    assert texts_of(session)["q1"] == text


def test_open_questions_are_told_apart_by_need() -> None:
    """ONBD-04: skipping a required question does not answer it."""
    session = a_session()
    give_answer(session, "q1", "", SKIP)
    assert open_ids(session, required_only=True) == ["q1", "q2"]
    assert open_ids(session, required_only=False) == ["q2", "q3"]


def test_skipped_and_delegated_questions_count_and_are_assumptions() -> None:
    """UNDR-05, ORC-35."""
    session = a_session()
    give_answer(session, "q1", "ignored text", YOU_DECIDE)
    give_answer(session, "q2", "", SKIP)
    assert answered_count(session) == 2
    assert texts_of(session) == {}
    assert [(a.label, a.question, a.action) for a in assumptions_of(session, None)] == [
        ("q1", "Question 0?", "you_decide"),
        ("q2", "Question 1?", "skip"),
    ]


def test_passages_are_the_idea_and_the_answers_with_their_references() -> None:
    """PROV-02."""
    session = a_session()
    session.id = "S"  # type: ignore[assignment]
    give_answer(session, "q2", "two", ANSWER)
    give_answer(session, "q1", "", SKIP)
    assert [(p.ref, p.text) for p in passages_of(session)] == [
        ("idea:S", "An app for bakeries"),
        ("onboarding:S:q2", "two"),
    ]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        *INPUT_TYPES.items(),
        ("Radio", "multiple_choice"),
        ("slider", "textarea"),
        ("", "textarea"),
        (None, "textarea"),
    ],
)
def test_input_types_are_the_three_we_know(given: str | None, meant: str) -> None:
    """ONBD-02: aliases become their type, the unknown a text area."""
    assert QuestionDraft(text="Who pays?", input_type=given).input_type == meant  # type: ignore[arg-type]
