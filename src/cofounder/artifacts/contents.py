"""The types of artifacts; the trio's contents and rules (TRIO-01 to TRIO-03)."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cofounder.accounts.tiers import Tier

Short = Annotated[str, Field(min_length=1, max_length=300)]
Text = Annotated[str, Field(min_length=1, max_length=4_000)]


class ArtifactType(StrEnum):
    """Everything versioned that cofounder makes for a project (VERS-01)."""

    IDEA_BRIEF = "idea_brief"
    BRIEF = "brief"
    MVP_SCOPE = "mvp_scope"
    MILESTONES = "milestones"
    RISK_LOG = "risk_log"
    HOW_IT_WORKS = "how_it_works"
    STRATEGY_GRAPH = "strategy_graph"
    MVP_TIMELINE = "mvp_timeline"
    APP_ARCHITECTURE = "app_architecture"
    EXECUTION_PLAN = "execution_plan"


TRIO = (
    ArtifactType.STRATEGY_GRAPH,
    ArtifactType.MVP_TIMELINE,
    ArtifactType.APP_ARCHITECTURE,
)

GENERATION_ORDER = (
    ArtifactType.BRIEF,
    ArtifactType.MVP_SCOPE,
    ArtifactType.MILESTONES,
    ArtifactType.RISK_LOG,
    ArtifactType.HOW_IT_WORKS,
)
DOCUMENTS = frozenset(GENERATION_ORDER)

TITLES = {
    ArtifactType.IDEA_BRIEF: "Idea brief",
    ArtifactType.BRIEF: "Product brief",
    ArtifactType.MVP_SCOPE: "MVP scope",
    ArtifactType.MILESTONES: "Milestones & timeline",
    ArtifactType.RISK_LOG: "Risk log",
    ArtifactType.HOW_IT_WORKS: "How it works",
    ArtifactType.STRATEGY_GRAPH: "Strategy graph",
    ArtifactType.MVP_TIMELINE: "MVP timeline",
    ArtifactType.APP_ARCHITECTURE: "App architecture",
    ArtifactType.EXECUTION_PLAN: "Execution plan",
}

WEEKS: dict[Tier, tuple[int, int]] = {
    Tier.BOOTSTRAPPER: (8, 12),
    Tier.PARTNER: (6, 8),
    Tier.CTO_SCALE: (4, 6),
}

_MONTHS = (
    "january|february|march|april|june|july|august|september|october|november|december"
)
_DATE = re.compile(
    rf"\b(?:(?:19|20)\d\d|q[1-4]\s*(?:of\s*)?(?:19|20)\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})|(?:{_MONTHS})\s+\d{{1,2}})\b",
    re.IGNORECASE,
)


def has_calendar_date(text: str) -> bool:
    """Whether `text` names a calendar date or year; the timeline has weeks only."""
    return _DATE.search(text) is not None


def calendar_dates(text: str) -> list[str]:
    """The calendar dates and years in `text`, as they stand there."""
    return [found.group() for found in _DATE.finditer(text)]


class Node(BaseModel):
    """A point of the strategy graph; the server names anchors `a1…`, the rest `s1…`."""

    model_config = ConfigDict(extra="ignore")

    id: Annotated[str, Field(min_length=1, max_length=40)]
    type: Literal["anchor", "strategy"]
    label: Annotated[str, Field(min_length=1, max_length=200)]
    description: Text
    status: Literal["validated", "planned"]


class Edge(BaseModel):
    """A named relation between two nodes."""

    model_config = ConfigDict(extra="ignore")

    source: str
    target: str
    relation: Short


class StrategyGraph(BaseModel):
    """Anchors in the founder's words and the strategy that rests on them.

    `note` says why there are fewer than five anchors, when there are.
    """

    nodes: list[Node]
    edges: list[Edge]
    anchor_phrases: list[str]
    note: str | None = None


class TimelineMilestone(BaseModel):
    """A step of the MVP, in weeks from the start."""

    week: int = Field(ge=1, le=52, description="The week it starts, from 1.")
    title: Short
    description: Text = Field(description="Includes how we recognise that it is done.")
    deliverables: list[Short] = Field(min_length=2, max_length=3)
    duration_weeks: int = Field(ge=1, le=12)


class RoadmapPhase(BaseModel):
    """What comes after the MVP."""

    phase: Short
    title: Short
    description: Text
    estimated_weeks: int = Field(ge=1, le=104)


class MvpTimeline(BaseModel):
    """The way to the MVP in relative weeks, never in dates (TRIO-02)."""

    milestones: list[TimelineMilestone] = Field(min_length=2, max_length=12)
    long_term_roadmap: list[RoadmapPhase] = Field(min_length=1, max_length=6)
    total_mvp_weeks: int = Field(ge=1, le=52)
    adapted_for: Short

    @model_validator(mode="after")
    def weeks_only(self) -> MvpTimeline:
        """Refuse calendar dates, and a total that the milestones do not reach."""
        if has_calendar_date(self.model_dump_json()):
            raise ValueError("use weeks from the start, no calendar dates or years")
        last = max(m.week + m.duration_weeks - 1 for m in self.milestones)
        if last != self.total_mvp_weeks:
            raise ValueError(
                f"the last milestone ends in week {last}, "
                f"but total_mvp_weeks is {self.total_mvp_weeks}"
            )
        return self


class Component(BaseModel):
    """A part of the product, in plain English."""

    name: Short
    type: Literal["frontend", "backend", "database", "auth", "storage", "other"]
    description: Text
    tech_recommendation: Short
    alternatives: list[Short] = Field(min_length=1, max_length=2)
    detail_level: Literal["simplified", "expanded"] = "simplified"


class Connection(BaseModel):
    """How two components talk."""

    from_component: Short
    to_component: Short
    protocol: Short
    description: Text


class CostLine(BaseModel):
    """What one component costs per month."""

    component: Short
    cost: Short
    note: str = Field(default="", max_length=300)


class CostEstimate(BaseModel):
    """Monthly running cost to start and at 1,000 users."""

    startup_monthly: Short
    scale_monthly: Short
    breakdown: list[CostLine] = Field(min_length=1, max_length=12)


class AppArchitecture(BaseModel):
    """The product's parts, how they join and what they cost (TRIO-03)."""

    components: list[Component] = Field(min_length=2, max_length=10)
    connections: list[Connection] = Field(max_length=20)
    cost_estimate: CostEstimate
    integration_recommendations: list[Short] = Field(min_length=1, max_length=8)

    @model_validator(mode="after")
    def joined(self) -> AppArchitecture:
        """Connections join components that exist."""
        names = {component.name for component in self.components}
        for connection in self.connections:
            for end in (connection.from_component, connection.to_component):
                if end not in names:
                    raise ValueError(f"connection names an unknown component: {end}")
        return self
