"""The dispatcher: who is admitted, in which order, and what nobody else would do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import update

from cofounder import clock
from cofounder.accounts.models import User
from cofounder.accounts.tiers import LIMITS, Tier
from cofounder.db import Database
from cofounder.runs import service as runs
from cofounder.runs.models import Run
from cofounder.runs.ports import Carriage
from cofounder.runs.repository import ItemRepository, RunRepository
from cofounder.runs.states import ItemStatus, RunKind, RunStatus
from cofounder.workflows.dispatcher import Dispatcher
from cofounder.workflows.stepping import KEY_TOPIC
from tests.factories.accounts import a_user
from tests.factories.runs import a_run
from tests.fakes.launcher import RecordingLauncher

NOON = "2026-03-10T12:00:00+00:00"


class Desk:
    """A dispatcher that looks when it is told, over rows of a test's own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.launcher = RecordingLauncher()
        self.dispatcher = Dispatcher(database, self.launcher, queue_cap=100)

    async def user(self, tier: Tier = Tier.CTO_SCALE) -> User:
        async with self.database.transaction() as session:
            return await a_user(session, tier)

    async def ask(self, user: User, **more: Any) -> Run:
        async with self.database.transaction() as session:
            return await a_run(session, user, **more)

    async def row(self, run: Run) -> Run:
        async with self.database.reading() as session:
            return await RunRepository(session).get(run.id)

    async def do(self, call: Callable[..., Awaitable[Any]], *arguments: Any) -> Any:
        async with self.database.transaction() as session:
            return await call(session, *arguments)

    async def set(self, run: Run, **values: Any) -> None:
        async with self.database.transaction() as session:
            await session.execute(update(Run).where(Run.id == run.id).values(**values))


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


async def test_queu_03_a_user_gets_as_many_places_as_the_tier_has(desk: Desk) -> None:
    user = await desk.user(Tier.BOOTSTRAPPER)
    places = LIMITS[Tier.BOOTSTRAPPER].runs_per_user
    asked = [await desk.ask(user) for _ in range(places + 2)]
    other = await desk.ask(await desk.user(Tier.BOOTSTRAPPER))
    await desk.dispatcher.look()
    expected = [run.id for run in asked[:places]] + [other.id]
    assert desk.launcher.started == expected
    await desk.dispatcher.look()
    assert desk.launcher.started == expected, "without a free place nothing starts"
    await desk.do(runs.begin, asked[0].id)
    await desk.do(runs.fail, asked[0].id, {"code": "x"})
    await desk.dispatcher.look()
    assert desk.launcher.started[-1] == asked[places].id


async def test_queu_01_the_rank_decides_who_is_next(desk: Desk) -> None:
    """ORC-20, ORC-21: a boost overtakes at most as many as it counts."""
    slow = await desk.ask(await desk.user(Tier.BOOTSTRAPPER))
    fast = [await desk.ask(await desk.user(Tier.CTO_SCALE)) for _ in range(10)]
    await desk.dispatcher.look()
    assert desk.launcher.started.index(slow.id) == 5
    order = [run_id for run_id in desk.launcher.started if run_id != slow.id]
    assert order == [run.id for run in fast], "inside a tier it is first in, first out"


async def test_a_run_without_a_place_in_the_queue_needs_none(desk: Desk) -> None:
    """LLMC-02: deferred calls take no place."""
    user = await desk.user(Tier.BOOTSTRAPPER)
    asked = [await desk.ask(user, slotted=False) for _ in range(6)]
    await desk.dispatcher.look()
    assert len(desk.launcher.started) == len(asked)


async def test_a_run_that_waits_for_the_founder_holds_no_place(desk: Desk) -> None:
    """GENR-10, QUEU-03."""
    user = await desk.user(Tier.BOOTSTRAPPER)
    places = LIMITS[Tier.BOOTSTRAPPER].runs_per_user
    holding = [await desk.ask(user) for _ in range(places)]
    waiting = await desk.ask(user)
    await desk.dispatcher.look()
    await desk.do(runs.begin, holding[0].id)
    await desk.do(runs.pause, holding[0].id, {"kind": "key_rejected"})
    await desk.dispatcher.look()
    assert desk.launcher.started[-1] == waiting.id


async def test_orc_26_two_dispatchers_race_for_the_last_place_and_one_wins(
    desk: Desk,
) -> None:
    user = await desk.user(Tier.BOOTSTRAPPER)
    places = LIMITS[Tier.BOOTSTRAPPER].runs_per_user
    other = Database(desk.database.url)
    rival = Dispatcher(other, RecordingLauncher())
    for _ in range(places + 3):
        await desk.ask(user)
    looks = [desk.dispatcher, rival] * 3
    await asyncio.gather(*(each.look(reconcile=False) for each in looks))
    await other.close()
    started = [*desk.launcher.started, *rival.launcher.started]  # type: ignore[attr-defined]
    assert len(started) == len(set(started)) == places


