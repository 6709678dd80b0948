"""Status polls answered from memory: never stale by our own writes, never shared."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest

from cofounder.app.polls import FRESH_SECONDS, RememberedPolls
from cofounder.db import Database

pytestmark = pytest.mark.anyio

POLL = "/api/runs/1"
MINE: list[tuple[bytes, bytes]] = [(b"authorization", b"Bearer mine")]


class Polled:
    """An app that answers with how often it was asked, and polls of it."""

    def __init__(self) -> None:
        self.asked, self.status, self.now = 0, 200, 0.0
        self.extra: list[tuple[bytes, bytes]] = []
        self.database = SimpleNamespace(commits=0)
        self.polls = RememberedPolls(
            self.app, lambda: cast(Database, self.database), timer=lambda: self.now
        )

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked += 1
        headers = [(b"content-type", b"text/plain"), *self.extra]
        start = {"type": "http.response.start", "status": self.status}
        await send({**start, "headers": headers})
        await send({"type": "http.response.body", "body": b"%d" % self.asked})

    async def get(
        self,
        path: str = POLL,
        headers: Sequence[tuple[bytes, bytes]] = MINE,
        method: str = "GET",
        query: bytes = b"",
    ) -> bytes:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"].append((b"x-outer", b"1"))
            sent.append(message)

        scope = {"type": "http", "method": method, "path": path}
        scope |= {"query_string": query, "headers": list(headers)}
        await self.polls(scope, cast(Any, None), send)
        assert sent[0]["headers"].count((b"x-outer", b"1")) == 1
        return sent[1]["body"]


@pytest.fixture
def polled() -> Polled:
    return Polled()


async def test_a_repeated_poll_is_answered_from_memory(polled: Polled) -> None:
    assert [await polled.get() for _ in range(3)] == [b"1", b"1", b"1"]


async def test_a_commit_of_ours_is_seen_by_the_next_poll(polled: Polled) -> None:
    await polled.get()
    polled.database.commits += 1
    assert await polled.get() == b"2"


async def test_what_another_process_changed_is_seen_within_a_second(
    polled: Polled,
) -> None:
    """A token that the command line revoked, for example."""
    await polled.get()
    polled.now += FRESH_SECONDS
    assert await polled.get() == b"2"


async def test_an_answer_belongs_to_one_path_and_one_credential(polled: Polled) -> None:
    """AUTH-05: another's credentials are always asked for by the app itself."""
    others: list[list[tuple[bytes, bytes]]] = [
        [(b"authorization", b"Bearer other")],
        [(b"cookie", b"Bearer mine")],
        [(b"authorization", b"Bearer"), (b"authorization", b"mine")],
        [],
    ]
    answers = [await polled.get()]
    answers += [await polled.get(headers=headers) for headers in others]
    answers.append(await polled.get("/api/runs/2"))
    assert len(set(answers)) == len(answers)


@pytest.mark.parametrize(
    "request_",
    [
        {"path": "/api/projects"},
        {"path": "/api/runs/1/events"},
        {"path": "/api/runs/1/cancel", "method": "POST"},
        {"method": "HEAD"},
        {"query": b"after=3"},
    ],
)
async def test_only_plain_polls_are_remembered(
    polled: Polled, request_: dict[str, Any]
) -> None:
    assert await polled.get(**request_) != await polled.get(**request_)


async def test_refusals_and_cookies_are_not_remembered(polled: Polled) -> None:
    polled.status = 404
    assert await polled.get() != await polled.get()
    polled.status, polled.extra = 200, [(b"set-cookie", b"a=b")]
    assert await polled.get() != await polled.get()


async def test_a_commit_while_the_answer_is_made_makes_it_old(polled: Polled) -> None:
    inner = polled.app

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        polled.database.commits += 1
        await inner(scope, receive, send)

    polled.polls.app = slow
    assert await polled.get() != await polled.get()
