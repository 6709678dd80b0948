"""All JSON endpoints, in the order paths are matched (APIX-08)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from cofounder.api.accounts import routes as accounts
from cofounder.api.artifacts import changing as artifact_changing
from cofounder.api.artifacts import exporting
from cofounder.api.artifacts import making as artifact_making
from cofounder.api.artifacts import routes as artifacts
from cofounder.api.assumptions import routes as assumptions
from cofounder.api.builds import routes as builds
from cofounder.api.dashboard import routes as dashboard
from cofounder.api.decisions import routes as decisions
from cofounder.api.gates import comparing, tripwires
from cofounder.api.gates import routes as gates
from cofounder.api.graph import routes as graph
from cofounder.api.journey import routes as journey
from cofounder.api.onboarding import routes as onboarding
from cofounder.api.plans import routes as plans
from cofounder.api.projects import routes as projects
from cofounder.api.provenance import routes as provenance
from cofounder.api.responses import PROBLEMS
from cofounder.api.runs import routes as runs
from cofounder.api.system import routes as system
from cofounder.api.timeline import routes as timeline
from cofounder.api.understanding import routes as understanding


def api_router() -> APIRouter:
    """Everything under `/api`."""
    problems: dict[int | str, dict[str, Any]] = {
        k: v for k, v in PROBLEMS.items() if k != 402
    }
    router = APIRouter(prefix="/api", responses=problems)
    for part in (
        system.router,
        accounts.router,
        projects.router,
        onboarding.router,
        understanding.router,
        gates.router,
        comparing.router,
        tripwires.router,
        decisions.router,
        plans.router,
        artifact_making.router,
        artifacts.router,
        assumptions.router,
        provenance.router,
        artifact_changing.router,
        exporting.router,
        dashboard.router,
        journey.router,
        graph.router,
        timeline.router,
        builds.router,
        builds.jobs,
        runs.router,
    ):
        router.include_router(part)
    return router
