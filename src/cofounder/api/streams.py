"""A client that leaves in the middle of a stream is normal, not a crash."""

from __future__ import annotations

from anyio import BrokenResourceError
from starlette.types import ASGIApp, Receive, Scope, Send


class GoneClients:
    """Ends a stream quietly whose reader left while an event was on its way."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, receive, send)
        except* BrokenResourceError:
            pass
