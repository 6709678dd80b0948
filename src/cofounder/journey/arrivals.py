"""Stage changes and the built MVP: which lines of the history are points of the graph.

The first arrival at stage 3 and the line that says what was built are one moment, and
so one node (MVPS-04).
"""

from __future__ import annotations

from uuid import UUID

from cofounder.journey.names import mvp_node, stage_node
from cofounder.journey.rows import ProjectRows
from cofounder.projects.models import StageEvent

MVP_STAGE = 3


def first_mvp(rows: ProjectRows) -> StageEvent | None:
    """The line of the first ready build."""
    return next((e for e in reversed(rows.events) if e.event_type == "mvp_built"), None)


def stage_changes(rows: ProjectRows) -> list[StageEvent]:
    """Every stage change but the one the MVP stands for, oldest first."""
    told = _arrival_of_mvp(rows)
    return [e for e in _transitions(rows) if e is not told]


def nodes_of_events(rows: ProjectRows) -> dict[UUID, str]:
    """The node of each line of the history that has one."""
    nodes = {event.id: stage_node(event) for event in stage_changes(rows)}
    arrival = _arrival_of_mvp(rows)
    built = [event for event in rows.events if event.event_type == "mvp_built"]
    for event in (*built, *([arrival] if arrival else [])):
        nodes[event.id] = mvp_node(rows.project.id)
    return nodes


def _transitions(rows: ProjectRows) -> list[StageEvent]:
    return [e for e in reversed(rows.events) if e.event_type == "transition"]


def _arrival_of_mvp(rows: ProjectRows) -> StageEvent | None:
    if first_mvp(rows) is None:
        return None
    return next((e for e in _transitions(rows) if e.to_stage == MVP_STAGE), None)
