"""What every request passes: an id, security headers, a guard against odd JSON.

Plain ASGI, so that streams stream and nothing is buffered; on raw headers, because it
is a good part of what a remembered answer costs.
"""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cofounder import ids

SAFE_ID = re.compile(rb"[A-Za-z0-9._:-]{1,128}")


class RequestId:
    """Takes a safe `X-Request-ID` or makes one, and sends it back (APIX-05)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["correlation_id"] = request_id
        header = (b"x-request-id", request_id.encode())

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                others = (each for each in message["headers"] if each[0] != header[0])
                message["headers"] = [*others, header]
            await send(message)

        await self.app(scope, receive, answer)


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and SAFE_ID.fullmatch(value):
            return value.decode()
    return str(ids.new_id())


class SecurityHeaders:
    """Sets the headers of `security.md` 6.4 on every answer of the main app."""

    def __init__(self, app: ASGIApp, *, frame_src: str, https: bool) -> None:
        self.app = app
        policy = {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "connect-src": "'self'",
            "img-src": "'self' data:",
            "font-src": "'self'",
            "form-action": "'self'",
            "frame-src": frame_src,
            "base-uri": "'none'",
            "object-src": "'none'",
            "frame-ancestors": "'none'",
        }
        headers = {
            "content-security-policy": "; ".join(f"{k} {v}" for k, v in policy.items()),
            "cross-origin-opener-policy": "same-origin",
            "x-content-type-options": "nosniff",
            "referrer-policy": "same-origin",
        }
        if https:
            headers["strict-transport-security"] = "max-age=31536000"
        self.headers = [(k.encode(), v.encode()) for k, v in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                ours = (each for each in self.headers if each[0] not in given)
                message["headers"] = [*message["headers"], *ours]
            await send(message)

        await self.app(scope, receive, answer)


def frame_source(domain: str, port: int) -> str:
    """Where previews may be framed from: their own origins and nothing else."""
    return (
        f"http://*.localhost:{port}" if domain == "localhost" else f"https://*.{domain}"
    )
