"""Two walks of the demo, made once; every test gets copies it may spoil."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable
from pathlib import Path

import pytest
from evals.cases import load_all
from evals.outcomes import Outcome
from evals.running import ledger_database, run_cases

from cofounder.agents.fake import RunnerFake
from cofounder.runs.ledger import Ledger
from tests.agents.fixtures import model_requests, server

__all__ = ["model_requests", "server"]

NAMES = ("pet-sitters", "repair-cafe")
Walked = Callable[[str], Outcome]


async def _walk(folder: Path) -> dict[str, Outcome]:
    async with ledger_database(folder) as database:
        runner = RunnerFake(Ledger(database))
        walks = run_cases(load_all(NAMES), runner, database)
        return {outcome.case.name: outcome async for outcome in walks}


@pytest.fixture(scope="session")
def walks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """The demo's walks of two cases; the second has a hidden order in an answer."""
    return asyncio.run(_walk(tmp_path_factory.mktemp("evals")))


@pytest.fixture
def walked(walks: dict[str, Outcome]) -> Walked:
    """A copy of the walk of a case, to be spoilt."""
    return lambda name: copy.deepcopy(walks[name])
