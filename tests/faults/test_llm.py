"""Faults of models and providers, rows 26 to 36 and 39, over both wire formats."""

from __future__ import annotations

import logging
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from cofounder import clock, ids
from cofounder.accounts.tiers import LIMITS
from cofounder.errors import CofounderError
from cofounder.runs.errors import (
    DailyTokensUsed,
    KeyRejected,
    ModelBusy,
    ModelFailed,
    RunStopping,
)
from cofounder.runs.models import LlmCall, Run
from tests.agents.world import KEY, PASSAGES, World

pytestmark = pytest.mark.anyio


async def thesis(world: World, step: str = "s", **more: Any) -> Any:
    """One question that is easily answered."""
    return await world.runner(**more).interviewer.thesis(world.interview(step))


@pytest.mark.parametrize(
    ("asked", "lowest", "highest"),
    [
        ("7", 7, 7),
        (format_datetime(clock.now() + timedelta(hours=3), usegmt=True), 60, 60),
        ("999999999", 60, 60),
        ("soon", 2, 30),
        ("-5", 2, 30),
    ],
    ids=["seconds", "date", "absurd", "words", "negative"],
)
async def test_f26_a_rate_limit_waits_as_told_but_at_most_a_minute(
    world: World, asked: str, lowest: float, highest: float
) -> None:
    world.server.fault("rate_limited", retry_after=asked)
    assert (await thesis(world)).value.problem
    assert len(world.waits) == 1
    assert lowest <= world.waits[0] <= highest
    assert [row.outcome for row in await world.calls()] == ["failed", "done"]


async def test_f26_a_date_soon_is_waited_for(world: World) -> None:
    soon = format_datetime(clock.now() + timedelta(seconds=20), usegmt=True)
    world.server.fault("rate_limited", retry_after=soon)
    await thesis(world)
    assert 1 <= world.waits[0] <= 20


@pytest.mark.parametrize("kind", ["server_error", "overloaded", "bad_gateway"])
async def test_f27_three_server_errors_are_retried_with_growing_waits(
    world: World, kind: str
) -> None:
    world.server.fault(kind, times=3)
    assert (await thesis(world)).value.problem
    assert len(world.waits) == 3
    assert all(2 <= wait <= 30 for wait in world.waits)
    assert world.waits == sorted(world.waits)
    rows = await world.calls()
    assert [(row.call_no, row.attempt) for row in rows] == [(1, n) for n in range(1, 5)]
    assert [row.outcome for row in rows] == ["failed"] * 3 + ["done"]


async def test_f27_a_provider_that_stays_down_is_busy_after_four_attempts(
    world: World,
) -> None:
    """LLMC-02: transient, so that the work waits instead of failing."""
    world.server.fault("overloaded", times=9)
    with pytest.raises(ModelBusy) as caught:
        await thesis(world)
    assert caught.value.transient
    assert len(world.server.log) == 4
    assert [row.outcome for row in await world.calls()] == ["failed"] * 4


async def test_f27_no_server_at_all_is_busy_too(world: World) -> None:
    with pytest.raises(ModelBusy):
        await thesis(world, model_base_url="http://127.0.0.1:9/v1")


async def test_f28_a_lost_connection_keeps_the_partial_text_and_asks_once_more(
    world: World,
) -> None:
    world.server.fault("dropped")
    reply = await thesis(world)
    assert "bakery" in reply.value.problem
    lost, done = await world.calls()
    assert lost.outcome == "unknown"
    assert lost.partial is not None
    assert lost.partial.startswith("{")
    assert lost.output_tokens > 0  # possibly billed, so counted
    assert done.outcome == "done"
    assert done.partial is None


@pytest.mark.parametrize("kind", ["dropped", "ends_early"])
async def test_f28_a_connection_lost_twice_is_not_asked_a_third_time(
    world: World, kind: str
) -> None:
    world.server.fault(kind, times=5)
    with pytest.raises(ModelBusy):
        await thesis(world)
    assert len(world.server.log) == 2


