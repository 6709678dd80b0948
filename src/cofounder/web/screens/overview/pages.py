"""The project's dashboard: stage, the one next step, documents, builds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cofounder.web.screens.document.pages import DocumentSection, Tone
from cofounder.web.views import Part, Screen

CardState = Literal["done", "running", "stale", "partial", "failed", "planned"]


@dataclass(frozen=True, kw_only=True)
class RingStage:
    """An arc of the stage ring."""

    label: str
    state: Literal["done", "now", "later", "locked"]


@dataclass(frozen=True, kw_only=True)
class NextAction:
    """What's Next: exactly one button."""

    title: str
    text: str
    label: str
    href: str
    posts: bool = False
    estimate: str = ""
    """A range of time or money, where we know one."""
    also_label: str = ""
    """Something that can be done as well, without being the next step."""
    also_href: str = ""


@dataclass(frozen=True, kw_only=True)
class ExitCriterion:
    """A condition for leaving the stage."""

    label: str
    is_met: bool


@dataclass(frozen=True, kw_only=True)
class Risk:
    """Something that may hurt, with what clears it."""

    text: str
    remedy: str
    dismiss_action: str


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Something only the founder can do."""

    icon: str
    text: str
    label: str
    href: str


@dataclass(frozen=True, kw_only=True)
class ArtifactCard:
    """A document or plan on the dashboard."""

    title: str
    icon: str
    summary: str
    href: str
    state: CardState
    word: str
    """The state in a word, such as "Current"."""
    aside: str
    """Version and time, or why it is stale or locked."""
    version: int = 0
    is_edited: bool = False
    panel_href: str = ""
    """Set when it opens beside the dashboard."""
    retry_action: str = ""
    """Set when it failed and can be asked for again from here."""


@dataclass(frozen=True, kw_only=True)
class BuildRow:
    """A build in the strip."""

    label: str
    href: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    word: str
    summary: str
    when: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """A line of recent changes."""

    icon: str
    text: str
    when: str
    at: str
    """The exact time."""


@dataclass(frozen=True, kw_only=True)
class SlideOver(Part):
    """A document beside the dashboard. Owns `#panel`."""

    template = "screens/overview/_panel.html"

    title: str
    tone: Tone
    state: str
    version: str
    sections: tuple[DocumentSection, ...]
    actions: tuple[tuple[str, str], ...]
    """Label and link of what can be done besides writing it again."""
    exports: tuple[tuple[str, str], ...]
    document_href: str
    rewrite_action: str
    """Empty while it is being written."""
    close_href: str


@dataclass(frozen=True, kw_only=True)
class OverviewPage(Screen):
    """`/projects/{id}`; it asks again every few seconds."""

    template = "screens/overview/page.html"

    name: str
    description: str
    stages: tuple[RingStage, ...]
    percent: int
    stage_label: str
    """The short name in the ring."""
    stage_name: str
    next_action: NextAction
    criteria: tuple[ExitCriterion, ...]
    artifacts: tuple[ArtifactCard, ...]
    builds: tuple[BuildRow, ...]
    changes: tuple[Change, ...]
    costs: tuple[tuple[str, str], ...]
    """Label and value; what is unknown says so."""
    href: str
    needs_you: int = 0
    """How much waits for the founder; the browser's tab says it."""
    waiting: tuple[Waiting, ...] = ()
    """What waits beyond the decision that the banner and What's Next tell of."""
    risks: tuple[Risk, ...] = ()
    export_href: str = ""
    """Everything as one archive, once something is written."""
    panel: SlideOver | None = None
    parked_note: str | None = None
    """Set while the project is parked."""
