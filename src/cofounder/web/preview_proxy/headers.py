"""Header rules in both directions. Pure; names are lower case, as ASGI gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

Headers = list[tuple[bytes, bytes]]

TOKEN_PREFIX = b"cf_"
HOP_BY_HOP = frozenset(
    b"connection keep-alive proxy-connection te trailer transfer-encoding upgrade".split()
)
NOT_TO_APP = HOP_BY_HOP | {b"host", b"forwarded", b"expect", b"content-length"}
NOT_TO_APP_STARTS = (b"x-forwarded-", b"proxy-", b"x-cofounder-")
SOCKET_ONLY = b"sec-websocket-"
NOT_TO_BROWSER = HOP_BY_HOP | frozenset(
    b"strict-transport-security clear-site-data service-worker-allowed alt-svc "
    b"report-to nel public-key-pins public-key-pins-report-only set-cookie2 "
    b"date server".split()
)
NOT_TO_BROWSER_STARTS = (b"proxy-", b"x-cofounder-")
POWERS = [
    "accelerometer",
    "autoplay",
    "bluetooth",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
]
LOCKS: Headers = [
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-robots-tag", b"noindex"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"origin-agent-cluster", b"?1"),
    (b"permissions-policy", ", ".join(f"{power}=()" for power in POWERS).encode()),
]
REPLACED = frozenset(name for name, _ in LOCKS)
LOOPBACK = re.compile(r"^(127(\.\d{1,3}){3}|0\.0\.0\.0|localhost|::1)$")
CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


def first(headers: Iterable[tuple[bytes, bytes]], wanted: bytes) -> bytes | None:
    """The value of the first header of that name."""
    return next((value for name, value in headers if name == wanted), None)


def is_our_cookie(name: bytes) -> bool:
    """Whether a cookie's name is one that we could have set, in any spelling."""
    plain = name.strip().lower()
    for prefix in (b"__host-", b"__secure-", b"__http-", b"__host-http-"):
        plain = plain.removeprefix(prefix)
    return plain.startswith(b"cofounder")


def cookie(headers: Iterable[tuple[bytes, bytes]], wanted: bytes) -> str | None:
    """The value of one cookie that the browser sent."""
    for name, value in headers:
        if name == b"cookie":
            for pair in value.split(b";"):
                key, _, content = pair.strip().partition(b"=")
                if key == wanted:
                    return content.decode("latin-1")
    return None


def to_app(
    headers: Iterable[tuple[bytes, bytes]], *, host: str, scheme: str
) -> Headers:
    """What the app is told: nothing of ours, nothing that only holds for one hop."""
    headers = list(headers)
    dropped = NOT_TO_APP | _named_in_connection(headers)
    passed: Headers = [(b"host", host.encode())]
    for name, value in headers:
        if name in dropped or name.startswith(NOT_TO_APP_STARTS):
            continue
        if name == b"authorization" and _is_our_token(value):
            continue
        if name == b"cookie":
            value = _without_ours(value)
            if not value:
                continue
        passed.append((name, value))
    passed.append((b"x-forwarded-proto", scheme.encode()))
    passed.append((b"x-forwarded-host", host.encode()))
    return passed


def to_browser(
    headers: Iterable[tuple[bytes, bytes]], *, host: str, frame_ancestors: str
) -> Headers:
    """What the browser is told: nothing that reaches beyond this one origin."""
    headers = list(headers)
    dropped = NOT_TO_BROWSER | REPLACED | _named_in_connection(headers)
    passed: Headers = []
    for name, value in headers:
        if name in dropped or name.startswith(NOT_TO_BROWSER_STARTS):
            continue
        if name == b"set-cookie" and not _may_set(value):
            continue
        if name == b"refresh" and not _stays(value, host):
            continue
        if name == b"location":
            value = relative_when_loopback(value)
        passed.append((name, value))
    return passed + locks(frame_ancestors)


def locks(frame_ancestors: str) -> Headers:
    """What every answer on a preview's origin carries."""
    policy = f"frame-ancestors {frame_ancestors}".encode()
    return [(b"content-security-policy", policy), *LOCKS]


def relative_when_loopback(location: bytes) -> bytes:
    """A redirect to the app's own address inside its cell, as the visitor needs it."""
    try:
        parts = urlsplit(location.decode("latin-1"))
        inside = parts.hostname is not None and LOOPBACK.match(parts.hostname)
    except ValueError:
        return location
    if not inside or parts.scheme not in ("", "http", "https"):
        return location
    # One slash only: `//name` would be an address of its own.
    path = "/" + parts.path.lstrip("/\\")
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{path}{query}{fragment}".encode("latin-1")


def _named_in_connection(headers: Headers) -> frozenset[bytes]:
    named: set[bytes] = set()
    for name, value in headers:
        if name == b"connection":
            named.update(word.strip().lower() for word in value.split(b","))
    return frozenset(named - {b"host", b"content-length", b"transfer-encoding"})


def _is_our_token(value: bytes) -> bool:
    scheme, _, token = value.strip().partition(b" ")
    return scheme.lower() == b"bearer" and token.strip().startswith(TOKEN_PREFIX)


def _without_ours(value: bytes) -> bytes:
    pairs = (pair.strip() for pair in value.split(b";"))
    kept = [p for p in pairs if p and not is_our_cookie(p.partition(b"=")[0])]
    return b"; ".join(kept)


def _may_set(value: bytes) -> bool:
    """Refuse cookies for other hosts, and names that only we use.

    A cookie without a name is sent as its bare value, which may look like ours.
    """
    pair, *attributes = value.split(b";")
    name, equals, _ = pair.partition(b"=")
    if not equals or not name.strip() or is_our_cookie(name):
        return False
    names = (part.partition(b"=")[0].strip().lower() for part in attributes)
    return b"domain" not in names


def _stays(value: bytes, host: str) -> bool:
    """Whether a Refresh leads to this host again."""
    _, _, target = value.decode("latin-1").partition(";")
    url = target.strip().partition("=")[2] if "=" in target else target
    try:
        parts = urlsplit(url.strip().strip("'\"").replace("\\", "/"))
    except ValueError:
        return False
    if not parts.scheme and not parts.netloc:
        return True
    return parts.scheme in ("", "http", "https") and parts.netloc.lower() == host
