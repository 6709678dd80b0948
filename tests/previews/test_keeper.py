"""The keeper wakes, counts, and lets sleep (GENR-04)."""

from __future__ import annotations

import asyncio
from pathlib import Path
from uuid import UUID

import pytest

from cofounder.db import Database
from cofounder.errors import NotFound
from cofounder.previews import service
from cofounder.previews.keeper import PreviewKeeper
from cofounder.previews.models import Preview
from cofounder.previews.ports import Awake, NotAwake, Reason
from cofounder.previews.repository import PreviewRepository
from cofounder.previews.states import PreviewState
from cofounder.sandbox import KillReason
from tests.previews.parts import FakeCells, Timer, a_preview


async def made(database: Database, cells: FakeCells | None) -> Preview:
    async with database.transaction() as session:
        return await a_preview(session, cells)


async def row(database: Database, preview: Preview) -> Preview:
    async with database.reading() as session:
        found = await PreviewRepository(session).find_for_build(preview.build_id)
    assert found is not None
    return found


async def visit(keeper: PreviewKeeper, preview: Preview) -> Path:
    answer = await keeper.endpoint(preview.host_id, patience=60)
    assert isinstance(answer, Awake), answer
    return answer.socket_path


async def ask(path: Path, method: str = "GET", body: str = "") -> str:
    reader, writer = await asyncio.open_unix_connection(str(path))
    head = f"{method} / HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write((head + body).encode())
    await reader.readuntil(b"\r\n\r\n")
    answer = await asyncio.wait_for(reader.read(1000), 5)
    writer.close()
    await writer.wait_closed()
    return answer.decode()


async def test_genr_04_a_visit_wakes_a_sleeping_preview(
    database: Database, cells: FakeCells, keeper: PreviewKeeper
) -> None:
    preview = await made(database, cells)
    assert preview.is_paused
    path = await visit(keeper, preview)
    await ask(path, "POST", "bread")
    assert await ask(path) == "bread"
    found = await row(database, preview)
    assert found.state is PreviewState.AWAKE
    assert found.awake_since is not None
    assert found.expires_at is not None
    assert (found.expires_at - found.awake_since).total_seconds() == 3600
    assert cells.cells[0].env == {"APP_NAME": "Bakery"}


async def test_many_visitors_at_once_start_the_app_once(
    database: Database, cells: FakeCells, keeper: PreviewKeeper
) -> None:
    preview = await made(database, cells)
    paths = await asyncio.gather(*(visit(keeper, preview) for _ in range(50)))
    assert len(set(paths)) == 1
    assert cells.starts == 1


async def test_an_impatient_visitor_is_told_that_it_starts(
    database: Database, cells: FakeCells, keeper: PreviewKeeper
) -> None:
    preview = await made(database, cells)
    cells.starting = asyncio.Event()
    answer = await keeper.endpoint(preview.host_id, patience=0)
    assert answer == NotAwake(Reason.STARTING)
    cells.starting.set()
    await visit(keeper, preview)
    assert cells.starts == 1


async def test_an_unknown_host_id_starts_nothing(
    database: Database, cells: FakeCells, keeper: PreviewKeeper
) -> None:
    assert not await keeper.knows("a" * 26)
    answer = await keeper.endpoint("a" * 26)
    assert answer == NotAwake(Reason.UNKNOWN)
    assert cells.starts == 0


async def test_an_awake_preview_needs_no_database(
    database: Database, cells: FakeCells, keeper: PreviewKeeper
) -> None:
    preview = await made(database, cells)
    path = await visit(keeper, preview)
    keeper.database = None  # type: ignore[assignment]
    assert await visit(keeper, preview) == path
    keeper.database = database


async def test_genr_04_it_sleeps_without_visits_and_wakes_with_its_data(
    database: Database, cells: FakeCells, keeper: PreviewKeeper, timer: Timer
) -> None:
    preview = await made(database, cells)
    await ask(await visit(keeper, preview), "POST", "bread")
    timer.pass_by(899)
    await keeper.tick()
    assert len(cells.awake) == 1
    timer.pass_by(1)
    await keeper.tick()
    assert not cells.awake
    assert (await row(database, preview)).is_paused
    assert await ask(await visit(keeper, preview)) == "bread"


async def test_genr_04_a_used_preview_stays_awake_until_its_hour_is_over(
    database: Database, cells: FakeCells, keeper: PreviewKeeper, timer: Timer
) -> None:
    preview = await made(database, cells)
    await visit(keeper, preview)
    for _ in range(5):
        timer.pass_by(700)
        keeper.touch(preview.host_id)
        await keeper.tick()
    assert len(cells.awake) == 1
    timer.pass_by(100)
    keeper.touch(preview.host_id)
    await keeper.tick()
    assert not cells.awake


