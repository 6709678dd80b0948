"""Graph and board in a browser: what scripts add to pages that work without (GRPH-03)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext
from tests.browser.live import LiveServer
from tests.factories.ideas import BAKERY
from tests.fixtures.journey import Founder

PAINTED = """() => {
    const layers = [...document.querySelectorAll('#canvas canvas')];
    return layers.some((layer) => layer.getContext('2d')
        .getImageData(0, 0, layer.width, layer.height).data.some((value) => value));
}"""
OpenAt = Callable[..., Page]


@pytest.fixture(scope="module")
def decided(live: LiveServer) -> tuple[Founder, dict[str, str]]:
    """A founder who decided and chose a plan."""
    return live.walk_to("selected", BAKERY)


@pytest.fixture
def open_at(
    decided: tuple[Founder, dict[str, str]], open_browser: NewContext
) -> Iterator[OpenAt]:
    """`open_at("/strategy")`: a page of that founder's project; no script complains."""
    founder, cookies = decided

    def open_page(tail: str, **options: Any) -> Page:
        page = open_browser(cookies, **options).new_page()
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"/projects/{founder.project_id}{tail}")
        return page

    complaints: list[str] = []
    yield open_page
    # Leaving a page before its transition ends is no fault of a script.
    assert [said for said in complaints if "Transition was aborted" not in said] == []


def drawn(page: Page) -> Page:
    """The page once its graph is on the canvas."""
    expect(page.locator("#canvas[data-drawn]")).to_be_visible()
    return page


def test_the_graph_is_drawn_from_the_list_under_our_content_policy(
    open_at: OpenAt,
) -> None:
    """GRPH-03: every node of the list is in the drawing, and something is painted."""
    page = drawn(open_at("/strategy"))
    count = page.locator("#points [data-node]").count()
    assert page.locator("#canvas").get_attribute("data-drawn") == str(count)
    assert count > 15
    assert page.evaluate(PAINTED)
    expect(page.locator("#points")).to_be_hidden()
    box = page.locator("#minimap").bounding_box()
    assert box is not None and (box["width"], box["height"]) == (180, 120)


def test_a_phrase_opens_its_dialog_and_the_address_can_be_shared(
    open_at: OpenAt,
) -> None:
    """GRPH-03: click opens the dialog; Escape closes it and gives focus back."""
    page = drawn(open_at("/strategy"))
    tag = page.locator(".anchor-tag").first
    phrase = tag.inner_text()
    tag.click()
    dialog = page.locator("dialog[open]")
    expect(dialog.get_by_role("heading", name=phrase)).to_be_visible()
    assert re.search(r"[?&]node=a\d+", page.url)
    shared = page.url
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert "node=" not in page.url
    expect(tag).to_be_focused()
    page.goto(shared)
    expect(dialog.get_by_role("heading", name=phrase)).to_be_visible()
    dialog.get_by_role("link", name="Close").click()
    expect(dialog).to_have_count(0)


def test_the_graph_can_be_zoomed_without_a_wheel(open_at: OpenAt) -> None:
    """GRPH-03, WCAG 2.5.7: buttons do what dragging and wheels do."""
    page = drawn(open_at("/strategy"))
    painted = """() => document.getElementById('minimap').toDataURL()"""
    before = page.evaluate(painted)
    page.get_by_role("button", name="Zoom in").click()
    assert page.evaluate(painted) != before
    page.get_by_role("button", name="Fit the graph").click()
    assert page.evaluate(painted) == before


def test_a_node_that_is_clicked_opens_its_dialog(open_at: OpenAt) -> None:
    """GRPH-03: the drawing itself, by trying its places until a node is met."""
    page = drawn(open_at("/strategy"))
    page.get_by_role("button", name="Fit the graph").click()
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    for row in range(2, int(box["height"]) - 70, 14):
        for column in range(20, int(box["width"]) - 80, 14):
            page.mouse.move(box["x"] + column, box["y"] + row)
            if page.locator("#canvas").evaluate("(it) => it.style.cursor"):
                page.mouse.click(box["x"] + column, box["y"] + row)
                expect(page.locator("dialog[open]")).to_be_visible()
                return
    raise AssertionError("no node was met")


def test_without_the_library_the_list_is_shown(open_at: OpenAt) -> None:
    """A vendor folder that is missing costs the drawing, not the page."""
    page = open_at("/strategy?view=list")
    expect(page.locator("#points")).to_be_visible()
    page.route(
        "**/vendor/cytoscape*",
        lambda route: route.fulfill(
            content_type="text/javascript", body="export default {}"
        ),
    )
    page.get_by_role("link", name="Graph", exact=True).click()
    expect(page.locator("#points")).to_be_visible()
    expect(page.locator("#drawing")).to_have_count(0)


