"""Carrying one HTTP request to an app and its answer back, as a stream."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import h11

from cofounder.web.preview_proxy import pages
from cofounder.web.preview_proxy.headers import Headers, first, to_app, to_browser
from cofounder.web.preview_proxy.pages import Page, send_page
from cofounder.web.preview_proxy.upstream import (
    MAX_HEADER_BYTES,
    MAX_HEADERS,
    AnswerRefused,
    AppAbsent,
    AppGone,
    Exchange,
    Head,
    Upstreams,
)
from cofounder.web.preview_proxy.visits import ProxyPolicy, Receive, Send, Visit

REPEATABLE = {"GET", "HEAD", "OPTIONS"}
WITHOUT_LENGTH = {204, 304}


class Outcome(Enum):
    """What became of a request."""

    DONE = "the browser has an answer, or has left"
    GONE = "the app hung up; the browser has nothing yet"
    ABSENT = "the app never had the request; it may be asked again"


class Refused(Exception):
    """We do not pass this request on; the page says why."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.title)
        self.page = page


@dataclass(slots=True)
class Forwarding:
    """One request on its way. `own_headers` go with the answer (a new pass)."""

    visit: Visit
    policy: ProxyPolicy
    upstreams: Upstreams
    receive: Receive
    send: Send
    own_headers: Headers = field(default_factory=Headers)
    too_large: bool = False
    started: bool = False
    is_repeatable: bool = False

    async def carry(self, path: Path) -> None:
        """Ask the app behind `path` and pass its answer on.

        Raises:
            AppGone: it did not answer; nothing was sent to the browser.
            AppAbsent: it does not even listen.
            AnswerRefused: its answer is not passed on; nothing was sent either.
            Refused: the request is not passed on.
        """
        request, has_body = self._request()
        self.is_repeatable = self.visit.scope["method"] in REPEATABLE and not has_body
        exchange = await self.upstreams.exchange(path, fresh=not self.is_repeatable)
        try:
            await self._carry_on(path, exchange, request, has_body)
        except AppGone:
            # A kept connection may have been closed at the other end meanwhile.
            if exchange.fresh or exchange.heard or self.started:
                raise
            try:
                exchange = await self.upstreams.exchange(path, fresh=True)
                await self._carry_on(path, exchange, request, has_body)
            except AppAbsent as error:
                # The first attempt may have been what ended it: not once more.
                raise AppGone from error

    async def _carry_on(
        self, path: Path, exchange: Exchange, request: h11.Request, has_body: bool
    ) -> None:
        uplink: asyncio.Task[None] | None = None
        try:
            await exchange.ask(request, has_body=has_body)
            uplink = asyncio.create_task(self._uplink(exchange, has_body=has_body))
            head = await exchange.head()
            await self._downlink(exchange, head)
        except (AppGone, AnswerRefused) as error:
            if self.too_large and not self.started:
                raise Refused(pages.TOO_LARGE) from error
            raise
        finally:
            if uplink is not None:
                uplink.cancel()
            self.upstreams.done(path, exchange)

    async def _uplink(self, exchange: Exchange, *, has_body: bool) -> None:
        """Carry the body up, then watch for the browser to leave."""
        total = 0
        more = has_body
        with suppress(AppGone, AnswerRefused, TimeoutError, h11.LocalProtocolError):
            while more:
                async with asyncio.timeout(self.policy.idle_seconds):
                    message = await self.receive()
                if message["type"] == "http.disconnect":
                    break
                body: bytes = message.get("body", b"")
                total += len(body)
                if total > self.policy.up_bytes:
                    self.too_large = True
                    break
                more = message.get("more_body", False)
                await exchange.upload(body, more=more)
            else:
                while (await self.receive())["type"] != "http.disconnect":
                    pass
        exchange.wire.close()

    async def _downlink(self, exchange: Exchange, head: Head) -> None:
        headers = self._answer_headers(head)
        self.started = True
        await self.send(
            {"type": "http.response.start", "status": head.status, "headers": headers}
        )
        async for piece, last in exchange.body():
            async with asyncio.timeout(self.policy.idle_seconds):
                await self.send(
                    {"type": "http.response.body", "body": piece, "more_body": not last}
                )

    def _answer_headers(self, head: Head) -> Headers:
        headers = to_browser(
            head.headers,
            host=self.visit.host,
            frame_ancestors=self.policy.frame_ancestors,
        )
        if head.status in WITHOUT_LENGTH:
            headers = [h for h in headers if h[0] != b"content-length"]
        return headers + self.own_headers

    def _request(self) -> tuple[h11.Request, bool]:
        given = self.visit.headers
        _check_size(given)
        headers = to_app(given, host=self.visit.host, scheme=self.policy.scheme)
        length, coding = (
            first(given, b"content-length"),
            first(given, b"transfer-encoding"),
        )
        if length is not None and coding is not None:
            raise Refused(pages.BAD_REQUEST)
        if coding is not None:
            headers.append((b"transfer-encoding", b"chunked"))
        elif length is not None:
            headers.append((b"content-length", self._checked(length)))
        try:
            request = h11.Request(
                method=self.visit.scope["method"],
                target=self.visit.target,
                headers=headers,
            )
        except h11.LocalProtocolError as error:
            raise Refused(pages.BAD_REQUEST) from error
        return request, coding is not None or (length or b"0").strip(b"0") != b""

    def _checked(self, length: bytes) -> bytes:
        if not length.isdigit() or len(length) > 18:
            raise Refused(pages.BAD_REQUEST)
        if int(length) > self.policy.up_bytes:
            raise Refused(pages.TOO_LARGE)
        return length


def _check_size(headers: Headers) -> None:
    size = sum(len(name) + len(value) + 4 for name, value in headers)
    if len(headers) > MAX_HEADERS or size > MAX_HEADER_BYTES:
        raise Refused(pages.HEADERS_TOO_LARGE)


async def answer_or_page(forwarding: Forwarding, path: Path) -> Outcome:
    """Carry the request, with a page for what cannot be shown.

    When the app is gone and nothing was sent, the caller knows what to do about it.
    An answer that breaks off in the middle is cut for the browser too.
    """
    try:
        await forwarding.carry(path)
    except Refused as error:
        await send_page(forwarding.send, error.page, forwarding.policy)
    except AnswerRefused:
        if not forwarding.started:
            await send_page(forwarding.send, pages.REFUSED, forwarding.policy)
    except TimeoutError:
        pass
    except AppGone as error:
        if forwarding.started:
            return Outcome.DONE
        is_absent = isinstance(error, AppAbsent) and forwarding.is_repeatable
        return Outcome.ABSENT if is_absent else Outcome.GONE
    return Outcome.DONE
