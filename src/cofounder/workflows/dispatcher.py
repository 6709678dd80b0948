"""The dispatcher: admits waiting runs, ends stopped ones, finds lost starts.

It looks whenever a commit nudged it and at least every few seconds, so a lost nudge
costs seconds, never work (QUEU-02). What fails for one run is tried again at the next
look and keeps no other run waiting.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog

from cofounder import clock
from cofounder.builds.releasing import release_scheduled
from cofounder.db import Database
from cofounder.runs import service as runs
from cofounder.runs.admission import admit_waiting
from cofounder.runs.models import Run
from cofounder.runs.ports import Carriage, RunLauncher
from cofounder.runs.repository import RunRepository
from cofounder.workflows.housekeeping import LOST, abandon, close_heartless
from cofounder.workflows.stepping import KEY_TOPIC

log = structlog.get_logger()

LOOK_EVERY_SECONDS = 5.0
LOOK_AGAIN_SECONDS = 0.2
CleanUp = Callable[[Run], Awaitable[None]]


class Dispatcher:
    """The loop between rows and the engine; one per serving process."""

    def __init__(
        self,
        database: Database,
        launcher: RunLauncher,
        *,
        queue_cap: int = 100,
        clean_up: CleanUp | None = None,
        look_every: float = LOOK_EVERY_SECONDS,
    ) -> None:
        self.database = database
        self.launcher = launcher
        self.queue_cap = queue_cap
        self.clean_up = clean_up
        self.look_every = look_every
        self._poked = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        database.subscribe(runs.RUNS, self._poked.set)

    def start(self) -> None:
        """Begin looking, at once and then whenever something changed."""
        self._task = asyncio.create_task(self._loop())

    async def stop(self) -> None:
        """End the loop; what it would have done is done at the next start."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def wake_keyless(self) -> None:
        """Let runs that wait for a key try once: this process may have a new one."""
        async with self.database.transaction() as session:
            for run in await RunRepository(session).list_keyless():
                await self.launcher.signal(session, run, KEY_TOPIC)

    async def _loop(self) -> None:
        due = 0.0
        while True:
            self._poked.clear()
            reconcile = time.monotonic() >= due
            if reconcile:  # on time even when nudges never cease
                due = time.monotonic() + self.look_every
            await self.look(reconcile=reconcile)
            await self._poked_within(max(0.0, due - time.monotonic()))

    async def _poked_within(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._poked.wait(), seconds)

    async def look(self, *, reconcile: bool = True) -> None:
        """Do once what the rows ask for; with `reconcile`, find lost starts too."""
        # Admission first: somebody looks at the run that starts here.
        work = [self._admit, self._end_stopped]
        if reconcile:
            work += [self._release_due, self._reconcile, self._close_heartless]
        for each in work:
            try:
                await each()
            except Exception:
                log.exception("dispatch_failed", work=each.__name__)

    async def _admit(self) -> None:
        # Most nudges say that a run ended: only a look for those takes no lock.
        async with self.database.reading() as session:
            if not await RunRepository(session).has_waiting():
                return
        async with self.database.transaction() as session:
            for run in await admit_waiting(session):
                await self.launcher.launch(session, run)

    async def _end_stopped(self) -> None:
        async with self.database.reading() as session:
            stopping = await RunRepository(session).list_stopping()
        for run in stopping:
            try:
                await self._end(run)
            except Exception:
                log.exception("stop_failed", run=str(run.id))

    async def _end(self, run: Run) -> None:
        """Stop and clean up; again shortly while something of it is at work.

        A step may be making a cell in the moment it is stopped: only a clean-up after
        its last line leaves nothing behind.
        """
        async with self.database.transaction() as session:
            await self.launcher.stop(session, run)
        was_at_work = self.launcher.is_at_work(run.id)
        if self.clean_up is not None:
            await self.clean_up(run)
        if was_at_work:
            asyncio.get_running_loop().call_later(LOOK_AGAIN_SECONDS, self._poked.set)
            return
        async with self.database.transaction() as session:
            await runs.mark_stopped(session, run.id)

    async def _release_due(self) -> None:
        async with self.database.reading() as session:
            due = await RunRepository(session).list_due(clock.now())
        if due:
            async with self.database.transaction() as session:
                await release_scheduled(session, clock.now(), self.queue_cap)

    async def _reconcile(self) -> None:
        """Start what was admitted and never started; give up what ended unnoticed."""
        async with self.database.reading() as session:
            admitted = await RunRepository(session).list_admitted()
        known = await self.launcher.look_up([run.id for run in admitted])
        for run_id, carriage in known.items():
            if carriage is Carriage.UNKNOWN:
                await self._relaunch(run_id)
            elif carriage is Carriage.ENDED:
                await self._give_up(run_id)

    async def _relaunch(self, run_id: UUID) -> None:
        async with self.database.transaction() as session:
            run = await RunRepository(session).get_for_update(run_id)
            if not run.is_over:
                log.info("run_relaunched", run=str(run_id))
                await self.launcher.launch(session, run)

    async def _give_up(self, run_id: UUID) -> None:
        """Its workflow ended without ending the run; steps end the row first."""
        async with self.database.transaction() as session:
            await abandon(session, run_id, LOST)

    async def _close_heartless(self) -> None:
        await close_heartless(self.database)
