"""All JSON endpoints, in the order paths are matched (APIX-08)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from cofounder.api.accounts import routes as accounts
from cofounder.api.artifacts import routes as artifacts
from cofounder.api.builds import routes as builds
from cofounder.api.decisions import routes as decisions
from cofounder.api.gates import comparing, tripwires
from cofounder.api.gates import routes as gates
from cofounder.api.onboarding import routes as onboarding
from cofounder.api.plans import routes as plans
from cofounder.api.projects import routes as projects
from cofounder.api.responses import PROBLEMS
from cofounder.api.runs import routes as runs
from cofounder.api.system import routes as system
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
        artifacts.router,
        builds.router,
        builds.jobs,
        runs.router,
    ):
        router.include_router(part)
    return router
