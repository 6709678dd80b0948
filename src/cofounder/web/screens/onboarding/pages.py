"""Onboarding: full screen, one question at a time (ONBD-10)."""

from __future__ import annotations

from dataclasses import dataclass

from cofounder.web.screens.pieces import (
    Failure,
    PastAnswer,
    Progress,
    Question,
    Thinking,
)
from cofounder.web.views import Part, Screen


@dataclass(frozen=True, kw_only=True)
class IdeaStep(Part):
    """The opening field; a very short idea is offered to grow first (ONBD-01)."""

    template = "screens/onboarding/_idea.html"

    idea: str = ""
    error: str = ""
    words: int = 0
    has_others: bool = False
    """There is no room for it: the unfinished ideas are one link away."""
    is_short: bool = False
    """Under ten words: the same form then also sends `anyway=1`."""


@dataclass(frozen=True, kw_only=True)
class OpenIdea:
    """An unfinished idea, and where it goes on."""

    idea: str
    progress: str
    changed: str
    continue_href: str
    abandon_action: str


@dataclass(frozen=True, kw_only=True)
class WelcomeBackStep(Part):
    """Unfinished ideas exist: continue one of them, or start fresh."""

    template = "screens/onboarding/_welcome_back.html"

    ideas: tuple[OpenIdea, ...]
    """The latest first; at least one."""
    can_start: bool
    """Whether the plan has room for one more."""
    limit: str


@dataclass(frozen=True, kw_only=True)
class QuestionStep(Part):
    """Earlier answers above, the question below."""

    template = "screens/onboarding/_question.html"

    session_href: str
    progress: Progress
    idea: str
    history: tuple[PastAnswer, ...]
    question: Question | None = None
    """None when all are answered and only finalize is left."""
    thinking: Thinking | None = None
    failure: Failure | None = None
    retry_action: str = ""
    """Where the failure's button posts to."""


@dataclass(frozen=True, kw_only=True)
class SnapshotField:
    """A line of the snapshot; a locked one shows its name only."""

    name: str
    label: str
    value: str
    is_list: bool = False
    """Edited as one item per line."""
    is_edited: bool = False
    is_locked: bool = False
    plan: str = ""
    """The plan a locked one is part of."""

    @property
    def items(self) -> tuple[str, ...]:
        """The entries of a list, one per line of the value."""
        return tuple(line for line in self.value.splitlines() if line.strip())


@dataclass(frozen=True, kw_only=True)
class SnapshotStep(Part):
    """The summary card that opens to the whole and is edited in place."""

    template = "screens/onboarding/_snapshot.html"

    session_href: str
    idea: str
    summary: tuple[SnapshotField, ...]
    """Shown at once."""
    more: tuple[SnapshotField, ...]
    """Behind "Show everything"."""
    is_demo: bool
    error: str = ""
    project_href: str | None = None
    """Set once the project exists."""
    editing: str | None = None
    """The field whose form stands open."""


OnboardingStep = IdeaStep | WelcomeBackStep | QuestionStep | SnapshotStep


@dataclass(frozen=True, kw_only=True)
class OnboardingPage(Screen):
    """`/new` and `/new/{session_id}`."""

    template = "screens/onboarding/page.html"

    step: OnboardingStep
    is_waiting: bool = False
    """Reloads by itself where scripts are off."""
