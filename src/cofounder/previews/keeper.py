"""The keeper: wakes previews when somebody visits and lets them sleep afterwards.

Rows say in which state a preview is; the processes and the sockets of those that are
awake are held here, so that a proxied request needs no database. After a restart of
the server nothing is awake: the rows say so, and the next visit wakes each preview
under the same URL and with its data.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog

from cofounder import clock
from cofounder.db import Database
from cofounder.previews import service
from cofounder.previews.errors import PreviewNotFound
from cofounder.previews.models import Preview
from cofounder.previews.places import Places
from cofounder.previews.ports import (
    Answer,
    Awake,
    Cell,
    Cells,
    NotAwake,
    Reason,
    Restorer,
)
from cofounder.previews.repository import PreviewRepository, TicketRepository
from cofounder.previews.serving import (
    NotServed,
    Served,
    as_failure,
    ended_because,
    last_words,
    serve,
)
from cofounder.previews.states import LIFETIME, PreviewState
from cofounder.sandbox import ExecResult

log = structlog.get_logger()

PATIENCE = 5.0
RETRY_PAUSE = 10.0
LONGEST_TICK = 15.0
NOTICE = 2.0  # seconds between an app's last answer and hearing that it ended
STOPPED_HINT = "The app stopped too often and is not started again by itself."


@dataclass(slots=True)
class _Running:
    """A preview that is awake."""

    served: Served
    answer: Awake
    since: float
    used: float
    noted: float = field(default=0.0)
    gone: asyncio.Event = field(default_factory=asyncio.Event)


class PreviewKeeper:
    """Fulfils `ports.Previews`; one per server, and the only one who starts apps."""

    def __init__(
        self,
        database: Database,
        cells: Cells,
        *,
        restorer: Restorer | None = None,
        idle_seconds: float = 900.0,
        lifetime_seconds: float = LIFETIME.total_seconds(),
        awake_max: int = 4,
        instance: str = "main",
        retry_pause: float = RETRY_PAUSE,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self.database, self.cells, self.restorer = database, cells, restorer
        self.idle_seconds, self.lifetime_seconds = idle_seconds, lifetime_seconds
        self.instance, self.retry_pause, self.timer = instance, retry_pause, timer
        self._running: dict[str, _Running] = {}
        self._leaving: dict[str, _Running] = {}
        self._starts: dict[str, asyncio.Task[Answer]] = {}
        self._places = Places(awake_max, self._make_room)
        self._refused: dict[str, tuple[float, NotAwake]] = {}
        self._known: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    # --- life of the keeper -------------------------------------------------------

    async def open(self) -> None:
        """After a start of the server: nothing is awake, whatever the rows say."""
        async with self.database.transaction() as session:
            await PreviewRepository(session).put_all_to_sleep(self.instance)
        self._spawn(self._keep_ticking())

    async def close(self) -> None:
        """End every app; the rows say that they are asleep."""
        waiting: list[asyncio.Task[Any]] = [*self._tasks, *self._starts.values()]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await asyncio.gather(*(self._sleep(host_id) for host_id in list(self._running)))
        async with self.database.transaction() as session:
            await PreviewRepository(session).put_all_to_sleep(self.instance)

    async def tick(self) -> None:
        """Let sleep what nobody used for a while, or what ran its time."""
        moment = self.timer()
        for host_id, running in list(self._running.items()):
            idle = moment - running.used >= self.idle_seconds
            if idle or moment - running.since >= self.lifetime_seconds:
                await self._sleep(host_id)
            elif running.used > running.noted:
                await self._note(host_id, running)

    # --- what the proxy asks (ports.Previews) -------------------------------------

    async def knows(self, host_id: str) -> bool:
        """Whether a preview has this host id; it is not woken."""
        if host_id in self._known:
            return True
        async with self.database.reading() as session:
            found = await PreviewRepository(session).find_by_host_id(host_id)
        if found is not None:
            self._known.add(host_id)
        return found is not None

    async def endpoint(self, host_id: str, patience: float = PATIENCE) -> Answer:
        """Where the app answers, or why it does not.

        A sleeping preview is woken; however many visitors wait, it is started once.
        Whoever waits longer than `patience` seconds is told that it is starting.
        """
        running = self._running.get(host_id)
        if running is not None:
            running.used = self.timer()
            return running.answer
        start = self._starts.get(host_id)
        if start is None:
            start = asyncio.create_task(self._start(host_id))
            self._starts[host_id] = start
            start.add_done_callback(lambda _: self._starts.pop(host_id, None))
        done, _ = await asyncio.wait([start], timeout=patience)
        if not done or start.cancelled():
            return NotAwake(Reason.STARTING)
        return start.result()

    def touch(self, host_id: str) -> None:
        """Somebody still uses the preview: a stream or a socket is open."""
        running = self._running.get(host_id)
        if running is not None:
            running.used = self.timer()

    async def lost(self, host_id: str) -> None:
        """The app did not answer where it should: look whether it still runs.

        An app hangs up a moment before its end is known, so that moment is waited
        for: the next visit then starts the app instead of asking a dead one.
        """
        running = self._running.get(host_id)
        if running is None:
            return
        app = (await running.served.cell.stats()).app
        if app is None or app.ended is not None:
            await self._ended(host_id, running.served.cell, app.ended if app else None)
        with suppress(TimeoutError):
            await asyncio.wait_for(running.gone.wait(), NOTICE)

    async def revive(self, host_id: str) -> None:
        """Forget what failed, so that the next visit starts the app again.

        An app that runs is left alone: a visitor may ask for this.
        """
        self._refused.pop(host_id, None)
        async with self.database.transaction() as session:
            await service.restarted(session, host_id)

    # --- what builds and pages ask ------------------------------------------------

    async def wake(self, build_id: UUID, patience: float = PATIENCE) -> Answer:
        """Wake the preview of a build, as a visit would."""
        preview = await self._of_build(build_id)
        if preview is None:
            return NotAwake(Reason.UNKNOWN)
        return await self.endpoint(preview.host_id, patience)

    async def pause(self, build_id: UUID) -> None:
        """Let the preview of a build sleep now; the next visit wakes it."""
        preview = await self._of_build(build_id)
        if preview is not None:
            await self._sleep(preview.host_id)

    async def stop(self, build_id: UUID) -> None:
        """End the preview's process and every pass to it (cancel, removal)."""
        async with self.database.transaction() as session:
            preview = await PreviewRepository(session).find_for_build(build_id)
            if preview is None:
                return
            await TicketRepository(session).revoke(preview.id, clock.now())
        await self.forget(preview.host_id)

    async def restart(self, build_id: UUID) -> None:
        """End what runs and forget what failed; the next visit starts the app."""
        preview = await self._of_build(build_id)
        if preview is not None:
            await self._sleep(preview.host_id)
            await self.revive(preview.host_id)

    async def forget(self, host_id: str) -> None:
        """End the process and ask the row again at the next visit (a removal)."""
        self._known.discard(host_id)
        self._refused.pop(host_id, None)
        start = self._starts.get(host_id)
        if start is not None:
            start.cancel()  # an app that does not answer may take a minute to give up
            await asyncio.wait([start])
            await self._rest(host_id)
        await self._sleep(host_id)

    # --- starting -----------------------------------------------------------------

    async def _start(self, host_id: str) -> Answer:
        if (leaving := self._leaving.get(host_id)) is not None:
            await leaving.gone.wait()  # its place, its row and its data are still held
        until, refusal = self._refused.get(host_id, (0.0, None))
        if refusal is not None and self.timer() < until:
            return refusal
        try:
            async with self.database.transaction() as session:
                preview = await service.called(session, host_id, instance=self.instance)
        except PreviewNotFound:
            self._known.discard(host_id)
            return NotAwake(Reason.UNKNOWN)
        if preview.state is PreviewState.FAILED:
            return NotAwake(Reason.STOPPED, STOPPED_HINT)
        return await self._start_called(preview)

    async def _start_called(self, preview: Preview) -> Answer:
        host_id = preview.host_id
        await self._places.take(host_id)
        try:
            served = await serve(
                self.cells,
                self.restorer,
                preview,
                lambda cell, result: self._spawn(self._ended(host_id, cell, result)),
            )
            return await self._up(host_id, served)
        except NotServed as error:
            return await self._down(host_id, error)
        except Exception:
            log.exception("preview_start_failed", preview=host_id[:6])
            hint = "The app could not be started."
            error = NotServed(Reason.UNAVAILABLE, hint, crash=False)
            return await self._down(host_id, error)
        finally:
            if host_id not in self._running:
                self._places.give(host_id)

    async def _up(self, host_id: str, served: Served) -> Answer:
        try:
            async with self.database.transaction() as session:
                await service.answered(session, host_id, at=clock.now())
        except BaseException as error:
            await served.cell.destroy()
            if isinstance(error, PreviewNotFound):  # removed while it started
                return NotAwake(Reason.UNKNOWN)
            raise
        moment = self.timer()
        answer = Awake(served.socket_path)
        self._running[host_id] = _Running(served, answer, moment, moment, moment)
        self._refused.pop(host_id, None)
        self._places.changed()  # who waits for a place may have this one
        log.info("preview_awake", preview=host_id[:6])
        return answer

    async def _down(self, host_id: str, error: NotServed) -> NotAwake:
        log.info("preview_not_started", preview=host_id[:6], reason=error.reason.value)
        answer = NotAwake(error.reason, error.hint)
        self._refused[host_id] = (self.timer() + self.retry_pause, answer)
        try:
            async with self.database.transaction() as session:
                if not error.crash:
                    await service.put_to_sleep(session, host_id)
                    return answer
                row = await service.crashed(session, host_id, failure=error.failure)
        except PreviewNotFound:
            return NotAwake(Reason.UNKNOWN)
        if row.state is PreviewState.FAILED and error.reason is Reason.FAILED:
            answer = NotAwake(Reason.STOPPED, error.hint)
        return answer

    # --- ending -------------------------------------------------------------------

    async def _ended(self, host_id: str, cell: Cell, result: ExecResult | None) -> None:
        """An awake app ended by itself, or was stopped at a limit."""
        running = self._running.get(host_id)
        if running is None or running.served.cell is not cell:
            return
        why = ended_because(result)
        if why is None:
            await self._sleep(host_id)
            return
        self._leaving[host_id] = self._running.pop(host_id)
        log.info("preview_ended", preview=host_id[:6], why=why)
        try:
            failure = as_failure(Reason.FAILED, why, await last_words(cell))
            async with self.database.transaction() as session:
                await service.crashed(session, host_id, failure=failure)
        except PreviewNotFound:
            pass
        finally:
            await self._leave(host_id)

    async def _sleep(self, host_id: str) -> None:
        """End the process of an awake preview; its data stays."""
        running = self._running.pop(host_id, None)
        if running is None:
            return
        self._leaving[host_id] = running
        ago = timedelta(seconds=self.timer() - running.used)
        try:
            await self._rest(host_id, clock.now() - ago)
        finally:
            await self._leave(host_id)
        log.info("preview_asleep", preview=host_id[:6])

    async def _leave(self, host_id: str) -> None:
        """The last of a preview that was awake: its cell and its place are given up."""
        running = self._leaving[host_id]
        try:
            await running.served.cell.destroy()
        finally:
            del self._leaving[host_id]
            self._places.give(host_id)
            running.gone.set()

    async def _rest(self, host_id: str, used_at: datetime | None = None) -> None:
        try:
            async with self.database.transaction() as session:
                await service.put_to_sleep(session, host_id, last_request_at=used_at)
        except PreviewNotFound:
            return

    async def _make_room(self) -> bool:
        """Let the preview used longest ago sleep; False when all are starting."""
        if not self._running:
            return False
        await self._sleep(min(self._running, key=lambda it: self._running[it].used))
        return True

    # --- small things -------------------------------------------------------------

    async def _of_build(self, build_id: UUID) -> Preview | None:
        async with self.database.reading() as session:
            return await PreviewRepository(session).find_for_build(build_id)

    async def _note(self, host_id: str, running: _Running) -> None:
        running.noted = running.used
        async with self.database.transaction() as session:
            await PreviewRepository(session).note_visit(host_id, clock.now())

    async def _keep_ticking(self) -> None:
        pause = min(LONGEST_TICK, self.idle_seconds / 4)
        while True:
            await asyncio.sleep(pause)
            try:
                await self.tick()
            except Exception:
                log.exception("preview_tick_failed")

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
