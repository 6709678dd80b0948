"""`python -m tests.killing.server`: serves the application, and dies as it is told.

The parent imports everything once and forks a child that serves; whenever the child
was killed it forks the next one, as a supervisor would. Each life is written to
`lives` in the data folder. What it needs comes as one JSON argument.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import importlib
import json
import os
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn

from cofounder.agents.fake.runner import RunnerFake
from cofounder.agents.real import RunnerReal
from cofounder.app import create_app
from cofounder.app.parts import Overrides
from cofounder.db import Database
from cofounder.settings import Settings
from tests.agents.world import KEY, PINNED
from tests.fakes.runner import StubRunner
from tests.fakes.sandbox import FakeSandboxRuntime
from tests.killing.points import MortalLedger, Points


@dataclass
class Order:
    """How to serve, and where to die."""

    data_dir: str
    database_url: str
    port: int
    model_url: str
    kill_at: list[str] = field(default_factory=list)
    real_sandbox: bool = False
    demo: bool = False
    wheel_store: str | None = None

    def settings(self) -> Settings:
        return Settings(
            data_dir=Path(self.data_dir),
            database_url=self.database_url,
            model="anthropic:claude-sonnet-4-6",
            model_base_url=self.model_url,
            model_api_key=KEY,  # type: ignore[arg-type]
            wheel_store=Path(self.wheel_store) if self.wheel_store else None,
        )


def application(order: Order, database: Database) -> Any:
    settings = order.settings()
    points = Points(settings.data_dir / "points", order.kill_at)
    points.folder.mkdir(parents=True, exist_ok=True)
    points.install()
    ledger = MortalLedger(database, points)
    real: Any = RunnerReal(settings, ledger, packages=PINNED)
    if order.demo:
        real = RunnerFake(ledger)
    runner: Any = RunnerReal(settings, ledger) if order.real_sandbox else None
    runner = runner or StubRunner(real)
    runtime: Any = None if order.real_sandbox else FakeSandboxRuntime()
    return create_app(
        settings,
        base_url=f"http://127.0.0.1:{order.port}",
        listening_port=order.port,
        overrides=Overrides(runner=runner, runtime=runtime),
    )


async def serve(order: Order) -> None:
    """One life."""
    database = Database(order.settings().resolved_database_url)
    config = uvicorn.Config(
        application(order, database),
        host="127.0.0.1",
        port=order.port,
        log_level="warning",
        timeout_graceful_shutdown=3,
    )
    await uvicorn.Server(config).serve()
    await database.close()


def wait_for_port(port: int) -> None:
    """Until nobody holds the port any more."""
    while True:
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return


def import_everything() -> None:
    """What a life would import at first use, so that each begins at once."""
    for name in ("alembic.command", "pydantic_ai.models.anthropic", "anthropic"):
        importlib.import_module(name)


def die_with_parent() -> None:
    """Whatever becomes of the test, nothing of it stays."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def main() -> int:
    """Serve life after life until one ends by itself, or until SIGTERM."""
    die_with_parent()
    import_everything()
    order = Order(**json.loads(sys.argv[1]))
    lives = Path(order.data_dir) / "lives"
    child = 0

    def pass_on(number: int, _frame: object) -> None:
        os.kill(child, number)

    signal.signal(signal.SIGTERM, pass_on)
    while True:
        wait_for_port(order.port)
        child = os.fork()
        if child == 0:
            die_with_parent()
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            asyncio.run(serve(order))
            os._exit(0)
        with lives.open("a") as file:
            file.write(f"{child}\n")
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