async def test_genr_04_the_least_recently_used_sleeps_when_places_are_taken(
    database: Database, cells: FakeCells, keeper: PreviewKeeper, timer: Timer
) -> None:
    previews = [await made(database, cells) for _ in range(3)]
    for preview in previews[:2]:
        await visit(keeper, preview)
        timer.pass_by(1)
    await visit(keeper, previews[0])
    await visit(keeper, previews[2])
    states = [(await row(database, preview)).state for preview in previews]
    assert states == [PreviewState.AWAKE, PreviewState.ASLEEP, PreviewState.AWAKE]
    assert cells.most_awake == 2


async def test_a_crowd_of_previews_never_has_more_awake_than_allowed(
    database: Database, cells: FakeCells, keeper: PreviewKeeper
) -> None:
    previews = [await made(database, cells) for _ in range(8)]
    await asyncio.gather(*(visit(keeper, preview) for preview in previews))
    assert cells.most_awake == 2
    assert cells.starts == 8


async def test_after_a_restart_of_the_server_everything_is_asleep_and_wakes_again(
    database: Database, cells: FakeCells, keeper: PreviewKeeper
) -> None:
    """Nothing of the killed keeper is told anything; its rows say "awake"."""
    preview = await made(database, cells)
    await ask(await visit(keeper, preview), "POST", "bread")
    for cell in list(cells.awake):
        cell.on_ended = None
        await cell.destroy()
    later = PreviewKeeper(database, cells)
    await later.open()
    try:
        assert (await row(database, preview)).is_paused
        assert await ask(await visit(later, preview)) == "bread"
    finally:
        await later.close()


async def test_another_servers_previews_are_left_alone_at_a_restart(
    database: Database, cells: FakeCells
) -> None:
    here = PreviewKeeper(database, cells, instance="here")
    preview = await made(database, cells)
    await visit(here, preview)
    there = PreviewKeeper(database, cells, instance="there")
    await there.open()
    assert (await row(database, preview)).state is PreviewState.AWAKE
    await there.close()
    await here.close()


async def test_closing_the_keeper_ends_every_app(
    database: Database, cells: FakeCells, keeper: PreviewKeeper
) -> None:
    awake, starting = await made(database, cells), await made(database, cells)
    await visit(keeper, awake)
    cells.starting = asyncio.Event()
    await keeper.endpoint(starting.host_id, patience=0)
    await keeper.close()
    assert not cells.awake
    for preview in (awake, starting):
        assert (await row(database, preview)).is_paused


async def test_pausing_and_waking_by_build_keeps_url_and_data(
    database: Database, cells: FakeCells, keeper: PreviewKeeper
) -> None:
    preview = await made(database, cells)
    await ask(await visit(keeper, preview), "POST", "bread")
    await keeper.pause(preview.build_id)
    await keeper.pause(preview.build_id)
    assert (await row(database, preview)).is_paused
    answer = await keeper.wake(preview.build_id)
    assert isinstance(answer, Awake)
    assert await ask(answer.socket_path) == "bread"
    assert (await row(database, preview)).host_id == preview.host_id


async def test_a_removed_preview_is_found_no_more(
    database: Database, cells: FakeCells, keeper: PreviewKeeper
) -> None:
    preview = await made(database, cells)
    await visit(keeper, preview)
    async with database.transaction() as session:
        await service.remove_preview(session, preview.build_id)
    await keeper.forget(preview.host_id)
    assert not cells.awake
    assert not await keeper.knows(preview.host_id)
    assert await keeper.endpoint(preview.host_id) == NotAwake(Reason.UNKNOWN)


async def test_a_preview_removed_while_it_starts_leaves_no_cell(
    database: Database, cells: FakeCells, keeper: PreviewKeeper
) -> None:
    preview = await made(database, cells)
    cells.starting = asyncio.Event()
    await keeper.endpoint(preview.host_id, patience=0)
    async with database.transaction() as session:
        await service.remove_preview(session, preview.build_id)
    cells.starting.set()
    assert await keeper.endpoint(preview.host_id) == NotAwake(Reason.UNKNOWN)
    assert not cells.awake
    assert cells.cells[0].destroyed


