"""Every request is a row, written before it leaves; a finished one is never sent twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from pydantic_ai import Agent
from pydantic_ai.messages import ModelResponse, ToolCallPart
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.agents.failures import Fault, fault_of
from cofounder.agents.ledgered import read, waiting_time, written
from cofounder.agents.running import REPAIRS
from cofounder.runs.errors import NondeterministicRequest
from cofounder.runs.models import LlmCall
from cofounder.runs.service import mark_stopped
from cofounder.workflows.housekeeping import abandon
from tests.agents.world import World
from tests.wire import formats

pytestmark = pytest.mark.anyio


async def test_a_repeated_step_is_answered_from_the_ledger(world: World) -> None:
    """Also the repair request: two calls, both replayed with no request at all."""
    world.server.fault("wrong_schema")
    first = await world.runner().interviewer.thesis(world.interview())
    assert len(world.server.log) == 2
    again = await world.runner().interviewer.thesis(world.interview())
    assert again == first
    assert len(world.server.log) == 2
    assert [row.call_no for row in await world.calls()] == [1, 2]


async def test_a_step_that_died_in_its_second_call_repeats_only_that(
    world: World,
) -> None:
    world.server.fault("wrong_schema")
    first = await world.runner().interviewer.thesis(world.interview())
    async with world.database.transaction() as session:
        await session.execute(
            update(LlmCall).where(LlmCall.call_no == 2).values(outcome="started")
        )
    again = await world.runner().interviewer.thesis(world.interview())
    assert again.value == first.value
    assert len(world.server.log) == 3
    outcomes = [(row.call_no, row.outcome) for row in await world.calls()]
    assert outcomes == [(1, "done"), (2, "unknown"), (2, "done")]


async def test_a_step_that_asks_something_else_is_refused(world: World) -> None:
    await world.runner().interviewer.thesis(world.interview())
    with pytest.raises(NondeterministicRequest):
        await world.runner().interviewer.thesis(world.interview(passages=()))
    assert len(world.server.log) == 1


async def test_the_row_is_there_before_the_request_leaves(world: World) -> None:
    world.server.latency = 60.0
    asking = asyncio.create_task(world.runner().interviewer.thesis(world.interview()))
    while not world.server.log:
        await asyncio.sleep(0.01)
    (row,) = await world.calls()
    assert row.outcome == "started"
    assert row.purpose == "interviewer.thesis"
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    async with asyncio.timeout(10):
        while (await world.calls())[0].outcome == "started":
            await asyncio.sleep(0.01)
    world.server.latency = 0.0
    await world.runner().interviewer.thesis(world.interview())
    assert [row.outcome for row in await world.calls()] == ["unknown", "done"]


async def give_up(session: AsyncSession, run_id: UUID) -> None:
    await abandon(session, run_id, "It was given up.")


@pytest.mark.parametrize("end", [give_up, mark_stopped])
async def test_a_call_that_nobody_will_answer_any_more_stays_counted(
    world: World, end: Callable[[AsyncSession, UUID], Awaitable[None]]
) -> None:
    world.server.latency = 60.0
    asking = asyncio.create_task(world.runner().interviewer.thesis(world.interview()))
    while not world.server.log:
        await asyncio.sleep(0.01)
    (row,) = await world.calls()
    held = row.input_tokens
    assert held > 0
    async with world.database.transaction() as session:
        await end(session, world.run_id)
    (row,) = await world.calls()
    assert (row.outcome, row.input_tokens) == ("unknown", held)
    assert row.ended_at is not None
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking


async def test_tokens_cost_and_cache_are_recorded(world: World) -> None:
    """A model on our own machine costs nothing, and we know it."""
    interviewer = world.runner().interviewer
    await interviewer.thesis(world.interview("a"))
    reply = await interviewer.thesis(world.interview("b"))
    (row,) = await world.calls("b")
    asked = world.server.log[1]
    assert row.input_tokens == formats.tokens(asked.system + asked.prompt)
    assert row.cached_tokens == formats.tokens(asked.system)
    assert row.output_tokens > 50
    assert row.cost_microdollars == 0
    assert row.latency_ms is not None
    assert row.prompt == reply.prompt
    assert row.model == reply.generated_by == reply.usage.model


async def test_two_models_of_two_providers_get_their_own_requests(
    world: World,
) -> None:
    """Classes map to models; the key stays with the provider it belongs to."""
    other = (
        "anthropic:claude-haiku-4-5" if world.wire == "anthropic" else "openai:small"
    )
    runner = world.runner(model_fast=other)
    await runner.interviewer.confidence(world.interview("a", section="s", content="c"))
    await runner.interviewer.thesis(world.interview("b"))
    fast, balanced = (entry.model for entry in world.server.log)
    assert fast == other.partition(":")[2]
    assert balanced != fast


async def test_the_same_request_has_the_same_fingerprint_at_any_time(
    world: World,
) -> None:
    """Timestamps and run ids of the library are no part of it."""
    runner = world.runner()
    await runner.interviewer.thesis(world.interview("a"))
    await runner.interviewer.thesis(world.interview("b"))
    (one,), (two,) = await world.calls("a"), await world.calls("b")
    assert one.request_sha256 == two.request_sha256


@pytest.mark.parametrize("wire", ["anthropic", "openai", "native", "ollama"])
async def test_a_question_asked_directly_is_the_one_the_agent_would_ask(
    world: World,
) -> None:
    """A step is repeated by another process, which has asked nothing yet: it finds
    the answers, also that of the repair."""
    runner = world.runner()
    await runner.interviewer.thesis(world.interview("a"))
    world.server.fault("wrong_schema")
    direct = await runner.interviewer.thesis(world.interview("b"))
    assert len(world.server.log) == 3
    again = await world.runner().interviewer.thesis(world.interview("b"))
    assert again == direct
    assert len(world.server.log) == 3
    (first,), (second, repair) = await world.calls("a"), await world.calls("b")
    assert first.request_sha256 == second.request_sha256 != repair.request_sha256


async def test_a_question_is_asked_without_an_agent_from_the_second_time_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = world.runner()
    first = await runner.interviewer.thesis(world.interview("a"))
    monkeypatch.setattr(Agent, "run", None)
    again = await runner.interviewer.thesis(world.interview("b"))
    assert again.value == first.value


async def test_a_response_survives_being_written_down(world: World) -> None:
    await world.runner().interviewer.thesis(world.interview())
    (row,) = await world.calls()
    assert row.answer is not None
    assert written(read(row.answer)) == row.answer


def test_several_answers_at_once_are_none_and_are_asked_for_again() -> None:
    """Taking the first of them would be a guess."""
    call = ToolCallPart("final_result", {"problem": "Bread"})
    assert fault_of(ModelResponse(parts=[call])) is None
    assert fault_of(ModelResponse(parts=[call, call])) is Fault.SEVERAL
    assert Fault.SEVERAL in REPAIRS


def test_waits_grow_within_bounds_and_follow_the_provider() -> None:
    """LLMC-02: 2 to 30 seconds; what was asked for up to 60."""
    for attempt in range(1, 10):
        assert 2 <= waiting_time(attempt, None) <= 30
    assert waiting_time(1, 5.0) == 5.0
    assert waiting_time(1, 1e9) == 60.0
    assert waiting_time(1, float("inf")) == 60.0
    assert 2 <= waiting_time(1, 0.0) <= 3
