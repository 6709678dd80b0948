"""Dashboard endpoints (API-090, API-091)."""

from __future__ import annotations

from fastapi import APIRouter, Response

from cofounder.api.dashboard.schemas import DashboardOut, DismissedOut
from cofounder.api.derived import Rows
from cofounder.api.edge import EdgeDep, Session
from cofounder.api.errors import NO_STORE
from cofounder.journey.dashboard import dashboard_of
from cofounder.journey.risks import to_dismiss
from cofounder.projects.dismissing import dismiss_risk

router = APIRouter(prefix="/dashboard", tags=["dashboard"])


@router.get("/{pid}")
async def get(rows: Rows, response: Response) -> DashboardOut:
    """Where a project stands, derived from its rows as they are now (API-090)."""
    response.headers.update(NO_STORE)
    return DashboardOut.of(rows.project.id, dashboard_of(rows))


@router.post("/{pid}/risks/{rule}/dismiss")
async def dismiss(
    rule: str, rows: Rows, session: Session, edge: EdgeDep
) -> DismissedOut:
    """Hide a risk until it gets worse; twice is once (API-091, RISK-02)."""
    event = await dismiss_risk(
        session,
        rows.project,
        to_dismiss(rows, rule),
        history=rows.events,
        correlation_id=edge.correlation_id,
    )
    return DismissedOut(dismissed_at=event.created_at)
