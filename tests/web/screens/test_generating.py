"""The overlay, its retry, and the walkthrough (TRIO-04, TRIO-05)."""

from __future__ import annotations

import asyncio

from tests.fixtures.app import RunningApp
from tests.web.screens.walking import WalkPages


async def test_the_overlay_shows_each_step_until_all_three_are_built(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """TRIO-04: locked texts; the page stands alone and refreshes without scripts."""
    pages = await walk_pages("answered")
    held = app.script.hold("strategist.mvp_timeline")
    await pages.founder.finalized_brief()
    await asyncio.wait_for(held.reached.wait(), 10)
    text = await pages.until("/generating", "Architecture designed")
    assert "Analyzing your idea…" in text
    assert "Creating your timeline…" in text
    assert '<noscript><meta http-equiv="refresh"' in text
    assert 'data-poll="2"' in text
    held.release()
    text = await pages.until("/generating", "Your plan is ready!")
    for built in ("Strategy built", "Timeline created", "Architecture designed"):
        assert built in text
    assert "See your results" in text
    assert "data-poll" not in text
    assert "http-equiv" not in text


async def test_polling_gets_the_steps_alone(walk_pages: WalkPages) -> None:
    part = await (await walk_pages("trio")).get("/generating", swap=True)
    assert 'id="generation"' in part
    assert "<main" not in part


async def test_what_failed_is_made_again_and_the_rest_is_kept(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """E2E-GENERATE: three silent attempts, then a cross and Retry."""
    pages = await walk_pages("answered")
    app.script.fail("strategist.mvp_timeline", times=3)
    await pages.founder.finalized_brief()
    text = await pages.until("/generating", "Some artifacts couldn't be generated")
    assert "Continue anyway" in text
    assert "This could not be made" in await pages.get("/timeline")
    asked = len(app.script.requests("strategist.strategy_graph"))
    await pages.send("/generating/retry")
    await pages.until("/generating", "Your plan is ready!")
    assert len(app.script.requests("strategist.strategy_graph")) == asked
    await pages.send("/generating/retry")
    assert "Your plan is ready!" in await pages.get("/generating")


async def test_the_overlay_before_the_interview_leads_to_it(
    walk_pages: WalkPages,
) -> None:
    pages = await walk_pages("project")
    assert (await pages.leads_to("/generating")).endswith("/understanding")
    assert (await pages.leads_to("/walkthrough?step=2")).endswith("/understanding")


async def test_the_walkthrough_is_three_cards_with_an_address_each(
    walk_pages: WalkPages,
) -> None:
    """TRIO-05: the last button decides while Gate 1 is open."""
    pages = await walk_pages("trio")
    titles = ("Strategy", "Timeline", "Architecture")
    for step, name in enumerate(titles, start=1):
        text = await pages.get(f"/walkthrough?step={step}")
        assert f"Here's your {name}" in text
        assert f"View full {name.lower()}" in text
        assert sum(f"Here's your {other}</h1>" in text for other in titles) == 1
        assert ("Decide the direction" in text) == (step == 3)
    assert "Here's your Strategy" in await pages.get("/walkthrough?step=9")


async def test_after_the_decision_the_walkthrough_ends_at_the_dashboard(
    walk_pages: WalkPages,
) -> None:
    pages = await walk_pages("proceed")
    assert "Go to Dashboard" in await pages.get("/walkthrough?step=3")
