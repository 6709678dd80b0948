"""One visit to a preview, and the rules that hold for all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from cofounder.web.preview_proxy.headers import Headers, first

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

# Where the router leaves what it parsed from the Host header.
HOST_ID = "cofounder.preview.host_id"
HOST = "cofounder.preview.host"

OURS = "/__cofounder"


@dataclass(frozen=True, slots=True)
class ProxyPolicy:
    """How previews are reached on this server.

    `frame_ancestors` are the main app's origins, which alone may show a preview in a
    frame. With `tickets` every request needs a pass; without, the host name is the
    secret (`link` mode).
    """

    frame_ancestors: str
    scheme: str = "http"
    tickets: bool = True
    up_bytes: int = 25 * 1024 * 1024
    down_bytes: int = 100 * 1024 * 1024
    idle_seconds: float = 60.0
    connections: int = 50
    message_bytes: int = 1024 * 1024

    @property
    def cookie_name(self) -> bytes:
        """The name of the pass; browsers guard the prefixed one, on https only."""
        if self.scheme == "https":
            return b"__Host-cofounder-preview"
        return b"cofounder-preview"

    def set_cookie(self, secret: str, max_age: int) -> bytes:
        """The pass as a cookie: this host only, out of reach for scripts."""
        rest = "; HttpOnly; Path=/; SameSite=Lax"
        if self.scheme == "https":
            rest = "; Secure; HttpOnly; Path=/; SameSite=None; Partitioned"
        name = self.cookie_name.decode()
        return f"{name}={secret}; Max-Age={max_age}{rest}".encode()


@dataclass(frozen=True, slots=True)
class Visit:
    """A request on a preview's host."""

    host_id: str
    host: str
    scope: Scope

    @classmethod
    def of(cls, scope: Scope) -> Visit:
        return cls(scope[HOST_ID], scope[HOST], scope)

    @property
    def headers(self) -> Headers:
        return self.scope["headers"]

    @property
    def path(self) -> str:
        return self.scope["path"]

    @property
    def is_ours(self) -> bool:
        """Whether the path is the proxy's own and never the app's."""
        return self.path == OURS or self.path.startswith(OURS + "/")

    @property
    def target(self) -> bytes:
        """The request target for the app, exactly as it came."""
        query: bytes = self.scope["query_string"]
        raw: bytes = self.scope["raw_path"]
        return raw + b"?" + query if query else raw

    @property
    def wants_page(self) -> bool:
        """Whether somebody looks at this in a window and can be shown a page."""
        return b"text/html" in (first(self.headers, b"accept") or b"")

    def is_from_here(self, policy: ProxyPolicy) -> bool:
        """Whether the page that sends this is the preview itself."""
        origin = first(self.headers, b"origin")
        return origin == f"{policy.scheme}://{self.host}".encode()
