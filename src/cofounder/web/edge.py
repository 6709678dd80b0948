"""What every page is given: the database, who looks, the request's id, the frame.

A visitor without a session is sent to `/login`; every form brings the CSRF token of
its session in the field `csrf_token`.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from cofounder import ids
from cofounder.accounts.credentials import COOKIE, Identity, identify
from cofounder.accounts.csrf import Sent, check_csrf
from cofounder.accounts.models import BrowserSession, User
from cofounder.builds.workspace import WorkspaceStore
from cofounder.db import Database
from cofounder.projects.errors import ProjectNotFound
from cofounder.runner import Runner
from cofounder.sandbox import Capabilities
from cofounder.settings import Settings

THEME_COOKIE = "cofounder-theme"
NOTICE_COOKIE = "cofounder-notice"
CSRF_FIELD = "csrf_token"
PAGE_WAIT_SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class Edge:
    """The parts of the application a page may use."""

    database: Database
    settings: Settings
    runner: Runner
    workspaces: WorkspaceStore
    capabilities: Capabilities
    correlation_id: str
    preview_port: int


def edge(request: Request) -> Edge:
    """The edge of this request."""
    state = request.app.state
    return Edge(
        database=state.database,
        settings=state.settings,
        runner=state.runner,
        workspaces=state.workspaces,
        capabilities=state.runtime.capabilities(),
        correlation_id=request.scope.get("state", {}).get("correlation_id")
        or str(ids.new_id()),
        preview_port=state.preview_port,
    )


EdgeDep = Annotated[Edge, Depends(edge)]


async def session(edge: EdgeDep) -> AsyncGenerator[AsyncSession]:
    """One transaction per request; it commits before the response leaves."""
    async with edge.database.transaction() as opened:
        yield opened


async def reading(edge: EdgeDep) -> AsyncGenerator[AsyncSession]:
    """A session for pages, which only read."""
    async with edge.database.reading() as opened:
        yield opened


Session = Annotated[AsyncSession, Depends(session, scope="function")]
Reading = Annotated[AsyncSession, Depends(reading, scope="function")]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at a page, in which browser session."""

    user: User
    browser: BrowserSession


async def visitor(request: Request, edge: EdgeDep) -> Visitor:
    """The logged-in founder; a form must bring the session's CSRF token.

    Raises:
        NotLoggedIn: the error page sends them to `/login`.
        CsrfFailed: the form may come from another site.
        StaleToken: the form comes from a page of an earlier session.
    """
    async with edge.database.reading() as opened:
        identity = await identify(
            opened, authorization=None, cookie=request.cookies.get(COOKIE)
        )
    check_csrf(await _sent(request), identity)
    return _visitor(identity)


def _visitor(identity: Identity) -> Visitor:
    assert identity.browser is not None
    return Visitor(identity.user, identity.browser)


async def _sent(request: Request) -> Sent:
    token = None
    if request.method == "POST":
        form = await request.form()
        token = form.get(CSRF_FIELD)
    return sent(request, token if isinstance(token, str) else None)


def sent(request: Request, token: str | None = None) -> Sent:
    """What the request says of where it comes from."""
    return Sent(
        method=request.method,
        own_origin=f"{request.url.scheme}://{request.headers.get('host', '')}",
        origin=request.headers.get("origin"),
        fetch_site=request.headers.get("sec-fetch-site"),
        token=token or request.headers.get("x-csrf-token"),
    )


VisitorDep = Annotated[Visitor, Depends(visitor)]


def project_id(pid: str) -> UUID:
    """The project id in a path; a malformed one looks like a missing project."""
    found = ids.parse_id(pid)
    if found is None:
        raise ProjectNotFound
    return found


ProjectId = Annotated[UUID, Depends(project_id)]


def see_other(path: str, *, notice: str | None = None) -> RedirectResponse:
    """303 to a page of ours, with one sentence about what changed for it to show."""
    response = RedirectResponse(path, status_code=303)
    if notice is not None:
        response.set_cookie(
            NOTICE_COOKIE,
            ids.pack_text(notice),
            max_age=60,
            httponly=True,
            samesite="lax",
            path="/",
        )
    return response


def is_swap(request: Request) -> bool:
    """Whether htmx asks for a part rather than for the page."""
    return request.headers.get("hx-request") == "true"


def own_path(target: str | None, default: str = "/") -> str:
    """A path on this site, whatever a form or a query says."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    parts = urlsplit(target)
    return default if parts.scheme or parts.netloc else target
