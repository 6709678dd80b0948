"""Logging in with a one-time link, and out again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from cofounder.accounts import service as accounts
from cofounder.accounts.credentials import COOKIE
from cofounder.accounts.csrf import check_origin
from cofounder.accounts.errors import LinkUsed
from cofounder.accounts.kept_forms import waiting_form
from cofounder.accounts.service import SESSION_LIFETIME
from cofounder.web.edge import EdgeDep, Session, VisitorDep, own_path, see_other, sent
from cofounder.web.frames import bare_frame
from cofounder.web.keeping import path_of
from cofounder.web.rendering import page
from cofounder.web.screens.login.pages import (
    LoginExpiredPage,
    LoginKeptPage,
    LoginPage,
)

router = APIRouter()
NO_LINK = "Open the link that cofounder printed when it started."


@router.get("/login")
async def show(request: Request, token: str = "", kept: bool = False) -> Response:
    """Ask for one click; opening a link alone does not use it up."""
    frame = bare_frame(request)
    if not token:
        missing = LoginKeptPage() if kept else LoginExpiredPage(reason=NO_LINK)
        return page(missing, frame, status_code=401)
    return page(LoginPage(token=token), frame)


@router.post("/login")
async def login(
    request: Request,
    edge: EdgeDep,
    token: Annotated[str, Form(max_length=200)],
    following: Annotated[str, Form(alias="next", max_length=500)] = "/",
) -> Response:
    """Use the link and open a session; a used one says where a new one comes from."""
    check_origin(sent(request))
    try:
        async with edge.database.transaction() as session:
            user = await accounts.use_login_link(session, token)
            _, secret = await accounts.open_browser_session(session, user)
            waiting = await waiting_form(session, user)
    except LinkUsed as error:
        expired = LoginExpiredPage(reason=error.message)
        return page(expired, bare_frame(request), status_code=401)
    # What they last tried to send is worth more than the page they came from.
    response = see_other(
        own_path(following) if waiting is None else path_of(waiting.id)
    )
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(SESSION_LIFETIME.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path="/",
    )
    return response


@router.post("/logout")
async def logout(session: Session, who: VisitorDep) -> Response:
    """End this browser's session."""
    row = await session.merge(who.browser)
    await accounts.end_browser_session(session, row)
    response = see_other("/login")
    response.delete_cookie(COOKIE, path="/")
    return response
