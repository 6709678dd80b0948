"""Home: the first-run field, or the projects with their one action each."""

from __future__ import annotations

from dataclasses import dataclass

from cofounder.web.views import Screen


@dataclass(frozen=True, kw_only=True)
class FirstRunPage(Screen):
    """One field. Posts `idea`, or `sample=1`, to `/new`."""

    template = "screens/home/first_run.html"

    idea: str = ""
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class ProjectCard:
    """A project on Home with one action by its state (PROJ-05)."""

    name: str
    description: str
    href: str
    stage: str
    changed: str
    """Relative, such as "2 hours ago"."""
    changed_at: str
    """The exact time, shown on hover and focus."""
    action_label: str
    action_href: str
    action_posts: bool = False
    """Resume changes something, so it is a form."""
    needs_you: str | None = None
    """What waits for the founder, such as "Direction to decide"."""
    is_parked: bool = False
    is_building: bool = False


@dataclass(frozen=True, kw_only=True)
class OpenOnboarding:
    """An idea whose questions are not finished."""

    idea: str
    progress: str
    """Such as "3 of 6 answered"."""
    continue_href: str
    abandon_action: str = ""
    """Empty once it is summed up: only a new idea takes its place then."""


@dataclass(frozen=True, kw_only=True)
class ActiveProject:
    """A project that can be parked or deleted."""

    name: str
    stage: str
    changed: str
    park_action: str
    """Empty for one that is parked already."""
    delete_action: str
    """Takes the project's name in the field `name`."""
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class ProjectLimit:
    """The plan's number of active projects is used up."""

    used: int
    limit: int
    projects: tuple[ActiveProject, ...]


@dataclass(frozen=True, kw_only=True)
class HomePage(Screen):
    """The projects of a founder."""

    template = "screens/home/page.html"

    projects: tuple[ProjectCard, ...]
    onboarding: OpenOnboarding | None = None
    limit: ProjectLimit | None = None
    others: tuple[ActiveProject, ...] = ()
    """All projects once more, folded away, each to be parked or deleted."""
    query: str = ""
    """What the list is narrowed to by name."""
