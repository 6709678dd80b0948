"""Reading the architecture, and what the pages of the trio share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import Artifact, GenerationStatus
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.web.opened import OpenProject
from cofounder.web.screens.leading import NextStep, next_step
from cofounder.web.screens.trio.pages import (
    ArchitecturePage,
    Component,
    Connection,
    CostLine,
    TrioEmptyPage,
)

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


async def load_architecture(opened: OpenProject) -> ArchitecturePage | TrioEmptyPage:
    """The parts of the product, or what stands in for them."""
    kind = ArtifactType.APP_ARCHITECTURE
    row = await ArtifactRepository(opened.session).find(opened.id, kind)
    if row is None or row.current_content is None:
        return empty_page(row, kind, opened.home)
    return _architecture(row, row.current_content, await next_step(opened))


def empty_page(row: Artifact | None, kind: ArtifactType, home: str) -> TrioEmptyPage:
    """One of the three that is not there: not begun, being made, or failed."""
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
