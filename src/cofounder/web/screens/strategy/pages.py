"""The decision graph: groups of points, each with what it is joined to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cofounder.web.screens.details import Detail
from cofounder.web.screens.leading import NextStep
from cofounder.web.screens.pieces import Source
from cofounder.web.views import Screen

GraphView = Literal["graph", "list"]


@dataclass(frozen=True, kw_only=True)
class Join:
    """An edge, told from one of its ends; `target` only where it begins."""

    relation: str
    title: str
    opens: str
    """The id of the other end's dialog."""
    href: str
    target: str = ""


@dataclass(frozen=True, kw_only=True)
class Point:
    """A node of the graph."""

    id: str
    kind: str
    title: str
    text: str
    status: str
    detail: Detail
    joins: tuple[Join, ...]
    source: Source | None = None
    """Where the founder said it; for anchors."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """The points of one kind."""

    kind: str
    title: str
    hint: str
    points: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True)
class StrategyPage(Screen):
    """`/projects/{id}/strategy`."""

    template = "screens/strategy/page.html"

    href: str
    view: GraphView
    lead: str
    summary: str
    """What the drawing shows, for who cannot see it."""
    groups: tuple[Group, ...]
    next_step: NextStep
    is_demo: bool
    note: str = ""
    """Why there are few anchors, or no strategy yet."""

    @property
    def anchors(self) -> tuple[Point, ...]:
        """The founder's phrases, which are tags above the drawing."""
        return next((g.points for g in self.groups if g.kind == "anchor"), ())

    @property
    def count(self) -> int:
        """How many points there are."""
        return sum(len(group.points) for group in self.groups)