async def test_a_lost_snapshot_is_made_again_before_serving(
    database: Database, cells: FakeCells
) -> None:
    class Reinstall:
        async def restore(self, build_id: UUID) -> None:
            cells.snapshots.add(f"build-{build_id}")

    keeper = PreviewKeeper(database, cells, restorer=Reinstall())
    preview = await made(database, None)
    await visit(keeper, preview)
    await keeper.close()


async def test_a_workspace_that_is_gone_for_good_is_expired(
    database: Database, cells: FakeCells
) -> None:
    class Nothing:
        async def restore(self, build_id: UUID) -> None:
            raise NotFound("Its files are gone.")

    keeper = PreviewKeeper(database, cells, restorer=Nothing())
    preview = await made(database, None)
    answer = await keeper.endpoint(preview.host_id)
    assert answer == NotAwake(Reason.EXPIRED, "Its files are gone.")
    await keeper.close()


async def test_without_a_sandbox_the_reason_and_the_fix_are_told(
    database: Database, cells: FakeCells, keeper: PreviewKeeper
) -> None:
    cells.unavailable = "bubblewrap is missing."
    preview = await made(database, cells)
    answer = await keeper.endpoint(preview.host_id)
    assert isinstance(answer, NotAwake)
    assert answer.reason is Reason.UNAVAILABLE
    assert "apt install bubblewrap" in answer.hint
    found = await row(database, preview)
    assert found.is_paused
    assert found.crashes == []


async def test_an_app_that_ran_its_time_is_asleep_and_not_crashed(
    database: Database, cells: FakeCells, keeper: PreviewKeeper
) -> None:
    preview = await made(database, cells)
    await visit(keeper, preview)
    await cells.awake[0].end(-9, killed=KillReason.TIME)
    found = await crashed(database, preview)
    assert found.is_paused
    assert found.failure is None


async def test_an_unexpected_error_leaves_the_preview_asleep(
    database: Database, cells: FakeCells, keeper: PreviewKeeper
) -> None:
    preview = await made(database, cells)
    cells.defect = RuntimeError("a defect")
    answer = await keeper.endpoint(preview.host_id)
    assert isinstance(answer, NotAwake)
    assert answer.reason is Reason.UNAVAILABLE
    assert (await row(database, preview)).is_paused


async def crashed(database: Database, preview: Preview) -> Preview:
    """The row, once the keeper has written what it was told about its app."""
    async with asyncio.timeout(5):
        with database.listening(f"preview:{preview.build_id}") as changed:
            while (found := await row(database, preview)).state is PreviewState.AWAKE:
                changed.clear()
                await changed.wait()
    return found


@pytest.mark.parametrize("ending", ["told", "noticed"])
async def test_a_crash_puts_it_to_sleep_with_its_log_and_a_visit_starts_it_again(
    database: Database, cells: FakeCells, keeper: PreviewKeeper, ending: str
) -> None:
    preview = await made(database, cells)
    await visit(keeper, preview)
    cell = cells.awake[0]
    if ending == "noticed":
        cell.on_ended = None
    await cell.end(1)
    await keeper.lost(preview.host_id)
    found = await crashed(database, preview)
    assert found.is_paused
    assert found.failure is not None
    assert found.failure["hint"] == "The app ended with code 1."
    assert found.failure["log"] == ["Traceback", "it ended"]
    assert len(found.crashes) == 1
    await visit(keeper, preview)
    assert cell.destroyed
    assert (await row(database, preview)).failure is None


async def test_an_end_that_is_told_late_is_waited_for(
    database: Database, cells: FakeCells, keeper: PreviewKeeper
) -> None:
    preview = await made(database, cells)
    await visit(keeper, preview)
    cell = cells.awake[0]
    asyncio.get_running_loop().call_later(0.1, asyncio.ensure_future, cell.end(7))
    await keeper.lost(preview.host_id)
    assert len((await row(database, preview)).crashes) == 1
    assert cell.destroyed
    await visit(keeper, preview)
    assert cells.starts == 2


async def test_an_end_whose_log_cannot_be_read_does_not_bar_the_next_start(
    database: Database,
    cells: FakeCells,
    keeper: PreviewKeeper,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def unreadable(_: object) -> tuple[str, ...]:
        raise RuntimeError("a defect")

    preview = await made(database, cells)
    await visit(keeper, preview)
    cells.awake[0].on_ended = None
    await cells.awake[0].end(1)
    monkeypatch.setattr("cofounder.previews.keeper.last_words", unreadable)
    with pytest.raises(RuntimeError, match="a defect"):
        await keeper.lost(preview.host_id)
    await asyncio.wait_for(visit(keeper, preview), 5)
    assert cells.starts == 2
