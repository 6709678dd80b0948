"""Which app answers a request: decided by its host, before any middleware.

Main hosts lead to the main app, `<preview id>.<preview domain>` to the preview proxy,
and anything else to nobody (421), so that no name pointed at this server reaches a
session. Only `Host` counts, never a forwarded header.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import unquote

from cofounder.previews.addresses import LOCAL, preview_scheme
from cofounder.previews.addresses import preview_url as _preview_url
from cofounder.settings import Settings
from cofounder.web.preview_proxy.visits import (
    HOST,
    HOST_ID,
    ProxyPolicy,
    Receive,
    Scope,
    Send,
)

App = Callable[[Scope, Receive, Send], Awaitable[None]]

PREVIEW_LABEL = re.compile(r"[a-z2-7]{26}")
AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+?)\.?(?::(\d{1,5}))?")
ABSOLUTE = re.compile(rb"(?i:https?)://([^/?#]*)([^?#]*)")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
EVERYWHERE = frozenset({"0.0.0.0", "::", "[::]", ""})  # noqa: S104 - compared, not bound


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts of this server.

    A server bound to every address also takes any literal address as its own: no
    foreign name can lead a browser there.
    """

    main: frozenset[str]
    any_address: bool
    preview_domain: str

    @classmethod
    def of(cls, settings: Settings) -> Hosts:
        extra = {name.strip().lower() for name in settings.allowed_hosts.split(",")}
        names = {_bracketed(name) for name in (extra | {settings.host.lower()})}
        return cls(
            main=LOOPBACK | (names - EVERYWHERE),
            any_address=settings.host in EVERYWHERE,
            preview_domain=settings.preview_domain.lower().strip("."),
        )

    def preview_id(self, name: str) -> str | None:
        """The preview id in a host name, when it is exactly one."""
        label, _, domain = name.partition(".")
        is_preview = domain == self.preview_domain and PREVIEW_LABEL.fullmatch(label)
        return label if is_preview else None

    def is_main(self, name: str) -> bool:
        """Whether the name is the main app's."""
        return name in self.main or (self.any_address and _is_address(name))


class HostRouter:
    """The outermost ASGI app."""

    def __init__(self, main: App, previews: App, hosts: Hosts) -> None:
        self.main, self.previews, self.hosts = main, previews, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.main(scope, receive, send)
            return
        authority = _authority(scope)
        parsed = AUTHORITY.fullmatch(authority) if authority else None
        if parsed is None:
            await _misdirected(scope, receive, send)
            return
        name = parsed[1]
        host_id = self.hosts.preview_id(name)
        if host_id is not None:
            host = name + (f":{parsed[2]}" if parsed[2] else "")
            scope = {**scope, HOST_ID: host_id, HOST: host}
            await self.previews(scope, receive, send)
        elif self.hosts.is_main(name):
            await self.main(scope, receive, send)
        else:
            await _misdirected(scope, receive, send)


def preview_url(host_id: str, settings: Settings, port: int) -> str:
    """The URL of a preview on this server (GENR-04)."""
    return _preview_url(host_id, settings.preview_domain, port)


def proxy_policy(settings: Settings, port: int) -> ProxyPolicy:
    """How previews are reached: by their name alone only on this very machine."""
    on_loopback = settings.host in ("127.0.0.1", "localhost", "::1", "[::1]")
    return ProxyPolicy(
        frame_ancestors=" ".join(main_origins(settings, port)),
        scheme=preview_scheme(settings.preview_domain),
        tickets=not (on_loopback and settings.preview_domain == LOCAL),
    )


def main_origins(settings: Settings, port: int) -> list[str]:
    """The main app's own origins: who may show a preview in a frame."""
    names = sorted(Hosts.of(settings).main)
    if settings.preview_domain == LOCAL:
        return [f"http://{name}:{port}" for name in names]
    public = [name for name in names if name not in LOOPBACK] or names
    return [f"https://{name}" for name in public]


def _authority(scope: Scope) -> str | None:
    """The host that is asked for: the target's own in absolute form, else `Host`."""
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if len(hosts) != 1:
        return None
    absolute = ABSOLUTE.match(scope.get("raw_path") or b"")
    authority: bytes = absolute[1] if absolute else hosts[0]
    if absolute:
        scope["raw_path"] = absolute[2] or b"/"
        scope["path"] = unquote(scope["raw_path"].decode("latin-1"))
    return authority.decode("latin-1").lower() if authority.isascii() else None


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name and not name.startswith("[") else name


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


async def _misdirected(scope: Scope, receive: Receive, send: Send) -> None:
    """421 without a word."""
    kind = "http" if scope["type"] == "http" else "websocket.http"
    headers = [(b"content-length", b"0")]
    start = {"type": f"{kind}.response.start", "status": 421, "headers": headers}
    await send(start)
    await send({"type": f"{kind}.response.body", "body": b""})
