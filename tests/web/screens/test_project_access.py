"""Who may see and change a project's pages (APIX-02, AUTH-05)."""

from __future__ import annotations

import pytest

from tests.fixtures.app import RunningApp
from tests.web.screens.walking import WalkPages

READS = (
    "",
    "/generating",
    "/walkthrough",
    "/strategy",
    "/timeline",
    "/architecture",
    "/gate",
    "/plan",
    "/build",
    "/build/build_v0_1",
    "/build/build_v0_1/workspace.zip",
)
WRITES = (
    "/resume",
    "/generating/retry",
    "/gate",
    "/plan/generate",
    "/plan/retry",
    "/plan/regenerate",
    "/plan/select",
    "/build",
    "/build/build_v0_1/cancel",
    "/build/build_v0_1/viewed",
    "/build/build_v0_1/resume",
)
MISSING = "/projects/0192f7a3-0000-7000-8000-000000000000"
FIELDS = {"decision": "proceed", "option_id": "x", "goal": "x", "feedback": "x"}


async def test_a_visitor_is_sent_to_log_in(app: RunningApp) -> None:
    client = app.open()
    for tail in READS:
        answer = await client.get(MISSING + tail)
        assert answer.status_code == 303, tail
        assert answer.headers["location"].startswith("/login"), tail


async def test_a_strangers_project_looks_like_a_missing_one(
    walk_pages: WalkPages,
) -> None:
    owner, stranger = await walk_pages("project"), await walk_pages("started")
    for tail in READS:
        foreign = await stranger.client.get(owner.home + tail)
        missing = await stranger.client.get(MISSING + tail)
        assert foreign.status_code == missing.status_code == 404, tail
        # The page knows its own address and nothing else of the project.
        mine = foreign.text.replace(owner.home, MISSING)
        assert mine == missing.text, tail


async def test_a_stranger_changes_nothing(walk_pages: WalkPages) -> None:
    owner, stranger = await walk_pages("project"), await walk_pages("started")
    for tail in WRITES:
        data = {"csrf_token": stranger.token, **FIELDS}
        answer = await stranger.client.post(owner.home + tail, data=data)
        assert answer.status_code == 404, (tail, answer.text)


@pytest.mark.parametrize("token", ["", "wrong"])
async def test_a_form_without_the_sessions_token_is_refused(
    walk_pages: WalkPages, token: str
) -> None:
    pages = await walk_pages("project")
    for tail in WRITES:
        data = {"csrf_token": token, **FIELDS}
        answer = await pages.client.post(pages.home + tail, data=data)
        assert answer.status_code == 403, tail


async def test_a_form_from_another_site_is_refused(walk_pages: WalkPages) -> None:
    pages = await walk_pages("project")
    for tail in WRITES:
        answer = await pages.client.post(
            pages.home + tail,
            data={"csrf_token": pages.token, **FIELDS},
            headers={"Origin": "http://evil.example"},
        )
        assert answer.status_code == 403, tail


async def test_a_malformed_project_id_looks_like_a_missing_page(
    walk_pages: WalkPages,
) -> None:
    pages = await walk_pages("started")
    assert (await pages.client.get("/projects/nonsense")).status_code == 404
