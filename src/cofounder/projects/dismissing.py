"""Dismissing a risk: a line of the history, so that it holds on every device."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.projects.models import Project, StageEvent
from cofounder.projects.service import record

RISK_DISMISSED = "risk_dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissal:
    """Which risk, how bad it was then, and which time it occurred (RISK-02)."""

    rule: str
    threshold: int
    occurrence: str


def dismissal_of(event: StageEvent) -> Dismissal:
    """The dismissal a `risk_dismissed` line tells of."""
    detail = event.detail
    return Dismissal(
        rule=str(detail["rule"]),
        threshold=int(detail["threshold"]),
        occurrence=str(detail["occurrence"]),
    )


async def dismiss_risk(
    session: AsyncSession,
    project: Project,
    dismissal: Dismissal,
    *,
    history: Sequence[StageEvent],
    correlation_id: str,
) -> StageEvent:
    """Write the dismissal down; the same one again is the line already written."""
    for event in history:
        if event.event_type == RISK_DISMISSED and dismissal_of(event) == dismissal:
            return event
    written = record(
        session,
        project.id,
        RISK_DISMISSED,
        correlation_id=correlation_id,
        actor="founder",
        detail=asdict(dismissal),
    )
    await session.flush()
    return written
