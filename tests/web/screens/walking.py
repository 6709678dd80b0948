"""A founder with a browser that runs no scripts: plain pages, plain forms."""

from __future__ import annotations

import asyncio
import html
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx2
import pytest

from cofounder.accounts.credentials import COOKIE
from cofounder.accounts.tiers import Tier
from tests.factories.ideas import BAKERY
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Founder, Stop

SWAP = {"HX-Request": "true"}


@dataclass
class Pages:
    """The pages of one founder. Forms bring the token as a field, as browsers do."""

    founder: Founder
    client: httpx2.AsyncClient

    @property
    def home(self) -> str:
        return f"/projects/{self.founder.project_id}"

    @property
    def token(self) -> str:
        return self.founder.client.headers["X-CSRF-Token"]

    async def get(
        self, tail: str = "", *, status: int = 200, swap: bool = False
    ) -> str:
        """The HTML of a page, unescaped, so that tests read it as people do."""
        answer = await self.client.get(self.home + tail, headers=SWAP if swap else {})
        assert answer.status_code == status, (tail, answer.status_code, answer.text)
        return html.unescape(answer.text)

    async def leads_to(self, tail: str) -> str:
        """Where a page sends the browser."""
        answer = await self.client.get(self.home + tail)
        assert answer.status_code == 303, (tail, answer.status_code)
        return answer.headers["location"]

    async def send(
        self, tail: str, status: int = 303, **fields: str
    ) -> httpx2.Response:
        """Submit a form with the session's token."""
        data = {"csrf_token": self.token, **fields}
        answer = await self.client.post(self.home + tail, data=data)
        assert answer.status_code == status, (tail, answer.status_code, answer.text)
        return answer

    async def decide(
        self, decision: str, status: int = 303, **fields: str
    ) -> httpx2.Response:
        """Submit the ceremony as it is shown now."""
        shown = await self.get("/gate")
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown))
        hidden.pop("csrf_token", None)
        return await self.send(
            "/gate", status, **{**hidden, "decision": decision, **fields}
        )

    async def until(self, tail: str, shows: str, *, patience: float = 20.0) -> str:
        """The page once it shows something; loads it again like a meta refresh."""
        deadline = time.monotonic() + patience
        while True:
            text = await self.get(tail)
            if shows in text:
                return text
            assert time.monotonic() < deadline, f"{tail} never showed {shows}"
            await asyncio.sleep(0.05)


WalkPages = Callable[..., Awaitable[Pages]]


def cookie_only(app: RunningApp, founder: Founder) -> httpx2.AsyncClient:
    """The founder's browser without any header that scripts would add."""
    secret = founder.client.cookies[COOKIE]
    return app.open(cookies={COOKIE: secret})


@pytest.fixture
def walk_pages(app: RunningApp) -> WalkPages:
    """`await walk_pages("trio")`: a new founder who got that far, with their pages."""

    async def walk(
        stop: Stop, *, tier: Tier | str = Tier.CTO_SCALE, idea: str = BAKERY
    ) -> Pages:
        founder = Founder(app, await app.browser(tier), idea=idea)
        await founder.walk_to(stop)
        return Pages(founder, cookie_only(app, founder))

    return walk
