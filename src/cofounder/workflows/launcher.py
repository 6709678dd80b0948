"""Starting and stopping admitted runs in this process (stack.md G11).

The run's id is the workflow's id: starting the same run twice is one workflow.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID

import structlog
from dbos import DBOS, SetWorkflowID
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.db import nudge_later
from cofounder.runs.models import Run
from cofounder.runs.ports import Carriage
from cofounder.runs.states import RunKind
from cofounder.workflows import carrying

log = structlog.get_logger()

Body = Callable[[str], Coroutine[Any, Any, str]]
UNDER_WAY = frozenset({"ENQUEUED", "DELAYED", "PENDING"})


class InProcessLauncher:
    """Starts each admitted run's workflow on the event loop of this process."""

    def __init__(self, bodies: dict[RunKind, Body]) -> None:
        self.bodies = bodies
        self._tasks: set[asyncio.Task[None]] = set()

    async def launch(self, session: AsyncSession, run: Run) -> None:
        """Start the run's workflow once the transaction commits."""
        kind, run_id = run.kind, run.id
        nudge_later(session, lambda: self._spawn(self._start(kind, run_id)))

    async def stop(self, session: AsyncSession, run: Run) -> None:
        """Cancel the run's workflow once the transaction commits."""
        run_id = run.id
        nudge_later(session, lambda: self._spawn(self._cancel(run_id)))

    async def signal(self, session: AsyncSession, run: Run, topic: str) -> None:
        """Wake the run if it waits for `topic` once the transaction commits."""
        run_id = str(run.id)
        nudge_later(session, lambda: self._spawn(self._send(run_id, topic)))

    async def look_up(self, run_ids: list[UUID]) -> dict[UUID, Carriage]:
        """What the engine knows about these runs."""
        if not run_ids:
            return {}
        known = await DBOS.list_workflows_async(
            workflow_ids=[str(run_id) for run_id in run_ids],
            load_input=False,
            load_output=False,
        )
        states = {status.workflow_id: status.status for status in known}
        return {run_id: _carriage(states.get(str(run_id))) for run_id in run_ids}

    def is_at_work(self, run_id: UUID) -> bool:
        """Whether something of the run is still going on in this process."""
        return carrying.is_carried(run_id)

    async def close(self) -> None:
        """Wait for starts and stops under way; nothing new may be asked for."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2.0)

    async def _start(self, kind: RunKind, run_id: UUID) -> None:
        with SetWorkflowID(str(run_id)):
            await DBOS.start_workflow_async(self.bodies[kind], str(run_id))

    async def _cancel(self, run_id: UUID) -> None:
        """Cancel the record first, so that nothing recovers what we then end."""
        await DBOS.cancel_workflow_async(str(run_id))
        carrying.interrupt(run_id)

    async def _send(self, run_id: str, topic: str) -> None:
        await DBOS.send_async(run_id, True, topic=topic)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        # In a context of its own: whoever committed may be a step of another run.
        loop = asyncio.get_running_loop()
        task = loop.create_task(work, context=contextvars.Context())
        self._tasks.add(task)
        task.add_done_callback(self._over)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("launch_failed", error=repr(task.exception()))


def _carriage(state: str | None) -> Carriage:
    if state is None:
        return Carriage.UNKNOWN
    return Carriage.UNDER_WAY if state in UNDER_WAY else Carriage.ENDED
