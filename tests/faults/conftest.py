from __future__ import annotations

import pytest

from tests.agents.fixtures import (
    model_database,
    model_requests,
    server,
    wire,
    world,
)

__all__ = [
    "model_database",
    "model_requests",
    "server",
    "wire",
    "world",
]


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave the long ones out unless they are asked for by their mark."""
    if "soak" in (config.getoption("-m") or ""):
        return
    long = [item for item in items if item.get_closest_marker("soak")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]