async def test_a_start_lost_in_a_crash_is_found_and_made_up_for(desk: Desk) -> None:
    """The process died between the admission's commit and the start."""
    run = await desk.ask(await desk.user())
    await desk.set(run, admitted_at=clock.now())
    await desk.dispatcher.look(reconcile=False)
    assert desk.launcher.started == []
    await desk.dispatcher.look()
    assert desk.launcher.started == [run.id]
    await desk.dispatcher.look()
    assert desk.launcher.started == [run.id]


async def test_lost_starts_are_looked_for_even_when_nudges_never_cease(
    database: Database,
) -> None:
    launcher = RecordingLauncher()
    dispatcher = Dispatcher(database, launcher, look_every=0.05)
    desk = Desk(database)
    dispatcher.start()
    run = await desk.ask(await desk.user())
    await desk.set(run, admitted_at=clock.now())
    launcher.states.clear()
    launcher.started.clear()
    async with asyncio.timeout(10):
        while run.id not in launcher.started:
            dispatcher._poked.set()
            await asyncio.sleep(0)
    await dispatcher.stop()


async def test_a_run_whose_workflow_ended_unnoticed_is_failed_with_its_items(
    desk: Desk,
) -> None:
    """A row never stays "running" when nothing carries it any more."""
    run = await desk.ask(await desk.user())
    await desk.dispatcher.look()
    await desk.do(runs.begin, run.id)
    desk.launcher.states[run.id] = Carriage.ENDED
    await desk.dispatcher.look()
    row = await desk.row(run)
    assert row.status is RunStatus.FAILED
    assert row.error is not None
    assert "try again" in row.error["message"]
    async with desk.database.reading() as session:
        (item,) = await ItemRepository(session).list_of(run.id)
    assert item.status is ItemStatus.FAILED


@pytest.mark.parametrize("state", ["queued", "admitted", "running", "awaiting"])
async def test_rune_14_a_stop_ends_a_run_in_every_state(desk: Desk, state: str) -> None:
    run = await desk.ask(await desk.user())
    if state != "queued":
        await desk.dispatcher.look()
    if state in ("running", "awaiting"):
        await desk.do(runs.begin, run.id)
    if state == "awaiting":
        await desk.do(runs.pause, run.id, {"kind": "key_rejected"})
    await desk.do(runs.stop, run)
    await desk.dispatcher.look()
    await desk.dispatcher.look()
    row = await desk.row(run)
    assert row.status is RunStatus.CANCELLED
    assert row.stopped_at is not None
    assert desk.launcher.stopped == ([] if state == "queued" else [run.id])


async def test_a_stop_is_finished_only_when_nothing_is_at_work_any_more(
    desk: Desk,
) -> None:
    """A step may make a cell while it is stopped: it is cleaned up after its end."""
    cleaned: list[bool] = []

    async def clean_up(run: Run) -> None:
        cleaned.append(run.id in desk.launcher.at_work)

    desk.dispatcher.clean_up = clean_up
    run = await desk.ask(await desk.user())
    await desk.dispatcher.look()
    await desk.do(runs.stop, run)
    desk.launcher.states[run.id] = Carriage.ENDED  # its last step is still busy
    desk.launcher.at_work.add(run.id)
    original = desk.launcher._stop
    desk.launcher._stop = lambda run_id: None  # type: ignore[method-assign]
    await desk.dispatcher.look()
    assert (await desk.row(run)).stopped_at is None
    desk.launcher._stop = original  # type: ignore[method-assign]
    desk.launcher.at_work.clear()
    await desk.dispatcher.look()
    assert (await desk.row(run)).stopped_at is not None
    assert cleaned == [True, False]


async def test_a_clean_up_that_fails_keeps_nobody_else_waiting(desk: Desk) -> None:
    """ORC-82: and it is tried again."""
    tried: list[Run] = []

    async def broken(run: Run) -> None:
        tried.append(run)
        raise OSError("the sandbox does not answer")

    desk.dispatcher.clean_up = broken
    stopped = await desk.ask(await desk.user())
    await desk.do(runs.stop, stopped)
    waiting = await desk.ask(await desk.user())
    await desk.dispatcher.look()
    await desk.dispatcher.look()
    assert desk.launcher.started == [waiting.id]
    assert len(tried) == 2


