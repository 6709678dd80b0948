"""What we understand by topic, from questions and answers: pure, no model is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from cofounder.interviews.models import Action, InterviewColumns, Question

State = Literal["covered", "partly", "open", "assumed"]
# What a brief needs to know, in the order in which it is told.
TOPICS: dict[str, tuple[str, ...]] = {
    "who": ("target_user",),
    "problem": ("problem",),
    "alternatives": ("alternatives", "market"),
    "money": ("money",),
    "constraints": ("constraint",),
    "risks": ("risk",),
    "first_experiment": ("experiment",),
}
ENOUGH_WORDS = 4


@dataclass(frozen=True, slots=True)
class Coverage:
    """How well one topic is understood, and what that rests on."""

    topic: str
    state: State
    answered: int
    """Questions on it that the founder answered in words."""
    assumed: int
    """Questions on it that were skipped or left to us."""
    open: int
    """Questions on it that are still to come."""


def coverage_of(*interviews: InterviewColumns | None) -> tuple[Coverage, ...]:
    """Every topic of `TOPICS` over all interviews of a project.

    Covered: told in more than a word or two, and nothing about it is open or left to
    us. Partly: something was told. Assumed: only "I don't know" or "You decide".
    """
    present = [each for each in interviews if each is not None]
    return tuple(_coverage(name, kinds, present) for name, kinds in TOPICS.items())


def _coverage(
    name: str, kinds: tuple[str, ...], interviews: Iterable[InterviewColumns]
) -> Coverage:
    told = assumed = still_open = 0
    is_solid = False
    for interview in interviews:
        for question in interview.questions:
            if question.get("topic") not in kinds:
                continue
            answer = interview.answers.get(question["id"])
            if answer is None:
                still_open += 1
            elif answer["action"] == Action.ANSWER:
                told += 1
                is_solid = is_solid or is_substantial(question, answer["text"])
            else:
                assumed += 1
    state = _state(told, assumed, still_open, is_solid=is_solid)
    return Coverage(name, state, told, assumed, still_open)


def _state(told: int, assumed: int, still_open: int, *, is_solid: bool) -> State:
    if told:
        return "covered" if is_solid and not assumed and not still_open else "partly"
    return "assumed" if assumed and not still_open else "open"


def is_substantial(question: Question, text: str) -> bool:
    """Whether an answer says something: a choice we offered, a number, a few words."""
    if text in (question.get("options") or ()):
        return True
    has_number = any(character.isdigit() for character in text)
    return has_number or len(text.split()) >= ENOUGH_WORDS
