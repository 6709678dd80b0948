"""The architecture, and what stands where one of the trio is not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cofounder.web.screens.leading import NextStep
from cofounder.web.views import Screen


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
