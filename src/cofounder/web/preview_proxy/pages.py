"""The proxy's own answers: few words, no script, nothing from the app."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from cofounder.previews.ports import NotAwake, Reason
from cofounder.web.preview_proxy.headers import Headers, locks
from cofounder.web.preview_proxy.visits import OURS, ProxyPolicy, Send

STYLES = Path(__file__).with_name("preview.css").read_bytes()
STYLES_PATH = f"{OURS}/preview.css"
RESTART_PATH = f"{OURS}/restart"
REFRESH_SECONDS = 2
CLOSED = b"default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'"
OWN_REFERRER = (b"referrer-policy", b"same-origin")


@dataclass(frozen=True, slots=True)
class Page:
    """What a visitor reads instead of the app."""

    status: int
    title: str
    text: str
    refreshes: bool = False
    restarts: bool = False


STARTING = Page(503, "Starting your app…", "This takes a moment.", refreshes=True)
PRIVATE = Page(
    403,
    "This preview is private",
    "Open it from its project in cofounder; a link works once and for one minute.",
)
GONE = Page(
    502,
    "The app stopped answering",
    "Its data is kept. Restart it, or come back in a moment.",
    restarts=True,
)
REFUSED = Page(
    502,
    "This answer could not be shown",
    "The app sent something that browsers do not accept.",
    restarts=True,
)
BUSY = Page(503, "Too many visitors at once", "Please try again in a moment.")
TOO_LARGE = Page(413, "That is too large", "A preview accepts up to 25 MB at a time.")
HEADERS_TOO_LARGE = Page(
    431, "The request is too large", "Its headers are more than a preview accepts."
)
BAD_REQUEST = Page(400, "This request is not valid", "It was not passed to the app.")
NOT_HERE = Page(404, "Nothing here", "This address belongs to cofounder.")
NOT_ALLOWED = Page(405, "Not possible here", "A preview does not take such requests.")
FOREIGN = Page(403, "Not from here", "Only the preview's own page may ask for this.")


def not_awake(answer: NotAwake) -> Page:
    """The page for a preview that does not answer."""
    match answer.reason:
        case Reason.STARTING:
            return STARTING
        case Reason.FAILED:
            return Page(502, "The app did not start", answer.hint, restarts=True)
        case Reason.STOPPED:
            return Page(502, "The app keeps stopping", answer.hint, restarts=True)
        case Reason.EXPIRED:
            words = f"{answer.hint} Build it again to get it back."
            return Page(410, "This preview has expired", words)
        case Reason.UNAVAILABLE | Reason.UNKNOWN:
            return Page(503, "The preview is not available", answer.hint)


def render(page: Page) -> bytes:
    """The page as HTML."""
    refresh = f'<meta http-equiv="refresh" content="{REFRESH_SECONDS}">'
    button = (
        f'<form method="post" action="{RESTART_PATH}"><button>Restart</button></form>'
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"{refresh if page.refreshes else ''}"
        f'<title>{escape(page.title)}</title><link rel="stylesheet" '
        f'href="{STYLES_PATH}"></head><body><main><h1>{escape(page.title)}</h1>'
        f"<p>{escape(page.text)}</p>{button if page.restarts else ''}"
        "</main></body></html>"
    ).encode()


async def send_page(send: Send, page: Page, policy: ProxyPolicy) -> None:
    """Answer with a page of ours."""
    headers: Headers = [(b"content-type", b"text/html; charset=utf-8")]
    if page.status == 503:
        headers.append((b"retry-after", str(REFRESH_SECONDS).encode()))
    await send_own(send, page.status, headers, render(page), policy)


async def send_own(
    send: Send, status: int, headers: Headers, body: bytes, policy: ProxyPolicy
) -> None:
    """Answer by ourselves, with every lock."""
    # A form on a page without referrer would say `Origin: null`.
    fixed = [
        lock for lock in locks(policy.frame_ancestors) if lock[0] != OWN_REFERRER[0]
    ]
    every = [
        *headers,
        *fixed,
        OWN_REFERRER,
        (b"content-security-policy", CLOSED),
        (b"cache-control", b"no-store"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": every})
    await send({"type": "http.response.body", "body": body})
