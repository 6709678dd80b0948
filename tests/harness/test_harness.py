"""The guards of conftest.py really guard, whichever database is meant."""

from __future__ import annotations

import importlib
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import pytest_socket
from blockbuster import BlockingError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

import cofounder
from tests.fixtures.databases import MakeUrl


async def test_a_database_of_our_own_takes_rows(database_url: str) -> None:
    engine = create_async_engine(database_url)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE harness (word TEXT)"))
        await connection.execute(text("INSERT INTO harness VALUES ('kept')"))
        found = await connection.scalar(text("SELECT word FROM harness"))
        await connection.execute(text("DROP TABLE harness"))
    await engine.dispose()
    assert found == "kept"


async def test_two_databases_do_not_know_each_other(make_database_url: MakeUrl) -> None:
    first, second = map(create_async_engine, (make_database_url(), make_database_url()))
    async with first.begin() as connection:
        await connection.execute(text("CREATE TABLE harness (word TEXT)"))
    # The same statement again fails where the table is already there.
    async with second.begin() as connection:
        await connection.execute(text("CREATE TABLE harness (word TEXT)"))
    await first.dispose()
    await second.dispose()


def test_the_internet_is_out_of_reach() -> None:
    refused = pytest_socket.SocketConnectBlockedError
    with socket.socket() as client, pytest.raises(refused):
        client.connect(("192.0.2.1", 80))


def test_loopback_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())


def test_no_model_is_asked_by_accident() -> None:
    """QUAL-01: no test makes a real model call."""
    models = importlib.import_module("pydantic_ai.models")
    assert models.ALLOW_MODEL_REQUESTS is False
    with pytest.raises(RuntimeError, match="not allowed"):
        models.check_allow_model_requests()


def test_a_developers_settings_and_keys_are_gone() -> None:
    left = [name for name in os.environ if name.startswith(("COFOUNDER_", "OPENAI_"))]
    assert not left


async def test_a_sleep_of_ours_on_the_loop_is_an_error() -> None:
    """The guard looks at our package only, so the sleeper has to live in it."""
    source = Path(cofounder.__file__).with_name("planted.py")
    code = compile("import time\ndef nap():\n    time.sleep(0)", str(source), "exec")
    planted: dict[str, Callable[[], None]] = {}
    exec(code, planted)
    with pytest.raises(BlockingError):
        planted["nap"]()


def test_a_configured_wheel_store_reaches_the_workers_under_another_name() -> None:
    """The setting itself is gone before workers start, like all the others."""
    code = (
        "import os; from tests import conftest; conftest.pytest_configure();"
        "print(os.environ['TEST_WHEEL_STORE'], 'COFOUNDER_WHEEL_STORE' in os.environ)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "COFOUNDER_WHEEL_STORE": "/elsewhere"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.split() == ["/elsewhere", "False"]
