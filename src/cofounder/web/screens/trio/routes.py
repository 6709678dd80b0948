"""Strategy, timeline and architecture as pages."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from cofounder.artifacts.contents import ArtifactType
from cofounder.web.opened import Opened, OpenProject
from cofounder.web.rendering import page
from cofounder.web.screens.trio.loading import TITLES, load

router = APIRouter()


async def _show(opened: OpenProject, kind: ArtifactType) -> Response:
    return page(await load(opened, kind), await opened.frame(TITLES[kind][0]))


@router.get("/projects/{pid}/strategy")
async def strategy(opened: Opened) -> Response:
    """The founder's phrases and the moves that stand on them."""
    return await _show(opened, ArtifactType.STRATEGY_GRAPH)


@router.get("/projects/{pid}/timeline")
async def timeline(opened: Opened) -> Response:
    """Milestones in relative weeks."""
    return await _show(opened, ArtifactType.MVP_TIMELINE)


@router.get("/projects/{pid}/architecture")
async def architecture(opened: Opened) -> Response:
    """The parts of the product and what they cost."""
    return await _show(opened, ArtifactType.APP_ARCHITECTURE)
