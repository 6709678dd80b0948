from __future__ import annotations

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
