"""The timeline page: milestones above a read-only board (TIML-03)."""

from __future__ import annotations

import re

import pytest

from tests.web.screens.walking import Pages, WalkPages

CARD = re.compile(r'<h4><a class="cover"[^>]*>([^<]*)</a>')


async def cards(pages: Pages, tail: str = "") -> list[str]:
    return CARD.findall(await pages.get(f"/timeline{tail}"))


async def test_the_board_shows_what_the_api_tells(walk_pages: WalkPages) -> None:
    """TIML-03, ONE-07: the same cards, each in its column."""
    pages = await walk_pages("ready")
    body = await pages.founder.get(f"/api/timeline/{pages.founder.project_id}")
    text = await pages.get("/timeline")
    assert sorted(CARD.findall(text)) == sorted(i["title"] for i in body["items"])
    assert "MVP built" in text and "Build v0.1" in text
    for column in ("backlog", "planned", "in_progress", "done"):
        part = text.partition(f'class="col {column}"')[2].partition("</section>")[0]
        expected = [i["title"] for i in body["items"] if i["kanban_status"] == column]
        assert CARD.findall(part) == expected, column


async def test_milestones_have_weeks_and_deliverables(walk_pages: WalkPages) -> None:
    """TIML-03, TRIO-02."""
    pages = await walk_pages("trio")
    rows = await pages.founder.get(f"/api/artifacts/project/{pages.founder.project_id}")
    plan = next(r for r in rows if r["artifact_type"] == "mvp_timeline")
    text = await pages.get("/timeline")
    for milestone in plan["current_content"]["milestones"]:
        assert milestone["title"] in text
        assert all(line in text for line in milestone["deliverables"])
        assert re.search(rf"Weeks? {milestone['week']}\b", text)
    for phase in plan["current_content"]["long_term_roadmap"]:
        assert phase["title"] in text


async def test_filters_are_the_address_and_work_without_scripts(
    walk_pages: WalkPages,
) -> None:
    """TIML-03: search, type and days; the form shows what is filtered."""
    pages = await walk_pages("proceed")
    assert await cards(pages, "?query=direction&type=decision") == [
        "Decision: Direction"
    ]
    text = await pages.get("/timeline?query=direction&type=decision")
    assert 'value="direction"' in text
    assert '<option value="decision" selected>' in text
    assert "1 card found" in text and "Clear filters" in text
    opens = re.findall(r'<a class="cover" href="([^"]*)"', text)
    assert all("query=direction&type=decision&item=" in href for href in opens)
    everything = await cards(pages)
    assert await cards(pages, "?from=2020-01-01&to=9999-12-31") == everything
    assert await cards(pages, "?type=nonsense") == everything


async def test_nothing_found_offers_to_clear_the_filters(
    walk_pages: WalkPages,
) -> None:
    """TIML-03: an empty board says why, and the way back."""
    pages = await walk_pages("project")
    text = await pages.get("/timeline?query=no+such+words")
    assert "No matches" in text
    assert f'href="{pages.home}/timeline">Clear filters' in text
    assert "Nothing waits here." in await pages.get("/timeline")


@pytest.mark.parametrize(
    ("tail", "words"),
    [
        ("?from=yesterday", "A day looks like 2026-05-20."),
        ("?to=2026-02-30", "A day looks like 2026-05-20."),
        ("?from=2026-05-02&to=2026-05-01", "The first day comes after the last."),
    ],
)
async def test_a_day_that_is_none_is_said_kindly(
    walk_pages: WalkPages, tail: str, words: str
) -> None:
    pages = await walk_pages("project")
    assert words in await pages.get(f"/timeline{tail}")


async def test_before_the_interview_the_board_is_there_and_the_plan_leads_to_it(
    walk_pages: WalkPages,
) -> None:
    pages = await walk_pages("project")
    text = await pages.get("/timeline")
    assert "Go to the interview" in text
    assert "The project began" in text


async def test_the_board_cannot_be_changed(walk_pages: WalkPages) -> None:
    """TIML-03: read-only: no form on it but the search."""
    pages = await walk_pages("selected")
    text = (await pages.get("/timeline")).partition('id="board"')[2]
    board = text.partition("<nav")[0].partition("</main>")[0]
    assert re.findall(r'<form[^>]*method="(\w+)"', board) == ["get"]
    assert "draggable" not in board
