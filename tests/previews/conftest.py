"""A database with the tables that previews touch, a keeper and its cells."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from cofounder.accounts import models as _accounts
from cofounder.db import Database
from cofounder.previews import models as _previews
from cofounder.previews.keeper import PreviewKeeper
from tests.previews.parts import FakeCells, Timer

TABLES = (_accounts.User, _previews.Preview)  # imported so that the metadata is whole


@pytest.fixture
async def cells() -> AsyncIterator[FakeCells]:
    made = FakeCells()
    yield made
    await made.close()


@pytest.fixture
def timer() -> Timer:
    return Timer()


@pytest.fixture
async def keeper(
    database: Database, cells: FakeCells, timer: Timer
) -> AsyncIterator[PreviewKeeper]:
    made = PreviewKeeper(database, cells, timer=timer, awake_max=2)
    yield made
    await made.close()
