"""JSON as the standard means it: no doubled keys, no NaN, no bottomless nesting.

Python's own reader takes the last of two equal keys and numbers that JSON does not
have. Two readers of one text that see different things are how checks are passed
by, so such a body is refused before anybody reads it.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from cofounder.api.bodies import read_body
from cofounder.api.errors import problem

PREFIX = "/api/"
READERS = frozenset({"GET", "HEAD", "OPTIONS"})


class NotJson(ValueError):
    """The text is not JSON that every reader understands alike."""


class StrictJson:
    """Refuses ambiguous JSON and endless bodies under `/api`, in plain ASGI."""

    def __init__(self, app: ASGIApp, *, limit: int) -> None:
        self.app, self.limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_write(scope):
            await self.app(scope, receive, send)
            return
        body, again = await read_body(receive, self.limit)
        refusal = self._refusal(Request(scope), body)
        if refusal is None:
            await self.app(scope, again, send)
        else:
            await refusal(scope, receive, send)

    def _refusal(self, request: Request, body: bytes) -> Response | None:
        if len(body) > self.limit:
            words = f"The request is larger than {self.limit // 1024} KiB."
            return problem(request, 413, "body_too_large", words)
        wrong = complaint(body) if _has_json(request) else None
        if wrong is None:
            return None
        error = {"loc": ["body"], "msg": wrong, "type": "json_invalid"}
        return problem(
            request, 422, "validation_error", f"body: {wrong}.", errors=[error]
        )


def _is_write(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] not in READERS
        and scope["path"].startswith(PREFIX)
    )


def _has_json(request: Request) -> bool:
    return "json" in request.headers.get("content-type", "").lower()


def complaint(body: bytes) -> str | None:
    """What is wrong with a JSON text, or None; an empty body is left to the route."""
    if not body:
        return None
    try:
        json.loads(body, object_pairs_hook=_once, parse_constant=_no_constant)
    except NotJson as error:
        return str(error)
    except RecursionError:
        return "it is nested too deeply"
    except (ValueError, UnicodeError):
        return "it is not valid JSON"
    return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise NotJson("a key occurs twice")
    return made


def _no_constant(word: str) -> NoReturn:
    raise NotJson(f"{word} is not a number in JSON")
