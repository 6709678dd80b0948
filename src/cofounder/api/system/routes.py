"""System endpoints (API-001 to API-004)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse

from cofounder import clock
from cofounder.accounts.tiers import LIMITS
from cofounder.api.edge import CurrentUser, EdgeDep
from cofounder.db import Database
from cofounder.runs.repository import RunRepository

router = APIRouter(tags=["system"])
STALE_AFTER = timedelta(minutes=30)


class RunsHealthOut(BaseModel):
    """Whether runs show signs of life (RUNE-19)."""

    healthy: bool
    stale_run_count: int
    oldest_stale_run: datetime | None


class HealthOut(BaseModel):
    """Whether this process serves."""

    status: str
    service: str
    timestamp: datetime
    ai_enabled: bool
    runs: RunsHealthOut


class ReadyOut(BaseModel):
    """Whether the parts this process needs answer."""

    status: str
    checks: dict[str, bool]
    runner: str


class TiersOut(BaseModel):
    """The plans and their limits."""

    tiers: list[dict[str, Any]]


class FeaturesOut(BaseModel):
    """The enabled flags."""

    features: dict[str, bool]


@router.get("/health", responses={503: {"model": HealthOut}})
async def health(request: Request, edge: EdgeDep, response: Response) -> HealthOut:
    """Alive, or shutting down (API-001)."""
    stopping = bool(request.app.state.stopping)
    if stopping:
        response.status_code = 503
    moment = clock.now()
    async with edge.database.reading() as session:
        stale = await RunRepository(session).list_heartless(moment - STALE_AFTER)
    return HealthOut(
        status="shutting_down" if stopping else "healthy",
        service="cofounder",
        timestamp=moment,
        ai_enabled=not edge.settings.demo_mode,
        runs=RunsHealthOut(
            healthy=not stale,
            stale_run_count=len(stale),
            oldest_stale_run=min((run.updated_at for run in stale), default=None),
        ),
    )


@router.get("/ready", responses={503: {"model": ReadyOut}})
async def ready(request: Request, edge: EdgeDep, response: Response) -> ReadyOut:
    """Whether database and engine answer, and which runner is used (API-002)."""
    checks = {
        "database": await _database_answers(edge.database),
        "engine": bool(request.app.state.engine_running),
    }
    if not all(checks.values()):
        response.status_code = 503
    return ReadyOut(
        status="ready" if all(checks.values()) else "degraded",
        checks=checks,
        runner=request.app.state.runner.label,
    )


async def _database_answers(database: Database) -> bool:
    try:
        async with database.reading() as session:
            await session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


@router.get("/tiers")
async def tiers() -> TiersOut:
    """The plan table (API-003)."""
    return TiersOut(
        tiers=[{"slug": tier.value, **asdict(lim)} for tier, lim in LIMITS.items()]
    )


@router.get("/features")
async def features(user: CurrentUser) -> FeaturesOut:
    """The enabled flags only (API-004, FLAG-01)."""
    return FeaturesOut(features={"strategy_graph": True})


@router.get("/openapi.json", include_in_schema=False)
async def openapi(request: Request, user: CurrentUser) -> JSONResponse:
    """The description of this API, for whoever is logged in (APIX-11)."""
    return JSONResponse(request.app.openapi())
