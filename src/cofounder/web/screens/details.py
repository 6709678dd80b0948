"""One thing that happened or was decided, as the dialog that graph and board share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cofounder import clock
from cofounder.journey.graph import GraphNode
from cofounder.journey.names import Status
from cofounder.journey.timeline import TimelineItem
from cofounder.web.words import ago, exact

State = Literal["done", "running", "queued", "failed", "cancelled"]
STATES: dict[Status, tuple[State, str]] = {
    "done": ("done", "Done"),
    "in_progress": ("running", "In progress"),
    "planned": ("queued", "Planned"),
    "failed": ("failed", "Failed"),
    "expired": ("cancelled", "Superseded"),
}
KINDS = {
    "anchor": ("Your words", "messages-square"),
    "strategy": ("Strategic move", "waypoints"),
    "decision": ("Decision", "signpost"),
    "milestone": ("Milestone", "flag"),
    "artifact": ("Document", "file-text"),
}


@dataclass(frozen=True, kw_only=True)
class Detail:
    """What the dialog says; `href` is the page with this dialog open."""

    id: str
    """The dialog's id in the document."""
    title: str
    kind: str
    icon: str
    state: State
    word: str
    when: str
    at: str
    href: str
    summary: str = ""
    why: str = ""
    impact: str = ""
    tradeoffs: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    link_label: str = ""
    link_href: str = ""
    is_open: bool = False


def of_node(
    node: GraphNode, *, href: str, seen_at: str = "", is_open: bool = False
) -> Detail:
    """A node of the graph; `seen_at` is its card on the timeline."""
    kind, icon = KINDS[node.type.value]
    state, word = STATES[node.status]
    return Detail(
        id=f"detail-{node.id}",
        title=node.title,
        kind=kind,
        icon=icon,
        state=state,
        word=word,
        when=_ago(node.created_at),
        at=exact(node.created_at),
        href=href,
        why=node.why,
        impact=node.impact_summary,
        tradeoffs=node.tradeoffs,
        alternatives=node.alternatives,
        link_label="View in timeline" if seen_at else "",
        link_href=seen_at,
        is_open=is_open,
    )


def of_item(
    item: TimelineItem,
    node: GraphNode | None,
    *,
    href: str,
    drawn_at: str = "",
    is_open: bool = False,
) -> Detail:
    """A card of the board, with the reasons of its node where it has one."""
    kind, icon = KINDS[item.type.value]
    state, word = COLUMN_STATES[item.kanban_status.value]
    return Detail(
        id=f"detail-{item.id}",
        title=item.title,
        kind=kind,
        icon=icon,
        state=state,
        word=word,
        when=_ago(item.timestamp),
        at=exact(item.timestamp),
        href=href,
        summary=item.summary,
        why="" if node is None or node.why == item.summary else node.why,
        impact=node.impact_summary if node else "",
        tradeoffs=node.tradeoffs if node else (),
        alternatives=node.alternatives if node else (),
        link_label="View in graph" if node else "",
        link_href=drawn_at if node else "",
        is_open=is_open,
    )


COLUMN_STATES: dict[str, tuple[State, str]] = {
    "backlog": ("queued", "Backlog"),
    "planned": ("queued", "Planned"),
    "in_progress": ("running", "In progress"),
    "done": ("done", "Done"),
}


def _ago(moment: datetime) -> str:
    return ago(moment, clock.now())
