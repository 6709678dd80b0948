"""Errors as pages: what happened, what is kept, what to do next."""

from __future__ import annotations

from urllib.parse import quote

import structlog
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from cofounder import ids
from cofounder.accounts.csrf import StaleToken
from cofounder.accounts.errors import NotLoggedIn
from cofounder.errors import (
    CofounderError,
    Conflict,
    Forbidden,
    Invalid,
    LimitReached,
    NotFound,
    Unavailable,
)
from cofounder.projects.errors import ProjectLimitReached
from cofounder.web.edge import see_other
from cofounder.web.frames import bare_frame
from cofounder.web.keeping import keep_what_was_sent, kept_elsewhere
from cofounder.web.rendering import page
from cofounder.web.screens.errors.pages import (
    ErrorPage,
    broken,
    conflict,
    forbidden,
    invalid,
    not_found,
    unavailable,
)

NO_ROOM = "Your plan has no room for another active project. Park or delete one first."
log = structlog.get_logger()

STATUS: tuple[tuple[type[CofounderError], int], ...] = (
    (NotFound, 404),
    (Conflict, 409),
    (Invalid, 422),
    (Forbidden, 403),
    (LimitReached, 403),
    (Unavailable, 503),
)


async def show_error(request: Request, error: Exception) -> Response:
    """The page for an error; who is not logged in is sent to log in."""
    if isinstance(error, (NotLoggedIn, StaleToken)):
        kept = await keep_what_was_sent(request)
        if kept is not None:
            return kept_elsewhere(kept, logged_in=isinstance(error, StaleToken))
    if isinstance(error, NotLoggedIn):
        following = quote(request.url.path if request.method == "GET" else "/")
        return RedirectResponse(f"/login?next={following}", status_code=303)
    if isinstance(error, ProjectLimitReached):
        return see_other("/", notice=NO_ROOM)
    shown, status = _page_of(request, error)
    return page(shown, bare_frame(request), status_code=status)


def _page_of(request: Request, error: Exception) -> tuple[ErrorPage, int]:
    if isinstance(error, CofounderError):
        status = next((code for kind, code in STATUS if isinstance(error, kind)), 500)
        return _known(error, status, _back(request)), status
    if isinstance(error, RequestValidationError):
        return invalid(_sentence(error), href=_back(request)), 422
    if isinstance(error, HTTPException) and error.status_code in (404, 405):
        return not_found(), error.status_code
    debug_id = str(ids.new_id())
    log.error("page_crashed", debug_id=debug_id, path=request.url.path, exc_info=error)
    return broken(debug_id), 500


def _known(error: CofounderError, status: int, back: str) -> ErrorPage:
    if status == 404:
        return not_found()
    if status == 403:
        return forbidden(error.message)
    if status == 422:
        return invalid(error.message, href=back)
    if status == 503:
        return unavailable(error.message, href=back)
    return conflict(error.message, label="Go back", href=back)


def _sentence(error: RequestValidationError) -> str:
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"] if part != "body")
    return f"{field}: {first['msg']}."


def _back(request: Request) -> str:
    """The page the form was on: the path without its last action."""
    parts = request.url.path.rstrip("/").split("/")
    if parts[1:2] == ["projects"] and len(parts) > 3:
        return "/".join(parts[:4])
    return "/".join(parts[:3]) if parts[1:2] == ["new"] else "/"
