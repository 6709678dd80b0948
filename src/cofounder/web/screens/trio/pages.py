"""The trio as readable pages: lists that hold everything a drawing would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cofounder.web.screens.pieces import Source
from cofounder.web.views import Screen


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """The journey's next step, the page's one primary button."""

    label: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """A phrase of the founder that the strategy stands on."""

    id: str
    phrase: str
    description: str
    source: Source


@dataclass(frozen=True, kw_only=True)
class Join:
    """An edge of the graph, told from the strategy node's side."""

    relation: str
    anchor: str
    anchor_id: str


@dataclass(frozen=True, kw_only=True)
class StrategyNode:
    """A move, planned or validated, with what it stands on."""

    id: str
    label: str
    description: str
    status: Literal["validated", "planned"]
    joins: tuple[Join, ...]


@dataclass(frozen=True, kw_only=True)
class StrategyPage(Screen):
    """`/projects/{id}/strategy`."""

    template = "screens/trio/strategy.html"

    anchors: tuple[Anchor, ...]
    nodes: tuple[StrategyNode, ...]
    version: int
    is_demo: bool
    next_step: NextStep
    few_anchors_reason: str | None = None


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
class TimelinePage(Screen):
    """`/projects/{id}/timeline`."""

    template = "screens/trio/timeline.html"

    milestones: tuple[Milestone, ...]
    roadmap: tuple[RoadmapPhase, ...]
    total_weeks: int
    adapted_for: str
    version: int
    is_demo: bool
    next_step: NextStep


@dataclass(frozen=True, kw_only=True)
class Component:
    """A piece of the product in plain words; names of products are folded."""

    name: str
    icon: str
    kind: str
    description: str
    technology: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Connection:
    """Which two pieces talk, and what about."""

    source: str
    target: str
    protocol: str
    description: str


@dataclass(frozen=True, kw_only=True)
class CostLine:
    """One line of the monthly cost."""

    component: str
    cost: str
    note: str


@dataclass(frozen=True, kw_only=True)
class ArchitecturePage(Screen):
    """`/projects/{id}/architecture`."""

    template = "screens/trio/architecture.html"

    components: tuple[Component, ...]
    connections: tuple[Connection, ...]
    start_cost: str
    scale_cost: str
    cost_lines: tuple[CostLine, ...]
    recommendations: tuple[str, ...]
    version: int
    is_demo: bool
    next_step: NextStep


@dataclass(frozen=True, kw_only=True)
class TrioEmptyPage(Screen):
    """One of the three is not there: still being made, failed, or not begun."""

    template = "screens/trio/empty.html"

    title: str
    icon: str
    state: Literal["locked", "generating", "failed"]
    action_label: str
    action_href: str
    action_posts: bool = False
