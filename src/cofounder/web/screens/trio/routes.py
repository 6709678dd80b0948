"""The architecture page."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from cofounder.web.opened import Opened
from cofounder.web.rendering import page
from cofounder.web.screens.trio.loading import load_architecture

router = APIRouter()


@router.get("/projects/{pid}/architecture")
async def architecture(opened: Opened) -> Response:
    """The parts of the product and what they cost."""
    return page(await load_architecture(opened), await opened.frame("Architecture"))
