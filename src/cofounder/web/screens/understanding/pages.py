"""The understanding interview (UNDR-12)."""

from __future__ import annotations

from dataclasses import dataclass

from cofounder.web.screens.pieces import (
    Failure,
    PastAnswer,
    Progress,
    Question,
    Source,
    Thinking,
)
from cofounder.web.views import Part, Screen


@dataclass(frozen=True, kw_only=True)
class Understood:
    """A line of "What I understand so far"; empty text means not yet clear."""

    label: str
    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, kw_only=True)
class InterviewPart(Part):
    """Question, history and what we understand: everything an answer changes."""

    template = "screens/understanding/_interview.html"

    href: str
    """The page's address; the forms post to `/answer`, `/edit`, … below it."""
    progress: Progress
    understood: tuple[Understood, ...]
    history: tuple[PastAnswer, ...] = ()
    question: Question | None = None
    """None when every question is answered."""
    is_closing: bool = False
    """The last question: anything else before the brief."""
    changed_questions: str | None = None
    """After an edit: which questions were dropped or added."""
    assumed_count: int = 0
    thinking: Thinking | None = None
    failure: Failure | None = None
    retry_action: str = ""
    brief_href: str | None = None
    """Set when the interview is finished."""


@dataclass(frozen=True, kw_only=True)
class UnderstandingPage(Screen):
    """`/projects/{id}/understanding`."""

    template = "screens/understanding/page.html"

    interview: InterviewPart
    is_waiting: bool = False


@dataclass(frozen=True, kw_only=True)
class UnderstandingLockedPage(Screen):
    """Opened before onboarding was completed."""

    template = "screens/understanding/locked.html"

    onboarding_href: str
