"""The living gallery."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from cofounder.web.edge import EdgeDep, Reading, VisitorDep
from cofounder.web.frame import Crumb
from cofounder.web.frames import home_frame
from cofounder.web.rendering import page
from cofounder.web.screens.gallery.pages import GalleryPage

router = APIRouter()
CRUMBS = (Crumb(label="Projects", href="/"), Crumb(label="Components"))


@router.get("/-/components")
async def show(
    request: Request, session: Reading, edge: EdgeDep, who: VisitorDep
) -> Response:
    """Every component in its states."""
    frame = await home_frame(request, session, edge, who, crumbs=CRUMBS)
    return page(GalleryPage(), frame)
