"""Answering: the rules both interviews share; pure over questions and answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cofounder.interviews.errors import AnswerRequired, UnknownQuestion
from cofounder.interviews.models import Action, Answers, InterviewColumns, Question
from cofounder.interviews.ports import QuestionDraft

MAX_ANSWER = 10_000


def question_rows(
    drafts: Iterable[QuestionDraft], *, first: int, prefix: str
) -> list[Question]:
    """Questions with ids of ours, `first` being the first number (LLMC-05)."""
    questions = [draft.model_dump(mode="json") for draft in drafts]
    return with_ids(questions, first=first, prefix=prefix)


def with_ids(
    questions: Iterable[Question], *, first: int, prefix: str
) -> list[Question]:
    """The questions, numbered from `first`."""
    return [
        {"id": f"{prefix}{number}", **question}
        for number, question in enumerate(questions, start=first)
    ]


def question_of(interview: InterviewColumns, question_id: str) -> Question:
    """The question with this id.

    Raises:
        UnknownQuestion: there is none.
    """
    for question in interview.questions:
        if question["id"] == question_id:
            return question
    raise UnknownQuestion


def current_question(interview: InterviewColumns) -> Question | None:
    """The question to ask now, or None when all are answered."""
    questions: Sequence[Question] = interview.questions
    if interview.current_index < len(questions):
        return questions[interview.current_index]
    return None


def give_answer(
    interview: InterviewColumns, question_id: str, text: str, action: Action
) -> None:
    """Store an answer, or replace one; advance only past the current question.

    The same answer twice is one answer (ONBD-03, UNDR-07).

    Raises:
        UnknownQuestion: no such question.
        AnswerRequired: an answer without text.
    """
    question_of(interview, question_id)
    if action is Action.ANSWER and not text.strip():
        raise AnswerRequired("answer: write at least one character, or skip it.")
    current = current_question(interview)
    kept = text if action is Action.ANSWER else ""
    interview.answers = {
        **interview.answers,
        question_id: {"text": kept, "action": action.value},
    }
    if current is not None and current["id"] == question_id:
        interview.current_index = next_open(interview)


def next_open(interview: InterviewColumns) -> int:
    """The index of the first question without an answer; their number if none."""
    answers: Answers = interview.answers
    for index, question in enumerate(interview.questions):
        if question["id"] not in answers:
            return index
    return len(interview.questions)


def open_ids(interview: InterviewColumns, *, required_only: bool) -> list[str]:
    """Questions without an answer; with `required_only`, skipped ones too."""
    missing: list[str] = []
    for question in interview.questions:
        answer: dict[str, Any] | None = interview.answers.get(question["id"])
        if required_only and not question["required"]:
            continue
        if answer is None or (required_only and answer["action"] != Action.ANSWER):
            missing.append(question["id"])
    return missing


def answered_count(interview: InterviewColumns) -> int:
    """How many questions have an answer, skipped and delegated ones included."""
    return sum(q["id"] in interview.answers for q in interview.questions)


def texts_of(interview: InterviewColumns) -> dict[str, str]:
    """Question id to the founder's text; skipped and delegated ones are absent."""
    return {
        question["id"]: interview.answers[question["id"]]["text"]
        for question in interview.questions
        if interview.answers.get(question["id"], {}).get("action") == Action.ANSWER
    }
