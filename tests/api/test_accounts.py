"""Logging in, tokens and the browser's cookie (AUTH-01, AUTH-03 to AUTH-05)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import func, select

from cofounder import clock
from cofounder.accounts.models import ApiToken, LoginLink, User
from cofounder.accounts.service import (
    create_login_link,
    local_owner,
    provision,
    sha256,
)
from cofounder.accounts.tiers import Tier
from cofounder.db import Database
from tests.factories.requests import code_of
from tests.fixtures.app import RunningApp

ME = "/api/auth/me"


async def a_link(app: RunningApp) -> str:
    user, _ = await app.user()
    async with app.database.transaction() as session:
        return await create_login_link(session, user)


async def exchange(client: httpx2.AsyncClient, token: str, **headers: str) -> Any:
    return await client.post(
        "/api/auth/exchange", json={"token": token}, headers=headers
    )


async def test_a_login_link_opens_a_session_once(app: RunningApp) -> None:
    """API-005, AUTH-01: single use."""
    client, link = app.open(), await a_link(app)
    answer = await exchange(client, link)
    assert set(answer.json()) == {"user", "csrf_token"}
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie
    assert (await client.get(ME)).json() == answer.json()["user"]
    again = await exchange(app.open(), link)
    assert code_of(again) == (401, "token_expired")


async def test_of_two_uses_at_once_one_wins(app: RunningApp) -> None:
    link = await a_link(app)
    answers = await asyncio.gather(*(exchange(app.open(), link) for _ in range(4)))
    assert sorted(a.status_code for a in answers) == [200, 401, 401, 401]


async def test_a_link_older_than_fifteen_minutes_is_over(app: RunningApp) -> None:
    link = await a_link(app)
    async with app.database.transaction() as session:
        row = await session.scalar(
            select(LoginLink).where(LoginLink.token_sha256 == sha256(link))
        )
        assert row is not None
        assert row.expires_at - clock.now() <= timedelta(minutes=15)
        row.expires_at = clock.now()
    assert code_of(await exchange(app.open(), link)) == (401, "token_expired")


async def test_an_unknown_link_looks_like_a_used_one(app: RunningApp) -> None:
    unknown = await exchange(app.open(), "nonsense")
    link = await a_link(app)
    await exchange(app.open(), link)
    used = await exchange(app.open(), link)
    assert unknown.json()["detail"] == used.json()["detail"]
    assert unknown.status_code == used.status_code == 401


async def test_a_link_is_not_taken_from_another_site(app: RunningApp) -> None:
    answer = await exchange(app.open(), await a_link(app), Origin="https://evil.test")
    assert code_of(answer) == (403, "csrf_failed")


async def test_me_shows_the_user_and_the_limits(app: RunningApp) -> None:
    """API-007."""
    body = (await (await app.client("partner")).get(ME)).json()
    assert set(body) == {
        "user_id",
        "email",
        "name",
        "tier",
        "is_admin",
        "onboarding_completed",
        "limits",
    }
    assert (body["tier"], body["limits"]["max_projects"]) == ("partner", 3)


async def test_logging_out_ends_the_session(app: RunningApp) -> None:
    browser = await app.browser()
    cookies = dict(browser.cookies)
    assert (await browser.post("/api/auth/logout")).json() == {"status": "logged_out"}
    stolen = app.open(cookies=cookies)
    assert code_of(await stolen.get(ME)) == (401, "token_expired")


# --- tokens (API-008) ----------------------------------------------------------------


async def test_a_token_is_shown_once_and_kept_as_a_hash(app: RunningApp) -> None:
    """AUTH-03."""
    client = await app.client()
    made = await client.post("/api/auth/tokens", json={"name": "ci"})
    assert made.status_code == 201 and set(made.json()) == {"id", "token"}
    token = made.json()["token"]
    listed = (await client.get("/api/auth/tokens")).json()
    assert set(listed[0]) == {
        "id",
        "name",
        "prefix",
        "created_at",
        "expires_at",
        "last_used_at",
    }
    assert [t["name"] for t in listed] == ["test", "ci"]
    assert token not in str(listed)
    async with app.database.reading() as session:
        row = await session.scalar(
            select(ApiToken).where(ApiToken.token_sha256 == sha256(token))
        )
        assert row is not None and str(row.id) == made.json()["id"]
    with_it = app.open(headers={"Authorization": f"Bearer {token}"})
    assert (await with_it.get(ME)).status_code == 200


async def test_a_revoked_token_is_over_at_once(app: RunningApp) -> None:
    client = await app.client()
    made = (await client.post("/api/auth/tokens", json={"name": "ci"})).json()
    gone = await client.delete(f"/api/auth/tokens/{made['id']}")
    assert gone.json() == {"status": "revoked"}
    with_it = app.open(headers={"Authorization": f"Bearer {made['token']}"})
    assert code_of(await with_it.get(ME)) == (401, "token_invalid")
    assert len((await client.get("/api/auth/tokens")).json()) == 1


async def test_a_token_ends_when_it_was_told_to(app: RunningApp) -> None:
    client = await app.client()
    until = (clock.now() + timedelta(hours=1)).isoformat()
    body = {"name": "ci", "expires_at": until}
    made = (await client.post("/api/auth/tokens", json=body)).json()
    async with app.database.transaction() as session:
        row = await session.scalar(
            select(ApiToken).where(ApiToken.token_sha256 == sha256(made["token"]))
        )
        assert row is not None
        row.expires_at = clock.now()
    with_it = app.open(headers={"Authorization": f"Bearer {made['token']}"})
    assert code_of(await with_it.get(ME)) == (401, "token_expired")


@pytest.mark.parametrize(
    "body",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"name": "a\x00b"},
        {"name": "x", "expires_at": "2001-01-01T00:00:00Z"},
        {"name": "x", "expires_at": "0001-01-01T00:00:00+14:00"},
        {"name": "x", "expires_at": "never"},
        {},
    ],
)
async def test_a_token_that_makes_no_sense_is_refused(
    client: httpx2.AsyncClient, body: dict[str, Any]
) -> None:
    answer = await client.post("/api/auth/tokens", json=body)
    assert code_of(answer) == (422, "validation_error")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Bearer nonsense", "token_invalid"),
        ("Bearer ", "token_missing"),
        ("Basic dXNlcjpwYXNz", "token_missing"),
        ("Bearer", "token_missing"),
    ],
)
async def test_other_credentials_are_401(
    app: RunningApp, header: str, code: str
) -> None:
    client = app.open(headers={"Authorization": header})
    assert code_of(await client.get(ME)) == (401, code)


# --- users ---------------------------------------------------------------------------


async def test_concurrent_first_calls_make_one_user(database: Database) -> None:
    """AUTH-04, ORC-102."""

    async def first_call() -> User:
        async with database.transaction() as session:
            return await provision(
                session, subject="oidc|1", tier=Tier.BOOTSTRAPPER, email="a@b.c"
            )

    users = await asyncio.gather(*(first_call() for _ in range(5)))
    assert len({user.id for user in users}) == 1
    async with database.reading() as session:
        assert await session.scalar(select(func.count(User.id))) == 1


async def test_the_local_owner_keeps_the_tier_it_was_made_with(
    database: Database,
) -> None:
    async with database.transaction() as session:
        first = await local_owner(session, Tier.CTO_SCALE)
        again = await local_owner(session, Tier.BOOTSTRAPPER)
    assert first.id == again.id
    assert again.tier is Tier.CTO_SCALE and again.is_admin
