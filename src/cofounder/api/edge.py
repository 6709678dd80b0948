"""What every endpoint is given: the database, the user, the request's id.

`Edge` also waits for runs: a model call behind a request is a run from its first
moment, and the request only waits for it (LLMC-02).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import ids
from cofounder.accounts.credentials import COOKIE, identify
from cofounder.accounts.csrf import Sent, check_csrf
from cofounder.accounts.models import User
from cofounder.db import Database
from cofounder.errors import NotFound
from cofounder.settings import Settings


@dataclass(frozen=True, slots=True)
class Edge:
    """The parts of the application an endpoint may use."""

    database: Database
    settings: Settings
    correlation_id: str
    preview_port: int


def edge(request: Request) -> Edge:
    """The edge of this request."""
    state = request.app.state
    return Edge(
        database=state.database,
        settings=state.settings,
        correlation_id=request.scope.get("state", {}).get("correlation_id")
        or str(ids.new_id()),
        preview_port=state.preview_port,
    )


EdgeDep = Annotated[Edge, Depends(edge)]


async def session(edge: EdgeDep) -> AsyncIterator[AsyncSession]:
    """One transaction per request; it commits before the response leaves."""
    async with edge.database.transaction() as opened:
        yield opened


async def reading(edge: EdgeDep) -> AsyncIterator[AsyncSession]:
    """A session for endpoints that only read."""
    async with edge.database.reading() as opened:
        yield opened


def sent(request: Request) -> Sent:
    """What the request says of where it comes from; the token is a header here."""
    return Sent(
        method=request.method,
        own_origin=f"{request.url.scheme}://{request.headers.get('host', '')}",
        origin=request.headers.get("origin"),
        fetch_site=request.headers.get("sec-fetch-site"),
        token=request.headers.get("x-csrf-token"),
    )


async def current_user(request: Request, edge: EdgeDep) -> User:
    """Who asks; with a cookie, writes need the CSRF token too."""
    async with edge.database.reading() as opened:
        identity = await identify(
            opened,
            authorization=request.headers.get("authorization"),
            cookie=request.cookies.get(COOKIE),
        )
    check_csrf(sent(request), identity)
    return identity.user


Session = Annotated[AsyncSession, Depends(session, scope="function")]
Reading = Annotated[AsyncSession, Depends(reading, scope="function")]
CurrentUser = Annotated[User, Depends(current_user)]


def path_id(text: str, missing: type[NotFound] | NotFound) -> UUID:
    """The id in a path; a malformed one looks like a missing object (APIX-02)."""
    found = ids.parse_id(text)
    if found is None:
        raise missing if isinstance(missing, NotFound) else missing()  # type: ignore[call-arg]
    return found
