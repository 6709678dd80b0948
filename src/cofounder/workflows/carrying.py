"""Which runs this process is carrying at this moment, fresh or recovered alike.

The engine's own record says what should run; this says whose code is on our loop, so
that a stop can end it at once and knows when nothing of it is left.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Generator
from contextlib import contextmanager
from uuid import UUID

_bodies: defaultdict[str, set[asyncio.Task[object]]] = defaultdict(set)


@contextmanager
def carrying(run_id: str) -> Generator[None]:
    """Every workflow body is inside of this from its first line to its last."""
    task = asyncio.current_task()
    assert task is not None, "workflow bodies run on the event loop"
    _bodies[run_id].add(task)
    try:
        yield
    finally:
        _bodies[run_id].discard(task)
        if not _bodies[run_id]:
            del _bodies[run_id]


def is_carried(run_id: UUID) -> bool:
    """Whether a body of this run is still on our loop."""
    return str(run_id) in _bodies


def interrupt(run_id: UUID) -> None:
    """End the run's body where it waits; what it waited for is cancelled with it."""
    for task in list(_bodies.get(str(run_id), ())):
        task.cancel()


async def interrupt_all(seconds: float) -> list[UUID]:
    """End every body and wait until each has cleaned up; whose bodies they were."""
    run_ids = [UUID(run_id) for run_id in _bodies]
    tasks = [task for tasks in _bodies.values() for task in tasks]
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks, timeout=seconds)
    return run_ids
