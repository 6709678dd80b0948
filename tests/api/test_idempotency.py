"""`Idempotency-Key`: the same request twice has one effect and one answer (APIX-10)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from cofounder import clock, ids
from cofounder.runs.models import IdempotentAnswer
from tests.factories.requests import code_of
from tests.fixtures.app import RunningApp

PATH = "/api/projects"


def keyed(key: str | None = None) -> dict[str, str]:
    return {"Idempotency-Key": key or str(ids.new_id())}


async def create(
    client: httpx2.AsyncClient, key: dict[str, str], name: str = "Bakery"
) -> httpx2.Response:
    return await client.post(PATH, json={"name": name}, headers=key)


async def names(client: httpx2.AsyncClient) -> list[str]:
    return [project["name"] for project in (await client.get(PATH)).json()]


async def test_the_same_key_gives_the_first_answer_and_does_nothing(
    client: httpx2.AsyncClient,
) -> None:
    key = keyed()
    first, second = await create(client, key), await create(client, key)
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert first.headers["content-type"] == second.headers["content-type"]
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert await names(client) == ["Bakery"]


async def test_without_a_key_every_request_counts(client: httpx2.AsyncClient) -> None:
    await create(client, {})
    await create(client, {})
    assert len(await names(client)) == 2


async def test_two_copies_at_once_do_the_work_once(client: httpx2.AsyncClient) -> None:
    key = keyed()
    answers = await asyncio.gather(*(create(client, key) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert await names(client) == ["Bakery"]


async def test_another_body_under_the_same_key_is_refused(
    client: httpx2.AsyncClient,
) -> None:
    key = keyed()
    await create(client, key)
    answer = await create(client, key, name="Dog walking")
    assert code_of(answer) == (422, "validation_error")
    assert await names(client) == ["Bakery"]


async def test_another_path_under_the_same_key_is_refused(
    client: httpx2.AsyncClient,
) -> None:
    key = keyed()
    await create(client, key)
    answer = await client.post("/api/onboarding/start", json={"name": "B"}, headers=key)
    assert code_of(answer) == (422, "validation_error")


async def test_a_key_belongs_to_the_credential_that_sent_it(app: RunningApp) -> None:
    key = keyed()
    one, other = await app.client(), await app.client()
    assert (await create(one, key)).json()["id"] != (await create(other, key)).json()[
        "id"
    ]
    assert await names(one) == await names(other) == ["Bakery"]


async def test_refusals_are_answers_too(client: httpx2.AsyncClient) -> None:
    """The first response is returned, whatever it was, up to 499."""
    key = keyed()
    answers = [await create(client, key, name="") for _ in range(2)]
    assert [code_of(a) for a in answers] == [(422, "validation_error")] * 2
    assert answers[0].json()["debug_id"] == answers[1].json()["debug_id"]


async def test_our_own_failures_are_not_remembered(
    app: RunningApp, client: httpx2.AsyncClient
) -> None:
    key = keyed()
    app.script.fail("interviewer.onboarding_questions")
    body = {"idea": "An app for bakeries"}
    failed = await client.post("/api/onboarding/start", json=body, headers=key)
    assert code_of(failed) == (500, "llm_unavailable")
    again = await client.post("/api/onboarding/start", json=body, headers=key)
    assert again.status_code == 200
    assert len((await client.get("/api/onboarding/sessions")).json()) == 1


async def test_a_key_whose_request_is_still_running_is_a_conflict(
    app: RunningApp, client: httpx2.AsyncClient
) -> None:
    layer = idempotency_of(app)
    key, body = keyed(), {"idea": "An app for bakeries"}
    held = app.script.hold("interviewer.onboarding_questions")
    first = asyncio.create_task(
        client.post("/api/onboarding/start", json=body, headers=key)
    )
    await held.reached.wait()
    patience, layer.patience_seconds = layer.patience_seconds, 0.05
    try:
        busy = await client.post("/api/onboarding/start", json=body, headers=key)
    finally:
        layer.patience_seconds = patience
    assert code_of(busy) == (409, "run_active")
    assert busy.headers["retry-after"] == "1"
    held.release()
    answered = await first
    repeated = await client.post("/api/onboarding/start", json=body, headers=key)
    assert repeated.content == answered.content


def idempotency_of(app: RunningApp) -> Any:
    from cofounder.api.idempotency import Idempotency

    layer = app.asgi.main
    while not isinstance(layer, Idempotency):
        layer = layer.app
    return layer


async def test_a_revoked_token_gets_nothing_that_was_kept(app: RunningApp) -> None:
    key, client = keyed(), await app.client()
    await create(client, key)
    [token] = (await client.get("/api/auth/tokens")).json()
    await client.delete(f"/api/auth/tokens/{token['id']}")
    assert code_of(await create(client, key)) == (401, "token_invalid")


async def test_a_secret_is_never_kept(app: RunningApp) -> None:
    """A token is shown once and stored nowhere but as a hash (AUTH-03)."""
    key, client = keyed(), await app.client()
    made = [
        await client.post("/api/auth/tokens", json={"name": "ci"}, headers=key)
        for _ in range(2)
    ]
    assert made[0].json()["token"] != made[1].json()["token"]
    async with app.database.reading() as session:
        from sqlalchemy import select

        bodies = await session.scalars(select(IdempotentAnswer.body))
        assert not any("cf_" in (body or "") for body in bodies)


@pytest.mark.parametrize("key", ["", " ", "a b", "ü", "x" * 201])
async def test_a_key_that_is_no_token_is_refused(
    client: httpx2.AsyncClient, key: str
) -> None:
    answer = await create(client, {"Idempotency-Key": key.encode("latin-1")})  # type: ignore[dict-item]
    assert code_of(answer) == (422, "validation_error")


async def test_keys_are_forgotten_after_a_day(
    app: RunningApp, client: httpx2.AsyncClient
) -> None:
    key = keyed()
    await create(client, key)
    await age(app, timedelta(hours=23, minutes=59))
    await create(client, key)
    assert len(await names(client)) == 1
    await age(app, timedelta(minutes=2))
    await create(client, key)
    assert len(await names(client)) == 2


async def test_a_key_left_by_a_dead_process_is_free_again(
    app: RunningApp, client: httpx2.AsyncClient
) -> None:
    """Nobody will ever answer its first request."""
    key = keyed()
    await create(client, key)
    async with app.database.transaction() as session:
        from sqlalchemy import update

        await session.execute(update(IdempotentAnswer).values(status=None))
    await age(app, timedelta(seconds=app.settings.inline_wait + 31))
    assert (await create(client, key)).status_code == 200
    assert len(await names(client)) == 2


async def age(app: RunningApp, by: timedelta) -> None:
    from sqlalchemy import select

    async with app.database.transaction() as session:
        for row in await session.scalars(select(IdempotentAnswer)):
            row.created_at -= by
    assert clock.now()


async def test_streams_and_reads_pass_untouched(client: httpx2.AsyncClient) -> None:
    key = keyed()
    for _ in range(2):
        assert (await client.get("/api/tiers", headers=key)).status_code == 200
    await create(client, key)
    assert await names(client) == ["Bakery"]
