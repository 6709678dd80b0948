"""The ceremony: four options, one decision, nothing lost on the way (GATE-15)."""

from __future__ import annotations

import re
from typing import Any

from tests.fixtures.app import RunningApp
from tests.web.screens.walking import Pages, WalkPages


async def gates_of(pages: Pages) -> list[dict[str, str]]:
    """The project's gates, newest first."""
    return await pages.founder.get(f"/api/gates/project/{pages.founder.project_id}")


async def test_the_ceremony_is_shown_before_anybody_opened_the_gate(
    walk_pages: WalkPages,
) -> None:
    """GATE-04: a GET creates nothing."""
    pages = await walk_pages("trio")
    text = await pages.get("/gate")
    for words in ("Which way do we go?", "Proceed", "Narrow it", "Pivot", "Park it"):
        assert words in text
    assert "assumption" in text
    assert await gates_of(pages) == []


async def test_one_form_opens_the_gate_and_decides_it(walk_pages: WalkPages) -> None:
    """GATE-07: and afterwards the page shows date, reason and what is next."""
    pages = await walk_pages("trio")
    await pages.decide("proceed", action_text="The numbers are clear")
    text = await pages.get("/gate")
    assert "The numbers are clear" in text
    assert "We go ahead in this direction." in text
    assert "Compare options" in text
    (gate,) = await gates_of(pages)
    assert gate["decision"] == "proceed"


async def test_the_same_form_sent_twice_decides_once(walk_pages: WalkPages) -> None:
    pages = await walk_pages("trio")
    fields: dict[str, Any] = {
        "decision": "proceed",
        "gate_type": "direction",
        "seen": "",
    }
    await pages.send("/gate", **fields)
    await pages.send("/gate", **fields)
    assert len(await gates_of(pages)) == 1


async def test_a_narrowing_without_a_text_keeps_the_choice_and_creates_no_gate(
    walk_pages: WalkPages,
) -> None:
    """GATE-05."""
    pages = await walk_pages("trio")
    answer = await pages.decide("narrow", 422, action_text="  ", park_note="later")
    assert "Say in one sentence which part we keep." in answer.text
    assert 'value="narrow" checked' in answer.text
    assert 'value="later"' in answer.text
    assert await gates_of(pages) == []


async def test_a_narrowing_waits_survives_a_reload_and_asks_again(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """GATE-06, GATE-08: the brief first, then everything together."""
    pages = await walk_pages("trio")
    held = app.script.hold("interviewer.idea_brief")
    await pages.decide("narrow", action_text="Only the butter")
    for _ in range(2):
        text = await pages.get("/gate")
        assert "Writing the brief around your narrower scope…" in text
        assert '<noscript><meta http-equiv="refresh"' in text
        assert "data-poll" in text
    held.release()
    text = await pages.until("/gate", "Which way do we go?")
    assert "Earlier decisions" in text
    assert "Only the butter" in text
    (gate,) = await gates_of(pages)
    assert gate["decision"] == "narrow"


async def test_a_failed_rewriting_keeps_the_gate_open_and_the_words(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """GATE-06: what happened, what is kept, and the same form again."""
    pages = await walk_pages("trio")
    app.script.fail("interviewer.idea_brief")
    await pages.decide("pivot", action_text="Restaurants instead")
    text = await pages.until("/gate", "Your decision waits and nothing was changed.")
    assert 'value="pivot" checked' in text
    assert 'value="Restaurants instead"' in text
    assert "Debug id" in text
    await pages.decide("pivot", action_text="Restaurants instead")
    await pages.until("/gate", "Earlier decisions")


async def test_a_decision_that_changed_in_another_tab_is_said(
    walk_pages: WalkPages,
) -> None:
    pages = await walk_pages("gate")
    await pages.founder.proceed()
    await pages.send("/gate", decision="park", gate_type="direction", seen="")
    text = await pages.get("/gate")
    assert "We go ahead in this direction." in text
    assert len(await gates_of(pages)) == 1


async def test_a_decided_direction_can_be_opened_anew(walk_pages: WalkPages) -> None:
    pages = await walk_pages("proceed")
    assert "Decide again" in await pages.get("/gate")
    assert "Which way do we go?" in await pages.get("/gate?again=1")


async def test_before_the_brief_the_page_says_what_opens_it(
    walk_pages: WalkPages,
) -> None:
    pages = await walk_pages("project")
    assert "Nothing to decide yet" in await pages.get("/gate")


async def test_a_park_rests_the_project_and_the_gate_says_so(
    walk_pages: WalkPages,
) -> None:
    """GATE-10."""
    pages = await walk_pages("trio")
    answer = await pages.decide("park", park_note="After the summer")
    assert answer.headers["location"] == pages.home
    assert "After the summer" in await pages.get("/gate")


async def test_a_viewed_preview_opens_gate_two_with_its_score(
    walk_pages: WalkPages,
) -> None:
    """GATE-12, GATE-13, ALGN-01."""
    pages = await walk_pages("ready")
    await pages.get("/build/build_v0_1")
    text = await pages.get("/gate")
    assert "You have seen it run. What next?" in text
    assert "100 %" in text
    for words in ("Iterate", "Ship", "Park it"):
        assert words in text
    await pages.decide("iterate", action_text="Bigger buttons")
    text = await pages.get("/gate")
    assert "Bigger buttons" in text
    assert "Build the next version" in text
    assert "Start Build" in await pages.get("/build?new=1")


async def test_the_words_behind_the_evidence_are_numbered_as_everywhere_else(
    walk_pages: WalkPages,
) -> None:
    """A chip names the same answer on the gate as on the page of all sources."""
    pages = await walk_pages("trio")
    chip = r'aria-label="Source: ([^"]+)".*?/sources#([\w-]+)"'
    source = r'id="(said-[\w-]+)".*?<span class="source">([^<]+)</span>'
    names = dict(re.findall(source, await pages.get("/sources"), re.DOTALL))
    shown = re.findall(chip, await pages.get("/gate"), re.DOTALL)
    assert shown
    assert [label for label, _ in shown] == [names[anchor] for _, anchor in shown]
