"""The strategy page: the list holds everything the drawing does (GRPH-03)."""

from __future__ import annotations

import asyncio
import re

import pytest

from tests.fixtures.app import RunningApp
from tests.web.screens.walking import Pages, WalkPages


async def graph_of(pages: Pages) -> dict[str, dict[str, object]]:
    body = await pages.founder.get(f"/api/graph/{pages.founder.project_id}")
    return {node["id"]: node for node in body["nodes"]}


@pytest.mark.parametrize("view", ["list", "graph"])
async def test_the_list_is_the_accessible_twin_of_the_drawing(
    walk_pages: WalkPages, view: str
) -> None:
    """GRPH-03: every node and every edge is in the page, whichever tab is open."""
    pages = await walk_pages("selected")
    body = await pages.founder.get(f"/api/graph/{pages.founder.project_id}")
    text = await pages.get(f"/strategy?view={view}")
    for node in body["nodes"]:
        assert f'data-node="{node["id"]}"' in text
        assert node["title"] in text
    joined = re.findall(r'data-to="([^"]+)"', text)
    assert sorted(joined) == sorted(edge["to"] for edge in body["edges"])


async def test_anchors_show_where_the_founder_said_them(walk_pages: WalkPages) -> None:
    """TRIO-01, PROV-05."""
    text = await (await walk_pages("trio")).get("/strategy")
    assert "In your words" in text
    assert "Your answer to" in text or "Your idea" in text
    assert 'class="anchor-tag"' in text
    assert "Demo" in text


async def test_the_drawing_says_in_words_what_it_shows(walk_pages: WalkPages) -> None:
    """GRPH-03: role img with a summary; the library comes only here, and lazily."""
    pages = await walk_pages("trio")
    drawn = await pages.get("/strategy")
    assert re.search(r'role="img" aria-label="Graph of \d+ phrases? of yours', drawn)
    assert "vendor/cytoscape" in drawn
    for tail in ("/strategy?view=list", "/timeline", ""):
        shown = await pages.get(tail)
        assert "vendor/cytoscape" not in shown
        assert "app/graph.js" not in shown


async def test_an_address_opens_the_dialog_of_its_node(walk_pages: WalkPages) -> None:
    """GRPH-03: title, status, date, why, impact, trade-offs, alternatives, and back."""
    pages = await walk_pages("proceed")
    node_id = f"gate_{pages.founder.gate_id}"
    node = (await graph_of(pages))[node_id]
    text = await pages.get(f"/strategy?node={node_id}")
    [shown] = re.findall(r"<dialog[^>]*data-shown.*?</dialog>", text, re.DOTALL)
    assert node["title"] == "Gate: Direction"
    for words in ("Gate: Direction", "Done", "Why", "Impact", "Trade-offs"):
        assert words in shown
    assert all(str(line) in shown for line in (node["why"], node["impact_summary"]))
    assert "View in timeline" in shown
    [back] = re.findall(r'href="([^"]*/timeline\?item=[^"]+)"', shown)
    card = await pages.get(back.removeprefix(pages.home))
    [opened] = re.findall(r"<dialog[^>]*data-shown.*?</dialog>", card, re.DOTALL)
    assert "Decision: Direction" in opened
    assert f"/strategy?node={node_id}" in opened


async def test_a_foreign_node_opens_nothing(walk_pages: WalkPages) -> None:
    """GRPH-02."""
    mine, theirs = await walk_pages("gate"), await walk_pages("gate")
    text = await mine.get(f"/strategy?node=gate_{theirs.founder.gate_id}")
    assert "data-shown" not in text
    assert theirs.founder.gate_id not in text


async def test_before_the_interview_the_page_leads_to_it(
    walk_pages: WalkPages,
) -> None:
    pages = await walk_pages("project")
    assert "Go to the interview" in await pages.get("/strategy")


async def test_without_a_strategy_the_decisions_are_shown(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """GRPH-03: while the strategy is written, a decision is already a graph."""
    pages = await walk_pages("answered")
    held = app.script.hold("strategist.strategy_graph")
    await pages.founder.finalized_brief()
    await asyncio.wait_for(held.reached.wait(), 10)
    assert "We are making this now" in await pages.get("/strategy")
    await pages.founder.gate()
    text = await pages.get("/strategy")
    assert "There is no strategy yet" in text
    assert "Gate: Direction" in text
    held.release()