@pytest.mark.parametrize("kind", ["broken_json", "wrong_schema"])
async def test_f29_an_invalid_answer_is_repaired_once(world: World, kind: str) -> None:
    world.server.fault(kind)
    reply = await thesis(world)
    assert "bakery" in reply.value.problem
    rows = await world.calls()
    assert [row.call_no for row in rows] == [1, 2]
    assert world.server.log[1].last != world.server.log[0].last
    assert reply.usage.input_tokens == sum(row.input_tokens for row in rows)


@pytest.mark.parametrize("kind", ["broken_json", "wrong_schema"])
async def test_f29_an_answer_that_stays_invalid_fails_with_the_reason(
    world: World, kind: str
) -> None:
    world.server.fault(kind, times=3)
    with pytest.raises(ModelFailed, match="did not have the form we asked for"):
        await thesis(world)
    assert len(world.server.log) == 2
    assert world.waits == []


async def test_f29_an_anchor_nobody_said_is_repaired(world: World) -> None:
    """PROV-05: by code, not by the prompt alone."""
    world.server.fault("inexact_anchors")
    strategist = world.runner().strategist
    graph = await strategist.strategy_graph(world.strategy())
    assert len(world.server.log) == 2
    assert "words nobody ever said" in world.server.log[1].last
    spoken = [passage.text for passage in PASSAGES]
    assert all(any(a.phrase in text for text in spoken) for a in graph.value.anchors)


async def test_f29_an_anchor_still_wrong_after_the_repair_is_dropped(
    world: World,
) -> None:
    world.server.fault("inexact_anchors", times=2)
    graph = await world.runner().strategist.strategy_graph(world.strategy())
    assert "words nobody ever said" not in [a.phrase for a in graph.value.anchors]
    assert len(graph.value.anchors) >= 5
    assert all(strategy.rests_on for strategy in graph.value.strategies)


async def test_f30_an_empty_answer_is_asked_again_once(world: World) -> None:
    world.server.fault("empty")
    assert (await thesis(world)).value.problem
    assert len(world.server.log) == 2


async def test_f30_two_empty_answers_fail_as_empty(world: World) -> None:
    world.server.fault("empty", times=3)
    with pytest.raises(ModelFailed, match="empty answer"):
        await thesis(world)
    assert len(world.server.log) == 2


async def test_f31_an_endless_answer_is_cut_and_the_connection_closed(
    world: World,
) -> None:
    world.server.fault("endless")
    runner = world.runner(max_answer_bytes=200_000)
    reply = await runner.interviewer.thesis(world.interview())
    assert "bakery" in reply.value.problem
    cut, done = await world.calls()
    assert '"finish_reason":"length"' in (cut.answer or "")
    assert len(cut.answer or "") < 40_000
    assert done.outcome == "done"
    endless = world.server.log[0]
    assert not endless.is_complete
    assert endless.bytes_sent < 30_000_000


async def test_f31_a_truncated_answer_is_asked_again_shorter_and_never_stored(
    world: World,
) -> None:
    """LLMC-04: by stop reason."""
    world.server.fault("truncated")
    assert (await thesis(world)).value.problem
    first, second = world.server.log
    assert "cut off" in second.last
    assert "cut off" not in first.last
    assert second.max_tokens == 2 * first.max_tokens


async def test_f31_an_answer_truncated_twice_fails(world: World) -> None:
    world.server.fault("truncated", times=3)
    with pytest.raises(ModelFailed, match="cut off"):
        await thesis(world)
    assert len(world.server.log) == 2


async def test_f31_truncated_code_is_written_in_smaller_parts(world: World) -> None:
    """LLMC-04."""
    coder = world.runner().coder
    design = (await coder.design(world.build("a"))).value
    world.server.fault("truncated", purpose="write", times=2)
    written = await coder.write(world.build("b", design=design))
    paths = [file.path for file in written.value.files]
    assert paths == [file.path for file in design.files]
    assert world.server.count("write") == 3 + 2 + 2


@pytest.mark.parametrize("kind", ["key_rejected", "forbidden"])
async def test_f32_a_rejected_key_is_one_call_and_names_the_provider(
    world: World, kind: str
) -> None:
    world.server.fault(kind, times=9)
    with pytest.raises(KeyRejected, match=r"rejected by (anthropic|openai)"):
        await thesis(world)
    assert len(world.server.log) == 1
    assert world.waits == []
    assert [row.outcome for row in await world.calls()] == ["failed"]


