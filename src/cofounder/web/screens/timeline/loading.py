"""Reading what happened, and what is planned, into the timeline page."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlencode

from cofounder import clock
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import Artifact
from cofounder.journey.graph import GraphNode, graph_of
from cofounder.journey.rows import ProjectRows
from cofounder.journey.timeline import (
    Column,
    ItemType,
    TimelineFilter,
    TimelineItem,
    timeline_of,
)
from cofounder.web.opened import OpenProject
from cofounder.web.rows import rows_of
from cofounder.web.screens.details import KINDS, of_item
from cofounder.web.screens.leading import next_step
from cofounder.web.screens.timeline.pages import (
    BoardColumn,
    BoardPart,
    Card,
    Filters,
    Milestone,
    Plan,
    RoadmapPhase,
    TimelinePage,
)
from cofounder.web.screens.trio.loading import DEMO, empty_page
from cofounder.web.words import ago, counted, exact

COLUMNS = (
    (Column.BACKLOG, "Backlog", "Nothing waits here."),
    (Column.PLANNED, "Planned", "Nothing is planned yet."),
    (Column.IN_PROGRESS, "In Progress", "Nothing is being worked on."),
    (Column.DONE, "Done", "What is finished gathers here."),
)


async def load(opened: OpenProject, filters: Filters, shown: str) -> TimelinePage:
    """Milestones ahead above what happened."""
    rows = await rows_of(opened)
    written = rows.written(ArtifactType.MVP_TIMELINE)
    artifact = rows.artifact(ArtifactType.MVP_TIMELINE)
    plan = None if written is None else _plan(written)
    return TimelinePage(
        lead=_lead(written),
        plan=plan,
        missing=None
        if plan is not None
        else empty_page(artifact, ArtifactType.MVP_TIMELINE, opened.home),
        board=board_of(rows, opened.home, filters, shown),
        next_step=await next_step(opened),
        graph_href=f"{opened.home}/strategy",
    )


def _lead(written: Artifact | None) -> str:
    content = (written.current_content if written else None) or {}
    if not content:
        return "Everything that happened so far."
    weeks = counted(content["total_mvp_weeks"], "week")
    return f"{weeks} to the first version, and everything that happened so far."


def _plan(artifact: Artifact) -> Plan:
    content = artifact.current_content or {}
    return Plan(
        milestones=tuple(
            Milestone(
                weeks=weeks_of(m["week"], m["duration_weeks"]),
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
                weeks=f"about {counted(p['estimated_weeks'], 'week')}",
            )
            for p in content["long_term_roadmap"]
        ),
        adapted_for=_made_for(content["adapted_for"]),
        version=artifact.version_number,
        is_demo=artifact.generated_by == DEMO,
    )


def _made_for(whom: str) -> str:
    """The end of a sentence from a sentence of its own."""
    text = whom.strip().rstrip(".")
    return f"Made for {text[:1].lower()}{text[1:]}."


def weeks_of(first: int, duration: int) -> str:
    """Such as "Week 1" or "Weeks 2–3"."""
    last = first + duration - 1
    return f"Week {first}" if last <= first else f"Weeks {first}–{last}"


def wanted_of(filters: Filters) -> TimelineFilter:
    """What the filters ask for; what cannot be read filters nothing."""
    types = {kind.value: kind for kind in ItemType}
    return TimelineFilter(
        query=filters.query,
        type=types.get(filters.type),
        date_from=day_of(filters.date_from),
        date_to=day_of(filters.date_to),
    )


def day_of(text: str) -> date | None:
    """A typed day, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def board_of(rows: ProjectRows, home: str, filters: Filters, shown: str) -> BoardPart:
    """The board with the cards that were asked for."""
    items = timeline_of(rows, wanted_of(filters))
    nodes = {node.id: node for node in graph_of(rows).nodes}
    href = f"{home}/timeline"
    base = f"{href}?{_query(filters)}" if filters.is_set else href
    cards = [(item, _card(item, nodes, home, base, shown)) for item in items]
    columns = tuple(
        BoardColumn(
            key=column.value,
            title=title,
            cards=tuple(card for item, card in cards if item.kanban_status is column),
            empty=empty,
        )
        for column, title, empty in COLUMNS
    )
    return BoardPart(
        href=href, base=base, columns=columns, total=len(items), filters=filters
    )


def _query(filters: Filters) -> str:
    named = {
        "query": filters.query,
        "type": filters.type,
        "from": filters.date_from,
        "to": filters.date_to,
    }
    return urlencode({name: value for name, value in named.items() if value})


def _card(
    item: TimelineItem,
    nodes: dict[str, GraphNode],
    home: str,
    base: str,
    shown: str,
) -> Card:
    kind, icon = KINDS[item.type.value]
    node = nodes.get(item.graph_node_id or "")
    mark = "&" if "?" in base else "?"
    return Card(
        title=item.title,
        summary=item.summary,
        kind="Artifact" if item.type is ItemType.ARTIFACT else kind,
        icon=icon,
        when=ago(item.timestamp, clock.now()),
        at=exact(item.timestamp),
        detail=of_item(
            item,
            node,
            href=f"{base}{mark}item={quote(item.id)}",
            drawn_at=f"{home}/strategy?node={quote(node.id)}" if node else "",
            is_open=item.id == shown,
        ),
    )
