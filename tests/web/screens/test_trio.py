"""Strategy, timeline and architecture show everything that was made."""

from __future__ import annotations

import asyncio

from tests.fixtures.app import RunningApp
from tests.web.screens.walking import WalkPages


async def test_the_strategy_shows_every_anchor_with_its_source(
    walk_pages: WalkPages,
) -> None:
    """TRIO-01, PROV-05."""
    pages = await walk_pages("trio")
    rows = await pages.founder.get(f"/api/artifacts/project/{pages.founder.project_id}")
    graph = next(r for r in rows if r["artifact_type"] == "strategy_graph")
    text = await pages.get("/strategy")
    for node in graph["current_content"]["nodes"]:
        assert node["label"] in text
    assert "Your answer to" in text or "Your idea" in text
    assert "Demo" in text


async def test_the_timeline_and_the_architecture_show_all_their_parts(
    walk_pages: WalkPages,
) -> None:
    """TRIO-02, TRIO-03, ARCH-01."""
    pages = await walk_pages("trio")
    rows = await pages.founder.get(f"/api/artifacts/project/{pages.founder.project_id}")
    contents = {r["artifact_type"]: r["current_content"] for r in rows}
    timeline = await pages.get("/timeline")
    for milestone in contents["mvp_timeline"]["milestones"]:
        assert milestone["title"] in timeline
    architecture = await pages.get("/architecture")
    for component in contents["app_architecture"]["components"]:
        assert component["name"] in architecture
    cost = contents["app_architecture"]["cost_estimate"]
    assert cost["startup_monthly"] in architecture
    assert cost["scale_monthly"] in architecture


async def test_before_the_interview_each_page_leads_to_it(
    walk_pages: WalkPages,
) -> None:
    pages = await walk_pages("project")
    for tail in ("/strategy", "/timeline", "/architecture"):
        assert "Go to the interview" in await pages.get(tail)


async def test_a_page_of_what_is_still_written_says_so(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    pages = await walk_pages("answered")
    held = app.script.hold("strategist.strategy_graph")
    await pages.founder.finalized_brief()
    await asyncio.wait_for(held.reached.wait(), 10)
    assert "We are making this now" in await pages.get("/strategy")
    held.release()


async def test_hostile_words_are_text(walk_pages: WalkPages) -> None:
    hostile = (
        'A "club" for <script>alert(1)</script> bakers 🍞 {{7*7}} {% raw %} & more, '
        "who want to share ovens and count their flour together every week."
    )
    pages = await walk_pages("ready", idea=hostile)
    tails = ("", "/strategy", "/timeline", "/architecture", "/gate", "/plan", "/build")
    for tail in tails:
        answer = await pages.client.get(pages.home + tail, follow_redirects=True)
        assert answer.status_code == 200, tail
        assert "<script>alert(1)" not in answer.text, tail
    overview = await pages.client.get(pages.home)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in overview.text
    assert "{{7*7}} {% raw %}" in overview.text
