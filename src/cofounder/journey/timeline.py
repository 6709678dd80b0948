"""Everything that happened, as one board: decisions, stages, artifacts, builds.

Nothing is hidden because it comes from another table (ONE-07, TRAP-25).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from cofounder.artifacts.models import Artifact
from cofounder.builds.models import Build
from cofounder.builds.states import Stage
from cofounder.gates.models import Gate
from cofounder.gates.states import GateStatus
from cofounder.journey.arrivals import nodes_of_events
from cofounder.journey.decisions import DecisionRead
from cofounder.journey.names import (
    artifact_name,
    artifact_node,
    artifact_status,
    gate_name,
    gate_node,
)
from cofounder.journey.rows import ProjectRows
from cofounder.journey.telling import Told, told_of
from cofounder.projects.models import StageEvent


class ItemType(StrEnum):
    """What kind of thing happened."""

    DECISION = "decision"
    MILESTONE = "milestone"
    ARTIFACT = "artifact"


class Column(StrEnum):
    """The four columns of the board."""

    BACKLOG = "backlog"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineItem:
    """One card (TIML-01)."""

    id: str
    timestamp: datetime
    type: ItemType
    title: str
    summary: str
    kanban_status: Column
    graph_node_id: str | None = None
    build_version: str | None = None
    decision_id: str | None = None
    run_id: UUID | None = None
    debug_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineFilter:
    """Which cards are asked for; days are whole and both ends belong to the range."""

    query: str = ""
    type: ItemType | None = None
    date_from: date | datetime | None = None
    date_to: date | datetime | None = None

    def keeps(self, item: TimelineItem) -> bool:
        """Whether a card is asked for."""
        wanted = self.query.strip().casefold()
        said = f"{item.title}\n{item.summary}".casefold()
        return (
            wanted in said
            and self.type in (None, item.type)
            and not _before(item.timestamp, self.date_from)
            and not _after(item.timestamp, self.date_to)
        )


EVERYTHING = TimelineFilter()


def timeline_of(
    rows: ProjectRows, wanted: TimelineFilter = EVERYTHING
) -> list[TimelineItem]:
    """The project's cards that pass the filter, newest first."""
    items = [item for item in _items(rows) if wanted.keeps(item)]
    return sorted(items, key=lambda item: (item.timestamp, item.id), reverse=True)


def _items(rows: ProjectRows) -> Iterable[TimelineItem]:
    yield from (_gate(gate) for gate in rows.gates)
    yield from (_decision(decision) for decision in rows.decisions)
    yield from (_artifact(row) for row in rows.artifacts)
    yield from (_build(build) for build in rows.builds)
    nodes = nodes_of_events(rows)
    for event in rows.events:
        told = told_of(event, rows)
        if told is not None:
            yield _event(event, told, nodes.get(event.id))


def _before(moment: datetime, limit: date | datetime | None) -> bool:
    if isinstance(limit, datetime):
        return moment < limit
    return limit is not None and moment.date() < limit


def _after(moment: datetime, limit: date | datetime | None) -> bool:
    if isinstance(limit, datetime):
        return moment > limit
    return limit is not None and moment.date() > limit


_WAITING = {
    GateStatus.PENDING: "Waiting for your decision",
    GateStatus.EXPIRED: "Superseded, no longer open",
}


def _gate(gate: Gate) -> TimelineItem:
    decision = f"{gate.decision.value.title()} decision" if gate.decision else ""
    decided = gate.status is GateStatus.DECIDED
    return TimelineItem(
        id=str(gate.id),
        timestamp=gate.decided_at or gate.created_at,
        type=ItemType.DECISION,
        title=f"Decision: {gate_name(gate)}",
        summary=gate.reason or decision or _WAITING[gate.status],
        kanban_status=Column.DONE if decided else Column.BACKLOG,
        graph_node_id=gate_node(gate),
        decision_id=str(gate.id),
    )


def _decision(decision: DecisionRead) -> TimelineItem:
    decided = decision.decided_at is not None
    return TimelineItem(
        id=decision.id,
        timestamp=decision.decided_at or decision.created_at,
        type=ItemType.DECISION,
        title=f"Decision: {decision.subject}",
        summary=f"You chose {decision.choice}"
        if decided
        else _WAITING[GateStatus.PENDING],
        kanban_status=Column.DONE if decided else Column.BACKLOG,
        graph_node_id=decision.node_id,
        decision_id=decision.id,
    )


def _artifact(row: Artifact) -> TimelineItem:
    status = artifact_status(row)
    columns = {
        "in_progress": Column.IN_PROGRESS,
        "failed": Column.BACKLOG,
        "done": Column.DONE,
    }
    edited = " (edited)" if row.has_user_edits else ""
    return TimelineItem(
        id=str(row.id),
        timestamp=row.updated_at,
        type=ItemType.ARTIFACT,
        title=f"Artifact: {artifact_name(row)}",
        summary=f"Version {row.version_number}{edited}",
        kanban_status=columns.get(status, Column.PLANNED),
        graph_node_id=artifact_node(row),
    )


def _build(build: Build) -> TimelineItem:
    ended = {Stage.READY: Column.DONE, Stage.FAILED: Column.BACKLOG}
    waits = build.stage_status in (Stage.QUEUED, Stage.SCHEDULED)
    under_way = Column.PLANNED if waits else Column.IN_PROGRESS
    return TimelineItem(
        id=str(build.id),
        timestamp=build.completed_at or build.created_at,
        type=ItemType.MILESTONE,
        title=f"Build {build.display_version}",
        summary=build.error_message or build.summary or build.stage_label,
        kanban_status=ended.get(build.stage_status, under_way),
        build_version=build.build_version,
        run_id=build.run_id,
        debug_id=build.debug_id,
    )


def _event(event: StageEvent, told: Told, node: str | None) -> TimelineItem:
    return TimelineItem(
        id=str(event.id),
        timestamp=event.created_at,
        type=ItemType.DECISION if told.is_decision else ItemType.MILESTONE,
        title=told.title,
        summary=told.summary,
        kanban_status=Column.DONE,
        graph_node_id=node,
        build_version=event.detail.get("build_version"),
    )
