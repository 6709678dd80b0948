"""Comparing plans and choosing one (PLAN-05 to PLAN-10)."""

from __future__ import annotations

from typing import Any

from tests.fixtures.app import RunningApp
from tests.web.screens.walking import Pages, WalkPages


async def plan_of(pages: Pages) -> dict[str, object]:
    return await pages.founder.get(f"/api/plans/{pages.founder.project_id}")


async def test_what_comes_first_is_said_with_the_way_to_it(
    walk_pages: WalkPages,
) -> None:
    """PLAN-05."""
    assert "Complete the interview first" in await (await walk_pages("project")).get(
        "/plan"
    )
    assert "Decide the direction first" in await (await walk_pages("trio")).get("/plan")
    assert "Decide the open gate first" in await (await walk_pages("gate")).get("/plan")


async def test_options_are_made_on_demand_and_stand_side_by_side(
    walk_pages: WalkPages,
) -> None:
    """PLAN-10."""
    pages = await walk_pages("proceed")
    assert "Generate options" in await pages.get("/plan")
    await pages.send("/plan/generate")
    text = await pages.until("/plan", "Scope Coverage")
    for words in ("Time to Ship", "Engineering Cost", "Risk Level", "Recommended"):
        assert words in text
    first = (await plan_of(pages))["plan_set_id"]
    await pages.send("/plan/generate")
    assert (await plan_of(pages))["plan_set_id"] == first


async def test_a_slow_comparison_waits_on_the_page_and_survives_a_reload(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    pages = await walk_pages("proceed")
    held = app.script.hold("planner.draft")
    await pages.send("/plan/generate")
    for swap in (False, True):
        text = await pages.get("/plan", swap=swap)
        assert "Weighing ways to build it…" in text
        assert "data-poll" in text
    held.release()
    await pages.until("/plan", "Fast MVP")


async def test_a_failed_comparison_offers_the_same_again(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """LLMC-03, PLAN-07: earlier options and the feedback stay."""
    pages = await walk_pages("plan")
    app.script.fail("planner.draft")
    await pages.send("/plan/regenerate", feedback="Cheaper, and in <b>two</b> weeks")
    text = await pages.until("/plan", "Your brief, your answers and earlier options")
    assert "Fast MVP" in text
    assert "Cheaper, and in <b>two</b> weeks" in text
    await pages.send("/plan/retry")
    text = await pages.until("/plan", "Fast MVP")
    assert "earlier options are kept" not in text
    requests = app.script.requests("planner.draft")
    assert requests[-1].feedback == "Cheaper, and in <b>two</b> weeks"


async def test_different_options_need_a_word_on_what(walk_pages: WalkPages) -> None:
    """PLAN-07."""
    pages = await walk_pages("plan")
    answer = await pages.send("/plan/regenerate", 422, feedback=" ")
    assert "Say in your words what should be different." in answer.text


async def test_a_choice_is_recorded_and_may_change_until_a_build_starts(
    walk_pages: WalkPages,
) -> None:
    """PLAN-08, ORC-64."""
    pages = await walk_pages("plan")
    await pages.send("/plan/select", option_id="fast-mvp")
    assert "You chose Fast MVP" in await pages.get("/plan")
    await pages.send("/plan/select", option_id="hybrid-approach")
    assert "You chose Hybrid Approach" in await pages.get("/plan")
    await pages.founder.building()
    await pages.founder.ready()
    text = await pages.get("/plan")
    assert "A build of it was started, so it stays." in text
    await pages.send("/plan/select", 409, option_id="fast-mvp")


async def test_an_option_that_does_not_exist_is_missing(walk_pages: WalkPages) -> None:
    pages = await walk_pages("plan")
    await pages.send("/plan/select", 404, option_id="nonsense")


async def test_after_a_narrowing_the_options_are_stale_and_can_be_renewed(
    walk_pages: WalkPages,
) -> None:
    """GATE-11, VERS-10: with the reason why."""
    pages = await walk_pages("selected")
    opened = await pages.get("/gate?again=1")
    seen = opened.partition('name="seen" value="')[2].partition('"')[0]
    fields: dict[str, Any] = {
        "gate_type": "direction",
        "seen": seen,
        "action_text": "Only butter",
    }
    await pages.send("/gate", decision="narrow", **fields)
    await pages.until("/gate", "Which way do we go?")
    text = await pages.get("/plan")
    assert "These options are stale." in text
    assert "“Idea brief” went from version 1 to 2 since this was written" in text
    assert "You chose" not in text
    await pages.decide("proceed")
    await pages.send("/plan/generate")
    await pages.until("/plan", "Choose Fast MVP")
