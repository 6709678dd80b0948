"""The questions of the decision console; pure (DCSN-01)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Template(StrEnum):
    """What the console asks; `escalation` is only asked by a build."""

    MONETIZATION_MODEL = "monetization_model"
    PRICING_STRUCTURE = "pricing_structure"
    CHECKOUT_STRATEGY = "checkout_strategy"
    SCOPE_NARROWING = "scope_narrowing"
    BUILD_PATH = "build_path"
    DEPLOY_PATH = "deploy_path"
    ESCALATION = "escalation"


@dataclass(frozen=True, slots=True)
class Question:
    """A template as a founder reads it."""

    key: Template
    title: str
    question: str


QUESTIONS = (
    Question(
        Template.MONETIZATION_MODEL,
        "How money comes in",
        "How does the product earn its first money?",
    ),
    Question(
        Template.PRICING_STRUCTURE,
        "What it costs people",
        "Which prices do we show, and to whom?",
    ),
    Question(
        Template.CHECKOUT_STRATEGY,
        "How people pay",
        "How does the money get from a customer to you?",
    ),
    Question(
        Template.SCOPE_NARROWING,
        "What we leave out",
        "Which part do we build first, and what waits?",
    ),
    Question(
        Template.BUILD_PATH,
        "How we build it",
        "Which execution plan do we follow?",
    ),
    Question(
        Template.DEPLOY_PATH,
        "Where it runs",
        "Where does the product run once people use it?",
    ),
)
ASKABLE = {question.key: question for question in QUESTIONS}


def title_of(template: Template) -> str:
    """The template's name for people."""
    found = ASKABLE.get(template)
    return "A question of the build" if found is None else found.title


def question_of(template: Template) -> str:
    """What is asked."""
    found = ASKABLE.get(template)
    return "The build needs your word." if found is None else found.question
