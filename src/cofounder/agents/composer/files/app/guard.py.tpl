"""What every answer carries and what no request may do."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_PAGES = frozenset({"", "same-origin", "none"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self';"
        " form-action 'self'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class Guard:
    """Refuses forms that another site sends, and adds the protective headers.

    The app has no cookies, so there is no session to abuse; the browser's own word
    on where a form came from (`Sec-Fetch-Site`) keeps other sites out.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        app = refusal if _is_foreign_form(scope) else self.app
        await app(scope, receive, send_guarded)


refusal = PlainTextResponse("This form was sent from another site.", status_code=403)


def _is_foreign_form(scope: Scope) -> bool:
    if scope["method"] in SAFE_METHODS:
        return False
    return Headers(scope=scope).get("sec-fetch-site", "") not in OWN_PAGES
