"""Row 75: what was typed when the session had ended is back after the next login."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import httpx2
import pytest
from sqlalchemy import func, select, update

from cofounder import clock
from cofounder.accounts.credentials import COOKIE
from cofounder.accounts.kept_forms import MOST_FORMS
from cofounder.accounts.models import BrowserSession, KeptForm, User
from cofounder.accounts.service import (
    create_login_link,
    open_browser_session,
    session_of_cookie,
)
from tests.fixtures.app import RunningApp
from tests.web.screens.walking import WalkPages

IDEA = (
    'A tool for "small bakeries" that tells them what to bake tomorrow\n'
    "<script>alert(1)</script> {{ 7*7 }} \U0001f956"
)


def a_window(app: RunningApp, cookie: str | None) -> httpx2.AsyncClient:
    """A browser without scripts; it says which page of ours its forms are on."""
    client = app.open(cookies={COOKIE: cookie} if cookie else {})
    client.headers["Origin"] = str(client.base_url).rstrip("/")
    return client


async def user_of(app: RunningApp, client: httpx2.AsyncClient) -> User:
    async with app.database.reading() as session:
        return (await session_of_cookie(session, client.cookies[COOKIE]))[1]


async def a_browser(app: RunningApp) -> tuple[User, httpx2.AsyncClient, str]:
    """A user, their browser without scripts, and its CSRF token."""
    founder = await app.browser()
    user = await user_of(app, founder)
    client = a_window(app, founder.cookies[COOKIE])
    return user, client, founder.headers["X-CSRF-Token"]


async def expire(app: RunningApp, user: User) -> None:
    async with app.database.transaction() as session:
        await session.execute(
            update(BrowserSession)
            .where(BrowserSession.user_id == user.id)
            .values(expires_at=clock.now() - timedelta(seconds=1))
        )


async def log_in(
    app: RunningApp, user: User, client: httpx2.AsyncClient
) -> httpx2.Response:
    async with app.database.transaction() as session:
        link = await create_login_link(session, user)
    client.cookies.clear()
    return await client.post("/login", data={"token": link})


async def kept(app: RunningApp, user: User | None = None) -> int:
    async with app.database.reading() as session:
        query = select(func.count()).select_from(KeptForm)
        if user is not None:
            query = query.where(KeptForm.user_id == user.id)
        return await session.scalar(query) or 0


def fields_of(page: str) -> dict[str, str]:
    """What the first form of a page would send."""
    form = re.search(r'<form[^>]*/send".*?</form>', page, re.DOTALL)
    assert form is not None
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    areas = re.findall(
        r'<textarea[^>]*name="(\w+)"[^>]*>\n?(.*?)</textarea>', form[0], re.DOTALL
    )
    inputs = re.findall(r'<input class[^>]*name="(\w+)" value="([^"]*)"', form[0])
    return {name: html.unescape(value) for name, value in hidden + areas + inputs}


async def test_f75_a_session_that_expired_on_a_form_costs_no_word(
    app: RunningApp,
) -> None:
    user, client, token = await a_browser(app)
    await expire(app, user)
    answer = await client.post("/new", data={"csrf_token": token, "idea": IDEA})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?kept=true")
    shown = await client.get("/login?kept=true")
    assert "What you typed is kept" in shown.text
    answer = await log_in(app, user, client)
    place = answer.headers["location"]
    assert place.startswith("/kept/")
    page = (await client.get(place)).text
    assert "<script>alert(1)" not in page
    fields = fields_of(page)
    assert fields["idea"] == IDEA
    answer = await client.post(f"{place}/send", data=fields)
    assert (answer.status_code, answer.headers["location"]) == (307, "/new")
    answer = await client.post("/new", data=fields)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/new/")
    again = await log_in(app, user, client)
    assert again.headers["location"] == "/", "what was sent is not offered again"


async def test_f75_a_page_of_an_earlier_session_costs_no_word(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """Logged in again in another tab: this tab's page has the old token."""
    pages = await walk_pages("started")
    user = await user_of(app, pages.founder.client)
    async with app.database.transaction() as session:
        _, secret = await open_browser_session(session, user)
    client = a_window(app, secret)
    path = f"/new/{pages.founder.onboarding['id']}/answer"
    sent = {"csrf_token": pages.token, "question_id": "q1", "answer": "Bakers"}
    answer = await client.post(path, data=sent)
    assert answer.status_code == 303, answer.text
    place = answer.headers["location"]
    fields = fields_of((await client.get(place)).text)
    assert (fields["question_id"], fields["answer"]) == ("q1", "Bakers")
    answer = await client.post(f"{place}/send", data=fields)
    assert (answer.status_code, answer.headers["location"]) == (307, path)


async def test_what_is_thrown_away_is_not_offered_again(app: RunningApp) -> None:
    user, client, token = await a_browser(app)
    await expire(app, user)
    await client.post("/new", data={"csrf_token": token, "idea": "Bread"})
    place = (await log_in(app, user, client)).headers["location"]
    fields = fields_of((await client.get(place)).text)
    answer = await client.post(f"{place}/discard", data=fields)
    assert answer.headers["location"] == "/"
    assert (await log_in(app, user, client)).headers["location"] == "/"


@pytest.mark.parametrize(
    ("cookie", "headers", "fields"),
    [
        pytest.param("made-up", {}, {"idea": "Bread"}, id="nobody's cookie"),
        pytest.param(None, {}, {"idea": "Bread"}, id="no cookie"),
        pytest.param(
            "own", {"Origin": "https://evil.test"}, {"idea": "Bread"}, id="another site"
        ),
        pytest.param("own", {"Origin": ""}, {"idea": "Bread"}, id="no page of ours"),
        pytest.param("own", {}, {"idea": "  "}, id="nothing typed"),
        pytest.param("own", {}, {"decision": "proceed"}, id="only a choice"),
        pytest.param("own", {}, {"idea": "x" * 200_001}, id="too long"),
    ],
)
async def test_nothing_is_kept_for(
    app: RunningApp,
    cookie: str | None,
    headers: dict[str, str],
    fields: dict[str, str],
) -> None:
    user, client, _ = await a_browser(app)
    await expire(app, user)
    before = await kept(app)
    if cookie != "own":
        client = a_window(app, cookie)
    answer = await client.post("/new", data=fields, headers=headers)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?next=")
    assert await kept(app) == before


async def test_the_oldest_forms_make_room(app: RunningApp) -> None:
    user, client, token = await a_browser(app)
    await expire(app, user)
    for number in range(MOST_FORMS + 2):
        await client.post("/new", data={"csrf_token": token, "idea": f"Idea {number}"})
    assert await kept(app, user) == MOST_FORMS
    place = (await log_in(app, user, client)).headers["location"]
    assert f"Idea {MOST_FORMS + 1}" in (await client.get(place)).text


async def test_somebody_elses_form_looks_like_a_missing_one(app: RunningApp) -> None:
    user, client, token = await a_browser(app)
    await expire(app, user)
    await client.post("/new", data={"csrf_token": token, "idea": "Mine alone"})
    place = (await log_in(app, user, client)).headers["location"]
    _, stranger, theirs = await a_browser(app)
    seen = await stranger.get(place)
    missing = await stranger.get("/kept/nothing")
    assert (seen.status_code, missing.status_code) == (404, 404)
    for action in ("send", "discard"):
        answer = await stranger.post(f"{place}/{action}", data={"csrf_token": theirs})
        assert answer.status_code == 404
    assert "Mine alone" in (await client.get(place)).text
