"""`Idempotency-Key`: the same request twice has the effect and answer of one.

Plain ASGI around the POSTs under `/api` (APIX-10). The key belongs to the credential
that sent it. Its row is written before the request is carried out, so a second copy
that comes meanwhile waits for the first one's answer instead of doing the work too.

Kept for 24 hours: status, body and content type. Not kept: failures of ours (500 and
above), answers that only say "not logged in", secrets, and streams.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from dataclasses import dataclass, field
from datetime import timedelta

from starlette.datastructures import State
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cofounder import clock
from cofounder.accounts.credentials import COOKIE, identify
from cofounder.accounts.errors import NotLoggedIn
from cofounder.api.bodies import read_body
from cofounder.api.errors import problem
from cofounder.db import Database
from cofounder.runs import idempotency_repository as kept
from cofounder.runs.models import IdempotentAnswer

PREFIX = "/api/"
# Answers of identity endpoints hold secrets that are stored nowhere.
SECRETS = "/api/auth/"
HEADER = "idempotency-key"
# The key is in the browser's hands: it may be any token, but never endless.
KEY = re.compile(r"[\x21-\x7e]{1,200}")
LIFETIME = timedelta(hours=24)
KEPT_HEADERS = (b"content-type", b"location", b"cache-control")
LOOK_SECONDS = 0.1
MOST_BYTES = 1024 * 1024


class Idempotency:
    """Answers a repeated POST with the first one's answer."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        state: State,
        limit: int,
        patience_seconds: float = 10.0,
    ) -> None:
        self.app, self.state, self.limit = app, state, limit
        self.patience_seconds = patience_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _may_repeat(scope):
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        key = request.headers.get(HEADER)
        who = request.headers.get("authorization") or request.cookies.get(COOKIE)
        if key is None or who is None:
            await self.app(scope, receive, send)
        elif not KEY.fullmatch(key):
            refusal = _refused(request, "use 1 to 200 visible ASCII characters")
            await refusal(scope, receive, send)
        else:
            await self._once(request, _principal(who, key), send)

    async def _once(self, request: Request, principal: str, send: Send) -> None:
        body, again = await read_body(request.receive, self.limit)
        database: Database = self.state.database
        if len(body) > self.limit or not await _is_logged_in(request, database):
            await self.app(request.scope, again, send)
            return
        asked = _fingerprint(request, body)
        first = await self._claim(database, principal, asked)
        if first is None:
            await self._carry_out(request, again, send, database, principal)
        else:
            await _repeated(request, first, asked)(request.scope, again, send)

    async def _claim(
        self, database: Database, principal: str, asked: str
    ) -> IdempotentAnswer | None:
        """None when this request is the first; else the first one's row, answered
        if that came within our patience.
        """
        deadline = time.monotonic() + self.patience_seconds
        # A process that died cannot answer: after the longest wait of a living one
        # its keys are free again.
        alive = timedelta(seconds=self.state.settings.inline_wait + 30)
        while True:
            moment = clock.now()
            async with database.transaction() as session:
                found = await kept.claim(
                    session,
                    principal,
                    asked,
                    since=moment - LIFETIME,
                    alive_since=moment - alive,
                )
            if found is None or found.request_sha256 != asked:
                return found
            found = await _answered(database, principal, deadline)
            if found is not None:
                return found

    async def _carry_out(
        self,
        request: Request,
        receive: Receive,
        send: Send,
        database: Database,
        principal: str,
    ) -> None:
        """Let the request through and keep its answer; forget the key otherwise."""
        heard = _Heard(send)
        try:
            await self.app(request.scope, receive, heard)
        finally:
            # Shielded: a client that leaves must not leave its key taken.
            await asyncio.shield(_keep(database, principal, heard))


async def _answered(
    database: Database, principal: str, deadline: float
) -> IdempotentAnswer | None:
    """The row once it has its answer or time is up; None when it was given back."""
    while True:
        async with database.reading() as session:
            found = await kept.find(session, principal)
        if found is None or found.status is not None or time.monotonic() >= deadline:
            return found
        await asyncio.sleep(LOOK_SECONDS)


async def _is_logged_in(request: Request, database: Database) -> bool:
    """Whether the credential counts (still): what was kept is for nobody else."""
    try:
        async with database.reading() as session:
            await identify(
                session,
                authorization=request.headers.get("authorization"),
                cookie=request.cookies.get(COOKIE),
            )
    except NotLoggedIn:
        return False
    return True


async def _keep(database: Database, principal: str, heard: _Heard) -> None:
    async with database.transaction() as session:
        if heard.is_worth_keeping:
            await kept.keep(session, principal, heard.status, heard.headers, heard.text)
        else:
            await kept.forget(session, principal)


@dataclass
class _Heard:
    """Passes an answer on while it listens."""

    send: Send
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict[str, str])
    parts: list[bytes] = field(default_factory=list[bytes])
    size: int = 0
    is_whole: bool = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {
                name.decode("latin-1"): value.decode("latin-1")
                for name, value in message.get("headers", [])
                if name.lower() in KEPT_HEADERS
            }
        elif message["type"] == "http.response.body":
            self.size += len(message.get("body", b""))
            if self.size <= MOST_BYTES:
                self.parts.append(message.get("body", b""))
            self.is_whole = not message.get("more_body", False)
        await self.send(message)

    @property
    def text(self) -> str:
        """The body; only JSON is kept, so it is text."""
        return b"".join(self.parts).decode()

    @property
    def is_worth_keeping(self) -> bool:
        """Whether a repetition should get this very answer."""
        is_json = "json" in self.headers.get("content-type", "")
        is_final = 200 <= self.status < 500 and self.status != 401
        return self.is_whole and is_json and is_final and self.size <= MOST_BYTES


def _may_repeat(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] == "POST"
        and scope["path"].startswith(PREFIX)
        and not scope["path"].startswith(SECRETS)
    )


def _principal(who: str, key: str) -> str:
    return hashlib.sha256(f"{who}\n{key}".encode()).hexdigest()


def _fingerprint(request: Request, body: bytes) -> str:
    target = f"{request.method} {request.url.path}?{request.url.query}\n"
    return hashlib.sha256(target.encode() + body).hexdigest()


def _repeated(request: Request, first: IdempotentAnswer, asked: str) -> Response:
    if first.request_sha256 != asked:
        return _refused(request, "this key was used for another request")
    if first.status is None:
        return problem(
            request,
            409,
            "run_active",
            "The first request with this Idempotency-Key is still being answered.",
            headers={"Retry-After": "1"},
        )
    return Response(
        (first.body or "").encode(), status_code=first.status, headers=first.headers
    )


def _refused(request: Request, why: str) -> Response:
    return problem(
        request,
        422,
        "validation_error",
        f"Idempotency-Key: {why}.",
        errors=[{"loc": ["header", HEADER], "msg": why, "type": "value_error"}],
    )
