"""Strategy, timeline and architecture show everything that was made."""

from __future__ import annotations

import asyncio

from tests.fixtures.app import RunningApp
from tests.web.screens.walking import WalkPages


async def test_the_architecture_shows_all_its_parts(walk_pages: WalkPages) -> None:
    """TRIO-03, ARCH-01: parts with a technology badge, both costs, recommendations."""
    pages = await walk_pages("trio")
    rows = await pages.founder.get(f"/api/artifacts/project/{pages.founder.project_id}")
    contents = {r["artifact_type"]: r["current_content"] for r in rows}
    made = contents["app_architecture"]
    text = await pages.get("/architecture")
    for component in made["components"]:
        assert component["name"] in text
        assert f'class="badge accent">{component["tech_recommendation"]}' in text
    for connection in made["connections"]:
        assert connection["protocol"] in text
    cost = made["cost_estimate"]
    for words in ("To start", cost["startup_monthly"], cost["scale_monthly"]):
        assert words in text
    assert "At 1,000 users" in text and "Show the breakdown" in text
    assert text.count("Show technical detail") == len(made["components"])
    assert all(line in text for line in made["integration_recommendations"])


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
