"""What is measured, one module per topic."""

from __future__ import annotations

from bench.measuring import Topic
from bench.rows import (
    calls,
    documents,
    engine,
    exporting,
    journeys,
    polling,
    proxying,
    sandboxes,
    starting,
)

TOPICS: tuple[Topic, ...] = (
    *starting.TOPICS,
    *polling.TOPICS,
    *engine.TOPICS,
    *calls.TOPICS,
    *documents.TOPICS,
    *sandboxes.TOPICS,
    *proxying.TOPICS,
    *exporting.TOPICS,
    *journeys.TOPICS,
)