def test_without_scripts_the_list_and_the_dialogs_work(open_at: OpenAt) -> None:
    """GRPH-03: no JS: the list; an address still opens its dialog."""
    page = open_at("/strategy", java_script_enabled=False)
    expect(page.locator("#points")).to_be_visible()
    expect(page.locator("#drawing")).to_be_hidden()
    page.get_by_role("link", name="Gate: Direction").first.click()
    shown = page.locator("dialog[open]")
    expect(shown.get_by_role("heading", name="Gate: Direction")).to_be_visible()
    shown.get_by_role("link", name="View in timeline").click()
    expect(shown.get_by_role("heading", name="Decision: Direction")).to_be_visible()


def test_typing_filters_the_board_and_the_address(open_at: OpenAt) -> None:
    """TIML-03: debounced search, filters in the URL, and back by one link."""
    page = open_at("/timeline")
    everything = page.locator(".board article").count()
    page.get_by_label("Search title and summary").press_sequentially("direction")
    expect(page.get_by_role("link", name="Clear filters")).to_be_visible()
    assert 0 < page.locator(".board article").count() < everything
    assert "query=direction" in page.url
    expect(page.get_by_label("Search title and summary")).to_be_focused()
    page.get_by_label("Type").select_option("artifact")
    expect(page.get_by_text("No matches")).to_be_visible()
    assert "type=artifact" in page.url
    page.get_by_role("link", name="Clear filters").click()
    expect(page.locator(".board article")).to_have_count(everything)


def test_a_card_opens_its_dialog_and_leads_to_the_graph(open_at: OpenAt) -> None:
    """TIML-03: the same dialog, with "View in graph"."""
    page = open_at("/timeline")
    page.get_by_role("link", name="Decision: Execution plan").click()
    dialog = page.locator("dialog[open]")
    expect(dialog.get_by_text("You chose Fast MVP")).to_be_visible()
    dialog.get_by_text("Alternatives").click()
    expect(dialog.get_by_text("Hybrid Approach")).to_be_visible()
    dialog.get_by_role("link", name="View in graph").click()
    expect(page).to_have_url(re.compile(r"/strategy\?node=plan_"))
    heading = dialog.get_by_role("heading", name="Execution plan: Fast MVP")
    expect(heading).to_be_visible()


def test_on_a_phone_one_column_is_shown_and_can_be_picked(open_at: OpenAt) -> None:
    """ux.md 7: board columns become a picker."""
    page = open_at("/timeline", viewport={"width": 390, "height": 800})
    expect(page.locator(".col.done")).to_be_visible()
    expect(page.locator(".col.backlog")).to_be_hidden()
    page.locator(".colpick label").filter(has_text="Backlog").click()
    expect(page.locator(".col.backlog")).to_be_visible()
    expect(page.locator(".col.done")).to_be_hidden()
    expect(page.get_by_text("Nothing waits here.")).to_be_visible()


def test_decisions_are_reached_by_links_from_the_entry_page(
    decided: tuple[Founder, dict[str, str]], open_browser: NewContext
) -> None:
    """JRNY-13, ORC-140: home, overview, timeline, graph, list, architecture."""
    page = open_browser(decided[1]).new_page()
    page.goto("/")
    page.locator("a.cover").first.click()
    page.get_by_role("link", name="Open timeline").click()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    page.get_by_role("link", name="View in graph").first.click()
    expect(page.locator("#canvas")).to_be_visible()
    page.get_by_role("link", name=re.compile("^List")).click()
    expect(page.get_by_role("heading", name="In your words")).to_be_visible()
    page.get_by_role("link", name="Architecture").first.click()
    expect(page.get_by_role("heading", name="The parts")).to_be_visible()


def test_a_card_that_changes_is_named_while_the_founder_looks(
    open_at: OpenAt,
) -> None:
    """DASH-02: the changed card pulses once and a notice names it."""
    page = open_at("")
    card = page.locator('[data-name="Strategy"]')
    card.evaluate("(it) => it.setAttribute('data-change', '0 running')")
    page.evaluate("""() => document.dispatchEvent(new Event("htmx:after:swap"))""")
    expect(page.get_by_text("Strategy changed")).to_be_visible()
    expect(card).to_have_class(re.compile("pulse"))