async def test_f33_after_a_new_key_the_work_goes_on_without_paying_twice(
    world: World,
) -> None:
    """The finished step is replayed, the failed one sent with the new key."""
    first = await thesis(world, "one")
    world.server.fault("key_rejected")
    with pytest.raises(KeyRejected):
        await thesis(world, "two")
    again = await thesis(world, "one", model_api_key="sk-new")
    assert again == first
    await thesis(world, "two", model_api_key="sk-new")
    assert [entry.key for entry in world.server.log] == [KEY, KEY, "sk-new"]


async def test_f34_the_daily_limit_stops_before_the_call(world: World) -> None:
    """TIER-08: answers made so far stay."""
    limit = LIMITS[world.tier].max_tokens_per_day
    first = await thesis(world, "one")
    async with world.database.transaction() as session:
        session.add(
            LlmCall(
                id=ids.new_id(),
                run_id=world.run_id,
                step="earlier",
                call_no=1,
                user_id=world.user_id,
                purpose="p",
                model="m",
                request_sha256="0" * 64,
                input_tokens=limit,
            )
        )
    with pytest.raises(DailyTokensUsed):
        await thesis(world, "two")
    assert len(world.server.log) == 1
    assert await thesis(world, "one") == first


async def test_f34_a_stopped_run_sends_nothing(world: World) -> None:
    async with world.database.transaction() as session:
        run = await session.get_one(Run, world.run_id)
        run.stop_requested_at = clock.now()
    with pytest.raises(RunStopping):
        await thesis(world)
    assert world.server.log == []


async def test_f35_a_prompt_that_is_too_long_fails_clearly(world: World) -> None:
    world.server.fault("too_long", times=9)
    with pytest.raises(ModelFailed, match="more material here than"):
        await thesis(world)
    assert len(world.server.log) == 1


@pytest.mark.parametrize("kind", ["refusal", "refusal_text"])
async def test_f36_a_refusal_is_recognised_and_never_content(
    world: World, kind: str
) -> None:
    world.server.fault(kind, times=9)
    with pytest.raises(ModelFailed, match="declined to answer"):
        await thesis(world)
    assert len(world.server.log) == 1


async def test_f36_an_unknown_model_is_named(world: World) -> None:
    world.server.fault("unknown_model", times=9)
    with pytest.raises(ModelFailed, match="does not know the model"):
        await thesis(world)
    assert len(world.server.log) == 1


ODD_CALLS = ["repeated_calls", "thousand_calls", "unknown_tool", "wrong_types"]


@pytest.mark.parametrize("kind", ODD_CALLS)
async def test_f39_an_odd_tool_call_is_refused_to_the_model_once(
    world: World, kind: str
) -> None:
    """Whatever the first answer holds, nothing of it is used, and one more is asked."""
    world.server.fault(kind)
    reply = await thesis(world)
    assert "bakery" in reply.value.problem
    first, second = world.server.log
    assert second.last != first.last
    assert [row.call_no for row in await world.calls()] == [1, 2]


@pytest.mark.parametrize("kind", ODD_CALLS)
async def test_f39_odd_tool_calls_that_go_on_fail_the_step(
    world: World, kind: str
) -> None:
    """A thousand calls in an answer are one answer: no step asks more than twice."""
    world.server.fault(kind, times=99)
    with pytest.raises(ModelFailed, match="could not use the model's answer"):
        await thesis(world)
    assert len(world.server.log) == 2
    assert world.waits == []


@pytest.mark.parametrize(
    "kind",
    ["rate_limited", "key_rejected", "too_long", "dropped", "wrong_schema", "refusal"],
)
async def test_f32_neither_the_key_nor_the_prompt_is_in_errors_rows_or_logs(
    world: World,
    kind: str,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "aiosqlite")  # it prints every row it stores
    world.server.fault(kind, times=9)
    with pytest.raises(CofounderError) as caught:
        await thesis(world)
    printed = capsys.readouterr()
    told = [str(caught.value), repr(caught.value), caplog.text, *printed]
    told += [f"{row.error}{row.model}{row.prompt}" for row in await world.calls()]
    for secret in (KEY, "loaves", "Maria"):
        assert all(secret not in text for text in told)
