"""Questions and answers of both interviews as the pages show them."""

from __future__ import annotations

from typing import Any, cast

from cofounder.interviews.answers import answered_count, current_question
from cofounder.interviews.closing import is_closing
from cofounder.interviews.models import (
    Action,
    InterviewColumns,
    OnboardingSession,
    UnderstandingSession,
)
from cofounder.web.screens.pieces import InputType, PastAnswer, Progress, Question

SKIPPED = "I don’t know"
DELEGATED = "You decide"
NOTHING_ELSE = "Nothing else"
OPEN = "not known yet"
OURS = "we choose and tell you"


def labels_of(
    onboarding: OnboardingSession, row: UnderstandingSession | None = None
) -> dict[str, str]:
    """The chip of each thing the founder said: "Idea", "Start 2", or just "7"."""
    labels = {f"idea:{onboarding.id}": "Idea"}
    for number, question in enumerate(onboarding.questions, start=1):
        labels[f"onboarding:{onboarding.id}:{question['id']}"] = f"Start {number}"
    if row is not None:
        for number, question in enumerate(row.questions, start=1):
            labels[f"understanding:{row.id}:{question['id']}"] = str(number)
    return labels


def progress_of(row: InterviewColumns) -> Progress:
    """Which question it is, of how many, and the percent (ONBD-03)."""
    total = len(row.questions)
    return Progress(
        number=min(row.current_index + 1, total),
        total=total,
        percent=int(100 * answered_count(row) / total) if total else 0,
    )


def asked(
    row: InterviewColumns,
    href: str,
    editing: str | None,
    draft: str = "",
    error: str = "",
) -> Question | None:
    """The question on the screen: the one being edited, else the current one."""
    chosen = next((q for q in row.questions if q["id"] == editing), None)
    question = chosen or current_question(row)
    if question is None:
        return None
    given = row.answers.get(question["id"], {}).get("text", "")
    return Question(
        id=question["id"],
        text=question["text"],
        why=question.get("why") or "",
        input_type=cast(InputType, question["input_type"]),
        options=tuple(question.get("options") or ()),
        answer=draft or given,
        is_required=bool(question["required"]),
        error=error,
        cancel_href=href if chosen is not None else None,
    )


def said(
    row: InterviewColumns, href: str, decided: dict[str, Any] | None = None
) -> tuple[PastAnswer, ...]:
    """The answers so far, in the order the questions were asked."""
    return tuple(
        _past(number, question, row.answers[question["id"]], href, decided or {})
        for number, question in enumerate(row.questions, start=1)
        if question["id"] in row.answers
    )


def _past(
    number: int,
    question: dict[str, Any],
    answer: dict[str, str],
    href: str,
    decided: dict[str, Any],
) -> PastAnswer:
    words = {Action.SKIP: (SKIPPED, OPEN), Action.YOU_DECIDE: (DELEGATED, OURS)}
    text, assumed = words.get(Action(answer["action"]), (answer["text"], None))
    if assumed and is_closing(question):
        text, assumed = NOTHING_ELSE, None
    return PastAnswer(
        number=number,
        question=question["text"],
        answer=text,
        edit_href=f"{href}?edit={question['id']}",
        assumption=decided.get(question["id"], assumed) if assumed else None,
    )
