"""Fixtures of the model tests; imported by the conftest of each folder that uses them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic_ai import models

from cofounder.db import Base, Database
from tests.agents.world import World
from tests.wire.server import WireServer


@pytest.fixture
def model_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Allow requests to models: sockets reach only loopback anyway."""
    monkeypatch.setattr(models, "ALLOW_MODEL_REQUESTS", True)


@pytest.fixture
async def model_database(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database with every table."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield database
    await database.close()


@pytest.fixture
async def server() -> AsyncIterator[WireServer]:
    """A model server on loopback."""
    async with WireServer() as running:
        yield running


@pytest.fixture(params=["anthropic", "openai"])
def wire(request: pytest.FixtureRequest) -> str:
    """Each wire format in turn."""
    return request.param


@pytest.fixture
async def world(
    model_database: Database, server: WireServer, wire: str, model_requests: None
) -> AsyncIterator[World]:
    """A founder with a run, and a runner factory on the model server."""
    made = World(model_database, server, wire)
    await made.begin()
    yield made
    await made.close()
