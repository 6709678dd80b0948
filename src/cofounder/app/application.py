"""Putting the parts behind one ASGI application."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from cofounder.api.idempotency import Idempotency
from cofounder.api.router import api_router
from cofounder.api.streams import GoneClients
from cofounder.api.strict_json import StrictJson
from cofounder.app.errors import add_error_handlers
from cofounder.app.middleware import RequestId, SecurityHeaders, frame_source
from cofounder.app.parts import Overrides, running_parts
from cofounder.app.polls import RememberedPolls
from cofounder.settings import Settings
from cofounder.web.assets import StaticAssets
from cofounder.web.hosts import HostRouter, Hosts, proxy_policy
from cofounder.web.preview_proxy.application import PreviewProxy
from cofounder.web.router import web_router

MAX_BODY = 1024 * 1024


def create_app(
    settings: Settings,
    *,
    base_url: str,
    listening_port: int,
    executor_id: str | None = None,
    overrides: Overrides | None = None,
) -> ASGIApp:
    """The whole server: main app and previews, told apart by host name.

    `base_url` is where people reach it; `listening_port` is the port in preview URLs.
    `executor_id` names whose unfinished runs go on here; by default the instance's.
    """
    previews = _Later()
    https = base_url.startswith("https")

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with running_parts(
            settings, executor_id=executor_id, overrides=overrides or Overrides()
        ) as parts:
            proxy = PreviewProxy(
                parts.keeper, parts.door, proxy_policy(settings, listening_port)
            )
            previews.app = proxy
            app.state.parts = parts
            app.state.database = parts.database
            app.state.runner = parts.runner
            app.state.runtime = parts.runtime
            app.state.workspaces = parts.workspaces
            app.state.keeper = parts.keeper
            app.state.engine_running = True
            try:
                yield
            finally:
                app.state.stopping = True
                app.state.engine_running = False
                proxy.close()

    app = FastAPI(
        title="cofounder",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        max_body_size=MAX_BODY,
    )
    app.state.settings = settings
    app.state.base_url = base_url
    app.state.preview_port = listening_port
    app.state.stopping = False
    add_error_handlers(app)
    app.include_router(api_router())
    app.include_router(web_router())
    app.mount("/static", StaticAssets(), name="static")
    app.add_middleware(GoneClients)
    polls = RememberedPolls(app, lambda: app.state.database)
    once = Idempotency(polls, state=app.state, limit=MAX_BODY)
    # Around the whole app, so that the answer to a crash carries them too.
    main = SecurityHeaders(
        StrictJson(once, limit=MAX_BODY),
        frame_src=frame_source(settings.preview_domain, listening_port),
        https=https,
    )
    return HostRouter(RequestId(main), previews, Hosts.of(settings))


class _Later:
    """Stands in for the preview proxy until the parts it needs run."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None, "requests come only after the start"
        await self.app(scope, receive, send)
