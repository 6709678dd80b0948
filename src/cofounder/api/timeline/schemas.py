"""Bodies of the timeline endpoint."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from cofounder.journey.timeline import TimelineItem


class ItemOut(BaseModel):
    """One card of the board (TIML-01)."""

    id: str
    project_id: UUID
    timestamp: datetime
    type: str
    title: str
    summary: str
    kanban_status: str
    graph_node_id: str | None
    build_version: str | None
    decision_id: str | None
    run_id: UUID | None
    debug_id: str | None

    @classmethod
    def of(cls, project_id: UUID, item: TimelineItem) -> ItemOut:
        """The card as the API shows it."""
        return cls(
            id=item.id,
            project_id=project_id,
            timestamp=item.timestamp,
            type=item.type.value,
            title=item.title,
            summary=item.summary,
            kanban_status=item.kanban_status.value,
            graph_node_id=item.graph_node_id,
            build_version=item.build_version,
            decision_id=item.decision_id,
            run_id=item.run_id,
            debug_id=item.debug_id,
        )


class TimelineOut(BaseModel):
    """The cards that were asked for, newest first."""

    project_id: UUID
    items: list[ItemOut]
    total: int

    @classmethod
    def of(cls, project_id: UUID, items: list[TimelineItem]) -> TimelineOut:
        """The timeline as the API shows it."""
        shown = [ItemOut.of(project_id, item) for item in items]
        return cls(project_id=project_id, items=shown, total=len(shown))
