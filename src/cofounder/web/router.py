"""All pages, in the order paths are matched."""

from __future__ import annotations

from fastapi import APIRouter

from cofounder.web.screens.assumptions import routes as assumptions
from cofounder.web.screens.brief import routes as brief
from cofounder.web.screens.build import routes as build
from cofounder.web.screens.compare import routes as compare
from cofounder.web.screens.decisions import routes as decisions
from cofounder.web.screens.decisions import tripwires
from cofounder.web.screens.document import routes as document
from cofounder.web.screens.documents import routes as documents
from cofounder.web.screens.editing import routes as editing
from cofounder.web.screens.exports import routes as exports
from cofounder.web.screens.gallery import routes as gallery
from cofounder.web.screens.gate import comparing
from cofounder.web.screens.gate import routes as gate
from cofounder.web.screens.generating import routes as generating
from cofounder.web.screens.home import routes as home
from cofounder.web.screens.kept import routes as kept
from cofounder.web.screens.login import routes as login
from cofounder.web.screens.onboarding import routes as onboarding
from cofounder.web.screens.overview import routes as overview
from cofounder.web.screens.plan import routes as plan
from cofounder.web.screens.settings import routes as settings
from cofounder.web.screens.strategy import routes as strategy
from cofounder.web.screens.timeline import routes as timeline
from cofounder.web.screens.trio import routes as trio
from cofounder.web.screens.understanding import routes as understanding


def web_router() -> APIRouter:
    """Every page; pages are not part of the JSON contract."""
    router = APIRouter(include_in_schema=False)
    for part in (
        login.router,
        kept.router,
        onboarding.router,
        understanding.router,
        brief.router,
        home.router,
        overview.router,
        exports.router,
        generating.router,
        documents.router,
        assumptions.router,
        document.router,
        editing.router,
        compare.router,
        strategy.router,
        timeline.router,
        trio.router,
        gate.router,
        comparing.router,
        tripwires.router,
        decisions.router,
        plan.router,
        build.router,
        settings.router,
        gallery.router,
    ):
        router.include_router(part)
    return router
