"""Settings, and the theme, which this browser keeps."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from cofounder.accounts.csrf import check_origin
from cofounder.web.edge import (
    THEME_COOKIE,
    EdgeDep,
    Reading,
    VisitorDep,
    own_path,
    see_other,
    sent,
)
from cofounder.web.frame import Crumb
from cofounder.web.frames import home_frame
from cofounder.web.rendering import page
from cofounder.web.screens.settings.loading import load

router = APIRouter()
CRUMBS = (Crumb(label="Projects", href="/"), Crumb(label="Settings"))
YEAR = 365 * 24 * 3600
THEMES = ("light", "dark")


@router.get("/settings")
async def show(
    request: Request, session: Reading, edge: EdgeDep, who: VisitorDep
) -> Response:
    """What this installation is set to."""
    frame = await home_frame(request, session, edge, who, crumbs=CRUMBS)
    return page(load(edge), frame)


@router.post("/settings/theme")
async def choose_theme(
    request: Request,
    theme: Annotated[str, Form(max_length=20)] = "system",
    return_to: Annotated[str, Form(max_length=500)] = "/settings",
) -> Response:
    """Keep a theme in this browser; it needs no session, for the page of login has it.

    Anything but light and dark is the system's own.
    """
    check_origin(sent(request))
    response = see_other(own_path(return_to, "/settings"))
    if theme not in THEMES:
        response.delete_cookie(THEME_COOKIE, path="/")
        return response
    response.set_cookie(
        THEME_COOKIE, theme, max_age=YEAR, httponly=True, samesite="lax", path="/"
    )
    return response
