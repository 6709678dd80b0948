"""The way to the first version, and the board of what happened."""

from __future__ import annotations

from dataclasses import dataclass

from cofounder.web.screens.details import Detail
from cofounder.web.screens.leading import NextStep
from cofounder.web.screens.trio.pages import TrioEmptyPage
from cofounder.web.views import Part, Screen


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """A step towards the first version, in relative weeks."""

    weeks: str
    """Such as "Week 1" or "Weeks 2–3"."""
    title: str
    description: str
    deliverables: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RoadmapPhase:
    """What may come after the first version."""

    phase: str
    title: str
    description: str
    weeks: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The personalised milestones."""

    milestones: tuple[Milestone, ...]
    roadmap: tuple[RoadmapPhase, ...]
    adapted_for: str
    version: int
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class Card:
    """Something that happened; the board is read-only."""

    title: str
    summary: str
    kind: str
    icon: str
    when: str
    at: str
    detail: Detail


@dataclass(frozen=True, kw_only=True)
class BoardColumn:
    """One of the four columns, or what its being empty means."""

    key: str
    title: str
    cards: tuple[Card, ...]
    empty: str


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What the founder looks for, as typed."""

    query: str = ""
    type: str = ""
    date_from: str = ""
    date_to: str = ""
    error: str = ""
    """What is wrong with a date, in words."""

    @property
    def is_set(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.query or self.type or self.date_from or self.date_to)


@dataclass(frozen=True, kw_only=True)
class BoardPart(Part):
    """The board; searching swaps it alone."""

    template = "screens/timeline/_board.html"

    href: str
    base: str
    """The board as it is filtered, without a card opened."""
    columns: tuple[BoardColumn, ...]
    total: int
    filters: Filters

    @property
    def first_filled(self) -> str:
        """The column a phone shows first: what is under way, else what is done."""
        order = ("in_progress", "done", "planned", "backlog")
        filled = {column.key for column in self.columns if column.cards}
        return next((key for key in order if key in filled), "done")


@dataclass(frozen=True, kw_only=True)
class TimelinePage(Screen):
    """`/projects/{id}/timeline`."""

    template = "screens/timeline/page.html"

    lead: str
    plan: Plan | None
    missing: TrioEmptyPage | None
    """What stands where the milestones would be."""
    board: BoardPart
    next_step: NextStep
    graph_href: str
