"""Reading the trio's contents into pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import Artifact, GenerationStatus
from cofounder.artifacts.passages import project_passages
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.gates.repository import GateRepository
from cofounder.gates.states import Choice
from cofounder.web.opened import OpenProject
from cofounder.web.screens.trio.pages import (
    Anchor,
    ArchitecturePage,
    Component,
    Connection,
    CostLine,
    Join,
    Milestone,
    NextStep,
    RoadmapPhase,
    StrategyNode,
    StrategyPage,
    TimelinePage,
    TrioEmptyPage,
)
from cofounder.web.screens.trio.sources import source_of

TITLES = {
    ArtifactType.STRATEGY_GRAPH: ("Strategy", "waypoints"),
    ArtifactType.MVP_TIMELINE: ("Timeline", "calendar-days"),
    ArtifactType.APP_ARCHITECTURE: ("Architecture", "blocks"),
}
ICONS = {
    "frontend": "monitor",
    "backend": "settings",
    "database": "database",
    "auth": "key-round",
    "storage": "folder",
    "other": "layers",
}
DEMO = "demo"
Content = Mapping[str, Any]
TrioPage = StrategyPage | TimelinePage | ArchitecturePage | TrioEmptyPage


async def load(opened: OpenProject, kind: ArtifactType) -> TrioPage:
    """One of the three, or what stands in for it."""
    row = await ArtifactRepository(opened.session).find(opened.id, kind)
    if row is None or row.current_content is None:
        return _empty(row, kind, opened.home)
    following = await next_step(opened)
    match kind:
        case ArtifactType.STRATEGY_GRAPH:
            return await _strategy(opened, row, row.current_content, following)
        case ArtifactType.MVP_TIMELINE:
            return _timeline(row, row.current_content, following)
        case _:
            return _architecture(row, row.current_content, following)


def _empty(row: Artifact | None, kind: ArtifactType, home: str) -> TrioEmptyPage:
    title, icon = TITLES[kind]
    if row is None:
        return TrioEmptyPage(
            title=title,
            icon=icon,
            state="locked",
            action_label="Go to the interview",
            action_href=f"{home}/understanding",
        )
    if row.generation_status is GenerationStatus.GENERATING:
        return TrioEmptyPage(
            title=title,
            icon=icon,
            state="generating",
            action_label="Watch the progress",
            action_href=f"{home}/generating",
        )
    return TrioEmptyPage(
        title=title,
        icon=icon,
        state="failed",
        action_label="Try again",
        action_href=f"{home}/generating/retry",
        action_posts=True,
    )


async def next_step(opened: OpenProject) -> NextStep:
    """The decision while it is due, else the plan."""
    gates = GateRepository(opened.session)
    latest = await gates.find_latest_direction(opened.id)
    pending = await gates.find_pending(opened.id)
    if pending is not None or latest is None or latest.decision is not Choice.PROCEED:
        return NextStep(label="Decide the direction", href=f"{opened.home}/gate")
    return NextStep(label="Go to the plan", href=f"{opened.home}/plan")


async def _strategy(
    opened: OpenProject, row: Artifact, content: Content, following: NextStep
) -> StrategyPage:
    passages = await project_passages(opened.session, opened.id)
    nodes: list[dict[str, Any]] = content["nodes"]
    names = {node["id"]: node["label"] for node in nodes}
    return StrategyPage(
        anchors=tuple(
            Anchor(
                id=node["id"],
                phrase=node["label"],
                description=node["description"],
                source=source_of(
                    row.sources.get(f"nodes/{node['id']}") or (), passages
                ),
            )
            for node in nodes
            if node["type"] == "anchor"
        ),
        nodes=tuple(
            StrategyNode(
                id=node["id"],
                label=node["label"],
                description=node["description"],
                status=node["status"],
                joins=_joins(node["id"], content["edges"], names),
            )
            for node in nodes
            if node["type"] == "strategy"
        ),
        version=row.version_number,
        is_demo=row.generated_by == DEMO,
        next_step=following,
        few_anchors_reason=content.get("note"),
    )


def _joins(
    node: str, edges: Sequence[Mapping[str, str]], names: Mapping[str, str]
) -> tuple[Join, ...]:
    found: list[Join] = []
    for edge in edges:
        ends = (edge["source"], edge["target"])
        if node not in ends:
            continue
        other = ends[1] if ends[0] == node else ends[0]
        found.append(
            Join(relation=edge["relation"], anchor=names[other], anchor_id=other)
        )
    return tuple(found)


def _timeline(row: Artifact, content: Content, following: NextStep) -> TimelinePage:
    return TimelinePage(
        milestones=tuple(
            Milestone(
                weeks=_weeks(m["week"], m["duration_weeks"]),
                title=m["title"],
                description=m["description"],
                deliverables=tuple(m["deliverables"]),
            )
            for m in content["milestones"]
        ),
        roadmap=tuple(
            RoadmapPhase(
                phase=p["phase"],
                title=p["title"],
                description=p["description"],
                weeks=f"about {p['estimated_weeks']} weeks",
            )
            for p in content["long_term_roadmap"]
        ),
        total_weeks=content["total_mvp_weeks"],
        adapted_for=_made_for(content["adapted_for"]),
        version=row.version_number,
        is_demo=row.generated_by == DEMO,
        next_step=following,
    )


def _made_for(whom: str) -> str:
    """The end of a sentence from a sentence of its own."""
    text = whom.strip().rstrip(".")
    return f"made for {text[:1].lower()}{text[1:]}"


def _weeks(first: int, duration: int) -> str:
    last = first + duration - 1
    return f"Week {first}" if last <= first else f"Weeks {first}–{last}"


def _architecture(
    row: Artifact, content: Content, following: NextStep
) -> ArchitecturePage:
    cost = content["cost_estimate"]
    return ArchitecturePage(
        components=tuple(
            Component(
                name=c["name"],
                icon=ICONS.get(c["type"], "layers"),
                kind=c["type"].capitalize(),
                description=c["description"],
                technology=c["tech_recommendation"],
                alternatives=tuple(c["alternatives"]),
            )
            for c in content["components"]
        ),
        connections=tuple(
            Connection(
                source=c["from_component"],
                target=c["to_component"],
                protocol=c["protocol"],
                description=c["description"],
            )
            for c in content["connections"]
        ),
        start_cost=cost["startup_monthly"],
        scale_cost=cost["scale_monthly"],
        cost_lines=tuple(
            CostLine(
                component=line["component"],
                cost=line["cost"],
                note=line.get("note", ""),
            )
            for line in cost["breakdown"]
        ),
        recommendations=tuple(content["integration_recommendations"]),
        version=row.version_number,
        is_demo=row.generated_by == DEMO,
        next_step=following,
    )
