"""Answers to status polls, remembered for a moment.

A waiting page asks for the same status every second, and most of the time nothing
has happened. The very same question, with the very same credentials, gets the bytes
of the last answer as long as this process committed nothing since and the answer is
less than a second old. So who may read what is decided where it always is, a write
of ours shows at once, and what another process changed (a token revoked from the
command line) shows within that second.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cofounder.db import Database

POLLS = re.compile(
    r"/api/(?:generation/[^/]+/status|runs/[^/]+"
    r"|artifacts/project/[^/]+/generation-status)"
)
FRESH_SECONDS = 1.0
MOST_REMEMBERED = 1000

Key = tuple[str, bytes, bytes]
RawHeaders = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Remembered:
    """A whole answer, and how long it holds."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    commits: int
    until: float


class RememberedPolls:
    """Answers polls from memory while nothing has changed; passes the rest on.

    It stands before the whole app: a remembered answer costs no routing. `database`
    gives the one that counts our commits, which is there once the app has started.
    """

    def __init__(
        self,
        app: ASGIApp,
        database: Callable[[], Database],
        *,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self.app, self.database, self.timer = app, database, timer
        self._answers: dict[Key, Remembered] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = _key_of(scope)
        if key is None:
            await self.app(scope, receive, send)
            return
        database = self.database()
        known = self._answers.get(key)
        if (
            known is not None
            and known.commits == database.commits
            and self.timer() < known.until
        ):
            await _answer(known, send)
            return
        # Counted before the rows are read: a commit meanwhile makes this one old.
        hearing = _Hearing(send, database.commits, self.timer() + FRESH_SECONDS)
        await self.app(scope, receive, hearing)
        heard = hearing.remembered()
        if heard is not None:
            if len(self._answers) >= MOST_REMEMBERED:
                self._answers.clear()
            self._answers[key] = heard


class _Hearing:
    """Sends an answer on and keeps it, if it is a whole and plain one."""

    def __init__(self, send: Send, commits: int, until: float) -> None:
        self.send, self.commits, self.until = send, commits, until
        self.headers: RawHeaders | None = None
        self.body: bytes | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if message["status"] == 200:
                # A copy: outer layers add headers of each single answer to theirs.
                self.headers = list(message["headers"])
        elif not message.get("more_body") and self.body is None:
            self.body = message.get("body", b"")
        else:
            self.headers = None
        await self.send(message)

    def remembered(self) -> Remembered | None:
        """The answer, unless it failed, came in pieces or sets a cookie."""
        if self.headers is None or self.body is None:
            return None
        if any(name == b"set-cookie" for name, _ in self.headers):
            return None
        return Remembered(tuple(self.headers), self.body, self.commits, self.until)


async def _answer(known: Remembered, send: Send) -> None:
    headers = list(known.headers)
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": known.body})


def _key_of(scope: Scope) -> Key | None:
    """What makes two polls the same: the path and the credentials, byte for byte."""
    if scope["type"] != "http" or scope["method"] != "GET" or scope["query_string"]:
        return None
    path: str = scope["path"]
    if not POLLS.fullmatch(path):
        return None
    authorization = cookie = b""
    for name, value in scope["headers"]:
        if name == b"authorization":
            authorization += b"\n" + value
        elif name == b"cookie":
            cookie += b"\n" + value
    return path, authorization, cookie
