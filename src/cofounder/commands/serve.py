"""`cofounder serve`: the one process with pages, API and the work behind them.

Lock, socket, application: in this order, so that what can be refused is refused before
anything heavy is loaded. The application starts the sandbox's supervisor before it
reads any secret; nothing here touches one.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import socket
import sys
import threading
import webbrowser
from argparse import Namespace
from collections.abc import Awaitable, Callable
from types import FrameType
from typing import Any

import uvicorn

from cofounder.accounts import service as accounts
from cofounder.accounts.tiers import Tier
from cofounder.commands.holding import announce, holding, withdraw
from cofounder.commands.listening import base_url, listen
from cofounder.commands.logs import configure_logs
from cofounder.commands.running import FAILED, settings_from
from cofounder.commands.speaking import answer, complain
from cofounder.db import Database
from cofounder.settings import Settings

GRACE_SECONDS = 3
# A restart loses nothing, so waiting longer for what will not end helps nobody.
LONGEST_SHUTDOWN_SECONDS = 9.0


def run(options: Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C, then end within ten seconds with 0."""
    settings = settings_from(options)
    configure_logs(settings)
    with holding(settings.data_dir):
        explicit = "port" in settings.model_fields_set
        listener = listen(settings.host, settings.port, explicit=explicit)
        opens = not (settings.no_browser or options.non_interactive)
        try:
            return _serve(settings, listener, opens_browser=opens)
        finally:
            withdraw(settings.data_dir)


def _serve(settings: Settings, listener: socket.socket, *, opens_browser: bool) -> int:
    from cofounder.app import create_app

    port = listener.getsockname()[1]
    url = base_url(settings.host, port)
    # On SQLite one process owns all runs; elsewhere an instance finds its own again.
    instance = "main" if settings.database_url is None else settings.instance
    app = create_app(settings, base_url=url, listening_port=port, executor_id=instance)

    async def started() -> None:
        announce(settings.data_dir, url, importlib.metadata.version("cofounder"))
        link = f"{url}/login?token={await _login_secret(settings)}"
        _greet(settings, url, link)
        if opens_browser and _has_screen():
            threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()

    server = Server(_config(app), started)
    with contextlib.suppress(SystemExit):  # uvicorn's way to report a failed start
        server.run(sockets=[listener])
    if not server.started:
        complain("The server could not start; the lines above say why.")
        return FAILED
    return 0


def _config(app: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        backlog=2048,
    )


class Server(uvicorn.Server):
    """Uvicorn that tells when it is up, and whose end by a signal is a good end."""

    def __init__(
        self, config: uvicorn.Config, on_started: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__(config)
        self.on_started = on_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets=sockets)
        if self.started:
            await self.on_started()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end; a hanging part of it does not keep the process."""
        if not self.should_exit:
            limit = threading.Timer(LONGEST_SHUTDOWN_SECONDS, _leave)
            limit.daemon = True
            limit.start()
        super().handle_exit(sig, frame)
        # Uvicorn would raise the signal again and so end with the signal's code.
        self._captured_signals.clear()


def _leave() -> None:
    complain("Something did not end in time; leaving. What is unfinished goes on.")
    sys.stderr.flush()
    os._exit(0)


async def _login_secret(settings: Settings) -> str:
    database = Database(settings.resolved_database_url)
    try:
        async with database.transaction() as session:
            tier = Tier(settings.local_owner_tier)
            owner = await accounts.local_owner(session, tier)
            return await accounts.create_login_link(session, owner)
    finally:
        await database.close()


def _greet(settings: Settings, url: str, link: str) -> None:
    answer(f"cofounder runs at {url}")
    if settings.demo_mode:
        answer("Demo mode: no model is configured (COFOUNDER_MODEL).")
    answer(f"Log in once with: {link}")


def _has_screen() -> bool:
    """Whether a browser can be shown; a text browser would take the terminal."""
    if sys.platform == "darwin":
        return True
    return any(os.environ.get(n) for n in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"))
