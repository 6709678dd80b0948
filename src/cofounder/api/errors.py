"""Errors as `application/problem+json` (RFC 9457, APIX-03).

Kinds map to a status; a leaf is listed where the contract asks for its own. Nothing
leaks: an unknown error says "Internal server error" and an id for the log.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from cofounder import ids
from cofounder.accounts.errors import NotLoggedIn
from cofounder.artifacts.errors import MatchFailed, WrongValue
from cofounder.builds.errors import JobNotReady
from cofounder.decisions.errors import UnknownTemplate
from cofounder.errors import (
    CofounderError,
    Conflict,
    Forbidden,
    Invalid,
    LimitReached,
    NotFound,
    Unavailable,
)
from cofounder.gates.errors import WrongChoice
from cofounder.interviews.errors import WrongFieldValue
from cofounder.plans.errors import FeedbackMissing
from cofounder.runs.errors import DailyTokensUsed, KeyRejected, ModelFailed, SystemBusy

log = structlog.get_logger()

# A refusal is true for this moment only, on progress reads above all (APIX-07).
NO_STORE = {
    "Cache-Control": "no-store, no-cache, must-revalidate",
    "Pragma": "no-cache",
    "Expires": "0",
}

LEAVES: tuple[tuple[type[CofounderError], int], ...] = (
    (NotLoggedIn, 401),
    (FeedbackMissing, 422),
    (UnknownTemplate, 422),
    (WrongChoice, 422),
    (WrongValue, 422),
    (MatchFailed, 412),
    (WrongFieldValue, 422),
    (JobNotReady, 422),
    (DailyTokensUsed, 403),
    (SystemBusy, 503),
    (ModelFailed, 500),
    (KeyRejected, 500),
    (NotFound, 404),
    (Conflict, 409),
    (Invalid, 400),
    (Forbidden, 403),
    (LimitReached, 403),
    (Unavailable, 503),
)
WITH_MESSAGE = frozenset({"project_limit_reached", "deep_research_locked"})
HTTP_CODES = {
    401: "token_missing",
    404: "not_found",
    405: "invalid_argument",
    413: "body_too_large",
    415: "type_unsupported",
    421: "wrong_host",
    422: "validation_error",
}


def status_of(error: CofounderError) -> int:
    """The HTTP status an error costs."""
    return next((status for kind, status in LEAVES if isinstance(error, kind)), 500)


def problem(
    request: Request,
    status: int,
    code: str,
    detail: str,
    *,
    debug_id: str | None = None,
    headers: dict[str, str] | None = None,
    **members: Any,
) -> JSONResponse:
    """A problem document; its `debug_id` is in the log beside path and method."""
    debug_id = debug_id or str(ids.new_id())
    log.info(
        "request_refused",
        debug_id=debug_id,
        status=status,
        code=code,
        method=request.method,
        path=request.url.path,
        correlation_id=request.scope.get("state", {}).get("correlation_id"),
    )
    if code in WITH_MESSAGE:
        members.setdefault("message", detail)
    return JSONResponse(
        {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": detail,
            "instance": request.url.path,
            "code": code,
            "debug_id": debug_id,
            **members,
        },
        status_code=status,
        media_type="application/problem+json",
        headers={**NO_STORE, **(headers or {})},
    )


async def answer_error(request: Request, error: Exception) -> JSONResponse:
    """Every error of the API as a problem document."""
    if isinstance(error, CofounderError):
        return await _known(request, error)
    if isinstance(error, RequestValidationError):
        return await _invalid(request, error)
    if isinstance(error, HTTPException):
        return await _http(request, error)
    return await _unknown(request, error)


async def _known(request: Request, error: CofounderError) -> JSONResponse:
    status = status_of(error)
    headers: dict[str, str] = {}
    if isinstance(error, SystemBusy):
        headers["Retry-After"] = str(error.retry_after_seconds)
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    members = {k: v for k, v in error.extra.items() if k != "debug_id"}
    return problem(
        request,
        status,
        error.code,
        error.message,
        debug_id=error.extra.get("debug_id"),
        headers=headers,
        **members,
    )


async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    errors = [
        {"loc": list(e["loc"]), "msg": e["msg"], "type": e["type"]}
        for e in error.errors()
    ]
    return problem(
        request,
        422,
        "validation_error",
        _sentence(errors),
        errors=json.loads(json.dumps(errors, default=str)),
    )


def _sentence(errors: list[dict[str, Any]]) -> str:
    first = errors[0] if errors else {"loc": ["body"], "msg": "is not valid"}
    field = ".".join(str(part) for part in first["loc"] if part != "body") or "body"
    more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{field}: {first['msg']}.{more}"


async def _http(request: Request, error: HTTPException) -> JSONResponse:
    code = HTTP_CODES.get(error.status_code, "invalid_argument")
    return problem(
        request,
        error.status_code,
        code,
        str(error.detail),
        headers=dict(error.headers or {}),
    )


async def _unknown(request: Request, error: Exception) -> JSONResponse:
    debug_id = str(ids.new_id())
    log.error(
        "request_crashed", debug_id=debug_id, path=request.url.path, exc_info=error
    )
    return problem(
        request, 500, "internal_error", "Internal server error", debug_id=debug_id
    )
