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
from cofounder.journey.decisions import PLAN_SELECTED, DecisionRead
from cofounder.journey.names import (
    artifact_name,
    artifact_node,
    artifact_status,
    gate_name,
    gate_node,
)
from cofounder.journey.rows import ProjectRows
from cofounder.projects.models import StageEvent
from cofounder.projects.stages import MILESTONES, STAGE_NAMES


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
        if event.event_type not in _TOLD_ELSEWHERE:
            yield _event(event, rows, nodes.get(event.id))


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


# Told by the rows they are about: gates, plan choices and console decisions.
_TOLD_ELSEWHERE = {"gate_created", "gate_decided", PLAN_SELECTED, "decision_recorded"}
_PLAIN = {
    "journey_initialized": "The project began",
    "milestone_reset": "A checklist starts again",
    "park": "Project parked",
    "unpark": "Project resumed",
    "risk_dismissed": "Risk dismissed",
    "iteration_completed": "Iteration completed",
}


def _event(event: StageEvent, rows: ProjectRows, node: str | None) -> TimelineItem:
    title, summary = _told(event, rows)
    return TimelineItem(
        id=str(event.id),
        timestamp=event.created_at,
        type=ItemType.MILESTONE,
        title=title,
        summary=summary,
        kanban_status=Column.DONE,
        graph_node_id=node,
        build_version=event.detail.get("build_version"),
    )


def _told(event: StageEvent, rows: ProjectRows) -> tuple[str, str]:
    match event.event_type:
        case "transition":
            return _transition(event)
        case "milestone":
            return _milestone(event)
        case "mvp_built":
            return "MVP built", _mvp(event, rows)
        case other:
            words = other.replace("_", " ").capitalize()
            return _PLAIN.get(other, words), event.reason or _about(event)


def _transition(event: StageEvent) -> tuple[str, str]:
    before, after = event.from_stage or 0, event.to_stage or 0
    names = f"{STAGE_NAMES[before]} to {STAGE_NAMES[after]}"
    return f"Stage: {before} → {after}", event.reason or names


def _milestone(event: StageEvent) -> tuple[str, str]:
    stage = int(event.detail.get("stage") or 0)
    words = {m.key: m.words for m in MILESTONES.get(stage, ())}
    percent = event.detail.get("stage_progress")
    title = words.get(str(event.detail.get("key")), "A milestone is done")
    return title, f"{STAGE_NAMES[stage]}: {percent} %"


def _mvp(event: StageEvent, rows: ProjectRows) -> str:
    version, host = event.detail.get("build_version"), event.detail.get("preview_host")
    place = f" at {rows.preview_address(host)}" if host else ""
    return f"{version} runs{place}"


def _about(event: StageEvent) -> str:
    stage = event.detail.get("stage")
    if stage is not None:
        return STAGE_NAMES[int(stage)]
    return str(event.detail.get("rule") or "").replace("_", " ").capitalize()
