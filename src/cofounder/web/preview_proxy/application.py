"""The ASGI app for preview hosts: who may visit, what is ours, what is the app's."""

from __future__ import annotations

from collections import Counter
from functools import partial
from urllib.parse import parse_qs

from cofounder.previews.ports import (
    Awake,
    Doorkeeper,
    NotAwake,
    Pass,
    Previews,
    Reason,
)
from cofounder.web.preview_proxy import pages, sockets
from cofounder.web.preview_proxy.forwarding import Forwarding, Outcome, answer_or_page
from cofounder.web.preview_proxy.headers import Headers, cookie, first
from cofounder.web.preview_proxy.pages import Page, send_own, send_page
from cofounder.web.preview_proxy.upstream import Upstreams
from cofounder.web.preview_proxy.visits import (
    OURS,
    ProxyPolicy,
    Receive,
    Scope,
    Send,
    Visit,
)

TICKET = b"x-cofounder-preview"
PAGE_PATIENCE = 4.0
CLIENT_PATIENCE = 60.0
ATTEMPTS = 2  # an app found ended is started once more for the same request
UNFIT_METHODS = {"CONNECT", "TRACE", "TRACK"}


class PreviewProxy:
    """Serves every preview host. The router puts the parsed host into the scope."""

    def __init__(
        self, previews: Previews, door: Doorkeeper, policy: ProxyPolicy
    ) -> None:
        self.previews, self.door, self.policy = previews, door, policy
        self.upstreams = Upstreams(policy)
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        visit = Visit.of(scope)
        serve = self._socket if scope["type"] == "websocket" else self._request
        if self._open[visit.host_id] >= self.policy.connections:
            await self._say(visit, send, pages.BUSY)
            return
        self._open[visit.host_id] += 1
        try:
            await serve(visit, receive, send)
        finally:
            self._open[visit.host_id] -= 1
            if not self._open[visit.host_id]:
                del self._open[visit.host_id]

    def close(self) -> None:
        """Hang up on every app."""
        self.upstreams.close()

    # --- HTTP ---------------------------------------------------------------------

    async def _request(self, visit: Visit, receive: Receive, send: Send) -> None:
        if not await self.previews.knows(visit.host_id):
            await _nobody(send)
        elif visit.is_ours:
            await self._own(visit, send)
        elif not visit.target.startswith(b"/"):
            await send_page(send, pages.BAD_REQUEST, self.policy)
        elif visit.scope["method"] in UNFIT_METHODS:
            await send_page(send, pages.NOT_ALLOWED, self.policy)
        elif not self.policy.tickets or await self._has_pass(visit):
            await self._forward(visit, receive, send, [])
        elif (entered := await self._ticket_of(visit)) is not None:
            await self._forward(visit, receive, send, [self._cookie(entered)])
        else:
            await send_page(send, pages.PRIVATE, self.policy)

    async def _forward(
        self, visit: Visit, receive: Receive, send: Send, own: Headers
    ) -> None:
        patience = PAGE_PATIENCE if visit.wants_page else CLIENT_PATIENCE
        forwarding = Forwarding(visit, self.policy, self.upstreams, receive, send, own)
        outcome = Outcome.ABSENT
        for _ in range(ATTEMPTS):
            answer = await self.previews.endpoint(visit.host_id, patience)
            if isinstance(answer, NotAwake):
                await self._explain(send, answer)
                return
            outcome = await answer_or_page(forwarding, answer.socket_path)
            if outcome is Outcome.DONE:
                self.previews.touch(visit.host_id)
                return
            await self.previews.lost(visit.host_id)
            if outcome is Outcome.GONE:
                break
        await send_page(send, pages.GONE, self.policy)

    async def _explain(self, send: Send, answer: NotAwake) -> None:
        if answer.reason is Reason.UNKNOWN:
            await _nobody(send)
        else:
            await send_page(send, pages.not_awake(answer), self.policy)

    # --- what is ours -------------------------------------------------------------

    async def _own(self, visit: Visit, send: Send) -> None:
        method = visit.scope["method"]
        match method, visit.path:
            case "GET" | "HEAD", pages.STYLES_PATH:
                styles: Headers = [(b"content-type", b"text/css; charset=utf-8")]
                await send_own(send, 200, styles, pages.STYLES, self.policy)
            case "GET", path if path == f"{OURS}/enter":
                await self._enter(visit, send)
            case "POST", pages.RESTART_PATH:
                await self._restart(visit, send)
            case _:
                await send_page(send, pages.NOT_HERE, self.policy)

    async def _enter(self, visit: Visit, send: Send) -> None:
        query = parse_qs(visit.scope["query_string"].decode("latin-1"))
        headers: Headers = []
        if self.policy.tickets:
            ticket = query.get("t", [""])[0]
            entered = await self.door.enter(visit.host_id, ticket)
            if entered is None:
                await send_page(send, pages.PRIVATE, self.policy)
                return
            headers.append(self._cookie(entered))
        await self._home(send, headers)

    async def _restart(self, visit: Visit, send: Send) -> None:
        if self.policy.tickets and not await self._has_pass(visit):
            await send_page(send, pages.PRIVATE, self.policy)
        elif not visit.is_from_here(self.policy):
            await send_page(send, pages.FOREIGN, self.policy)
        else:
            await self.previews.revive(visit.host_id)
            await self._home(send, [])

    async def _home(self, send: Send, headers: Headers) -> None:
        await send_own(send, 303, [(b"location", b"/"), *headers], b"", self.policy)

    # --- WebSocket ----------------------------------------------------------------

    async def _socket(self, visit: Visit, receive: Receive, send: Send) -> None:
        if not await self.previews.knows(visit.host_id):
            await sockets.refuse(send, 421)
        elif not await self._may_connect(visit):
            await sockets.refuse(send, 403)
        else:
            answer = await self.previews.endpoint(visit.host_id, CLIENT_PATIENCE)
            if isinstance(answer, Awake):
                use = partial(self.previews.touch, visit.host_id)
                path = answer.socket_path
                await sockets.carry(visit, path, self.policy, receive, send, use)
            else:
                await sockets.refuse(send, 503)

    async def _may_connect(self, visit: Visit) -> bool:
        if visit.is_ours or not visit.is_from_here(self.policy):
            return False
        return not self.policy.tickets or await self._has_pass(visit)

    # --- who may visit ------------------------------------------------------------

    async def _has_pass(self, visit: Visit) -> bool:
        secret = cookie(visit.headers, self.policy.cookie_name)
        return bool(secret) and await self.door.admits(visit.host_id, secret or "")

    async def _ticket_of(self, visit: Visit) -> Pass | None:
        ticket = first(visit.headers, TICKET)
        if not ticket:
            return None
        return await self.door.enter(visit.host_id, ticket.decode("latin-1"))

    def _cookie(self, entered: Pass) -> tuple[bytes, bytes]:
        value = self.policy.set_cookie(entered.secret, entered.max_age_seconds)
        return (b"set-cookie", value)

    async def _say(self, visit: Visit, send: Send, page: Page) -> None:
        if visit.scope["type"] == "websocket":
            await sockets.refuse(send, page.status)
        else:
            await send_page(send, page, self.policy)


async def _nobody(send: Send) -> None:
    """421 without a word: this host is nobody's."""
    headers: Headers = [(b"content-length", b"0"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 421, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
