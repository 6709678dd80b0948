"""Which edge answers an error: the one whose path was asked for."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from cofounder.api.errors import answer_error
from cofounder.errors import CofounderError
from cofounder.web.errors import show_error


def add_error_handlers(app: FastAPI) -> None:
    """Answer errors under `/api` as JSON problems, all others as pages."""
    for kind in (CofounderError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _by_path)


async def _by_path(request: Request, error: Exception) -> Response:
    if request.url.path.startswith("/api/"):
        return await answer_error(request, error)
    return await show_error(request, error)
