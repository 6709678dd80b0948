"""Cross-site request forgery: what a browser must send to change anything.

Pure over the values of a request, for both edges. Source: `security.md` 6.4. A bearer
token without a cookie needs no token; what a browser says of the origin always counts.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from cofounder.accounts.credentials import Identity
from cofounder.errors import Forbidden

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class CsrfFailed(Forbidden):
    """The request may come from another site; nothing was changed."""

    code = "csrf_failed"

    def __init__(self) -> None:
        super().__init__(
            "This request could not be verified. Reload the page and try again."
        )


class StaleToken(CsrfFailed):
    """The request comes from a page of ours that an earlier session opened."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a request says of where it comes from.

    `own_origin` is ours as the request sees it; `origin` and `fetch_site` are the
    headers `Origin` and `Sec-Fetch-Site`; `token` is the CSRF token, if it brings one.
    """

    method: str
    own_origin: str
    origin: str | None = None
    fetch_site: str | None = None
    token: str | None = None


def check_origin(sent: Sent) -> None:
    """Refuse a write that a browser says another site started.

    Raises:
        CsrfFailed: `Origin` is not ours, or `Sec-Fetch-Site` is not same-origin.
    """
    if sent.method in SAFE:
        return
    if sent.fetch_site is not None and sent.fetch_site not in ("same-origin", "none"):
        raise CsrfFailed
    if sent.origin is not None and sent.origin != sent.own_origin:
        raise CsrfFailed


def is_proven_own(sent: Sent) -> bool:
    """Whether the browser itself says that a page of ours sent this.

    Not to be refused is less than this: a client may say nothing of where it is.
    """
    try:
        check_origin(sent)
    except CsrfFailed:
        return False
    return sent.origin is not None or sent.fetch_site == "same-origin"


def check_csrf(sent: Sent, identity: Identity) -> None:
    """Refuse a write proved by a cookie that another site may have caused.

    Raises:
        CsrfFailed: a foreign origin.
        StaleToken: no or a wrong token.
    """
    if sent.method in SAFE:
        return
    check_origin(sent)
    if identity.browser is None:
        return
    expected = identity.browser.csrf_token
    if not secrets.compare_digest((sent.token or "").encode(), expected.encode()):
        raise StaleToken
