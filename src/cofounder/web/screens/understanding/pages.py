"""The understanding interview (UNDR-12)."""

from __future__ import annotations

from dataclasses import dataclass

from cofounder.interviews.coverage import State
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
    """A line of "What I understand so far": a topic, how well we know it, and why."""

    label: str
    state: State
    text: str
    """The founder's latest words on it; empty when there are none."""
    sources: tuple[Source, ...] = ()
    still_open: int = 0


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What a check did to the questions: their texts, in order."""

    dropped: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class InterviewPart(Part):
    """Question, history and what we understand: everything an answer changes."""

    template = "screens/understanding/_interview.html"

    href: str
    """The page's address; the forms post to `/answer`, `/edit`, … below it."""
    progress: Progress
    understood: tuple[Understood, ...]
    history: tuple[PastAnswer, ...] = ()
    """The latest first."""
    question: Question | None = None
    """None when every question is answered."""
    is_closing: bool = False
    """The last question: anything else before the brief."""
    changed: Changed | None = None
    """After an edit or a check: which questions were dropped or added."""
    assumed_count: int = 0
    thinking: Thinking | None = None
    failure: Failure | None = None
    is_failure_aside: bool = False
    """The failure stands above the question, which can be answered all the same."""
    retry_action: str = ""
    brief_href: str | None = None
    """Set when the interview is finished."""

    @property
    def covered(self) -> int:
        """How many topics we know or have agreed to assume."""
        return sum(each.state in ("covered", "assumed") for each in self.understood)


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
