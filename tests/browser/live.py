"""A real server in a thread of its own: demo runner, real sandbox where there is one."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import uvicorn
from sqlalchemy import update

from cofounder import clock
from cofounder.accounts.models import BrowserSession, User
from cofounder.accounts.service import create_login_link, session_of_cookie
from cofounder.app import create_app
from cofounder.db import Database
from cofounder.settings import Settings
from tests.factories.accounts import a_user
from tests.fixtures.journey import Founder, Stop

T = TypeVar("T")
START_SECONDS = 60


class LiveServer:
    """The application under uvicorn, and what a test may ask of it from outside."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.app: Any = create_app(
            settings, base_url=self.url, listening_port=self.port
        )
        self.server = uvicorn.Server(
            uvicorn.Config(self.app, log_level="warning", lifespan="on")
        )
        self.loop: asyncio.AbstractEventLoop | None = None
        self.clients: list[httpx2.AsyncClient] = []
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self.loop = asyncio.get_running_loop()
        await self.server.serve(sockets=[self.socket])
        for client in self.clients:
            await client.aclose()

    def start(self) -> None:
        self.thread.start()
        waited = threading.Event()
        for _ in range(START_SECONDS * 20):
            if self.server.started or not self.thread.is_alive():
                break
            waited.wait(0.05)
        assert self.server.started, "the server did not start"

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(30)

    def call(self, work: Coroutine[Any, Any, T], patience: float = 60) -> T:
        """The result of a coroutine carried out in the server's loop."""
        assert self.loop is not None
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(patience)

    @property
    def has_sandbox(self) -> bool:
        """Whether builds can become ready here."""
        return self.runtime.capabilities().available

    @property
    def runtime(self) -> Any:
        main = self.app.main
        while not hasattr(main, "state"):
            main = main.app
        return main.state.runtime

    def login_path(self, user: User | None = None) -> str:
        """The one-time link of a new founder, or of this one."""
        return self.call(self._login_path(user))

    def user_of(self, cookie: str) -> User:
        """Whose session this cookie is."""
        return self.call(self._user_of(cookie))

    async def _user_of(self, cookie: str) -> User:
        async with self._database() as database, database.reading() as session:
            return (await session_of_cookie(session, cookie))[1]

    def end_sessions(self, user: User) -> None:
        """What time does to a founder's sessions."""
        self.call(self._end_sessions(user))

    async def _end_sessions(self, user: User) -> None:
        async with self._database() as database, database.transaction() as session:
            past = clock.now() - timedelta(seconds=1)
            await session.execute(
                update(BrowserSession)
                .where(BrowserSession.user_id == user.id)
                .values(expires_at=past)
            )

    async def _login_path(self, user: User | None) -> str:
        async with self._database() as database, database.transaction() as session:
            user = user or await a_user(session)
            return f"/login?token={await create_login_link(session, user)}"

    def walk_to(self, stop: Stop, idea: str) -> tuple[Founder, dict[str, str]]:
        """A founder who got that far by the API, and their session's cookie."""
        return self.call(self._walk_to(stop, idea), 120)

    async def _walk_to(self, stop: Stop, idea: str) -> tuple[Founder, dict[str, str]]:
        async with self._database() as database, database.transaction() as session:
            user: User = await a_user(session)
            link = await create_login_link(session, user)
        client = httpx2.AsyncClient(base_url=self.url, timeout=60)
        self.clients.append(client)
        answer = await client.post("/api/auth/exchange", json={"token": link})
        client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        founder = Founder(None, client, idea=idea)  # type: ignore[arg-type]
        await founder.walk_to(stop)
        return founder, dict(client.cookies)

    @contextlib.asynccontextmanager
    async def _database(self):  # type: ignore[no-untyped-def]
        opened = Database(self.settings.resolved_database_url)
        try:
            yield opened
        finally:
            await opened.close()


def settings_for(folder: Path, wheel_store: Path) -> Settings:
    """A fresh server's settings: demo mode, everything in `folder`."""
    return Settings(data_dir=folder, wheel_store=wheel_store, log_level="WARNING")