async def test_a_new_process_wakes_runs_that_wait_for_a_key(desk: Desk) -> None:
    """Fault 33."""
    run = await desk.ask(await desk.user())
    await desk.dispatcher.look()
    await desk.do(runs.begin, run.id)
    await desk.do(runs.pause, run.id, {"kind": "key_rejected", "message": "no"})
    other = await desk.ask(await desk.user())
    await desk.dispatcher.look()
    await desk.do(runs.begin, other.id)
    await desk.do(runs.pause, other.id, {"kind": "iteration_confirmation"})
    await desk.dispatcher.wake_keyless()
    assert desk.launcher.signals == [(run.id, KEY_TOPIC)]


async def over_the_limit(desk: Desk) -> tuple[User, Run]:
    user = await desk.user(Tier.BOOTSTRAPPER)
    for _ in range(LIMITS[Tier.BOOTSTRAPPER].runs_per_day):
        run = await desk.ask(user, counts_daily=True)
        await desk.do(runs.stop, run)
    return user, await desk.ask(user, counts_daily=True)


async def test_queu_06_scheduled_runs_come_within_the_hour_after_midnight(
    desk: Desk,
) -> None:
    """ORC-24, ORC-25."""
    with time_machine.travel(NOON, tick=False) as travel:
        _, run = await over_the_limit(desk)
        row = await desk.row(run)
        assert row.status is RunStatus.SCHEDULED
        assert row.wake_at is not None
        travel.move_to(row.wake_at - timedelta(seconds=1))
        await desk.dispatcher.look()
        assert (await desk.row(run)).status is RunStatus.SCHEDULED
        travel.move_to(row.wake_at + timedelta(hours=1))
        await desk.dispatcher.look()
        await desk.dispatcher.look()
    assert (await desk.row(run)).status is RunStatus.QUEUED
    assert run.id in desk.launcher.started


async def test_queu_06_a_full_queue_leaves_them_scheduled(desk: Desk) -> None:
    """ORC-25."""
    with time_machine.travel(NOON, tick=False) as travel:
        _, run = await over_the_limit(desk)
        desk.dispatcher.queue_cap = 0
        travel.shift(timedelta(hours=14))
        await desk.dispatcher.look()
        assert (await desk.row(run)).status is RunStatus.SCHEDULED
        desk.dispatcher.queue_cap = 1
        await desk.dispatcher.look()
        assert (await desk.row(run)).status is RunStatus.QUEUED


async def test_queu_10_two_days_without_a_sign_of_life_close_a_run(desk: Desk) -> None:
    """Waiting for a person or for another day is no lack of life."""
    dead, waits = [await desk.ask(await desk.user()) for _ in range(2)]
    _, scheduled = await over_the_limit(desk)
    await desk.dispatcher.look()
    for run in (dead, waits):
        await desk.do(runs.begin, run.id)
    await desk.do(runs.pause, waits.id, {"kind": "key_rejected"})
    alive = await desk.ask(await desk.user())
    await desk.dispatcher.look()
    await desk.do(runs.begin, alive.id)
    long_ago = clock.now() - timedelta(hours=49)
    for run in (dead, waits, scheduled):
        await desk.set(run, updated_at=long_ago)
    await desk.dispatcher.look()
    rows = [await desk.row(run) for run in (dead, waits, scheduled, alive)]
    assert [row.status for row in rows] == [
        RunStatus.FAILED,
        RunStatus.AWAITING_FOUNDER,
        RunStatus.SCHEDULED,
        RunStatus.RUNNING,
    ]
    assert rows[0].error is not None
    assert "sign of life" in rows[0].error["message"]
    await desk.dispatcher.look()
    assert desk.launcher.stopped == [dead.id], "its workflow is ended too"


async def test_of_two_identical_lanes_at_once_one_run_is_made(desk: Desk) -> None:
    """RUNE-09, ORC-115."""
    user = await desk.user()
    asked = await asyncio.gather(
        *(desk.ask(user, lane="trio:1", kind=RunKind.TRIO) for _ in range(4)),
        return_exceptions=True,
    )
    assert len([each for each in asked if isinstance(each, Run)]) == 1


async def test_queu_05_the_daily_limit_holds_for_requests_at_the_same_time(
    desk: Desk,
) -> None:
    user = await desk.user(Tier.BOOTSTRAPPER)
    limit = LIMITS[Tier.BOOTSTRAPPER].runs_per_day
    made = await asyncio.gather(
        *(desk.ask(user, counts_daily=True) for _ in range(limit + 2))
    )
    states = [run.status for run in made]
    assert states.count(RunStatus.SCHEDULED) == 2
