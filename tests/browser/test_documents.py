"""The documents in a real browser, by keyboard alone (issue 3, part 8)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import keys
from tests.browser.conftest import NewContext
from tests.browser.live import LiveServer
from tests.browser.steps import PATIENT
from tests.factories.ideas import BAKERY
from tests.fixtures.journey import Founder

Cookies = dict[str, str]
Written = tuple[Founder, Cookies]
HOSTILE = "<script>window.pwned=1</script><img src=x onerror=window.pwned=1> {{ 7*7 }}"
REACHED = (
    *("", "/understanding", "/brief", "/strategy", "/timeline", "/architecture"),
    *("/gate", "/decisions", "/documents", "/assumptions", "/sources"),
    *("/documents/brief", "/documents/mvp_scope", "/documents/milestones"),
    *("/documents/risk_log", "/documents/how_it_works", "/documents/brief/history"),
    *("/documents/brief/edit/value_proposition", "/documents/brief/compare"),
    "/documents/mvp_scope/edit/core_features",
)
OWN_TEXT = "Nine of ten loaves are gone by noon."
both = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


@pytest.fixture(scope="module")
def written(live: LiveServer) -> Written:
    """A founder whose five documents are written, for tests that only read them."""
    founder, cookies = live.walk_to("trio", BAKERY)
    live.call(_write_and_edit(founder), 120)
    return founder, cookies


async def _write_and_edit(founder: Founder) -> None:
    brief = (await founder.documents())["brief"]
    body = {"section_path": "key_constraint", "new_value": "One old laptop."}
    await founder.call("PATCH", f"/api/artifacts/{brief['id']}/edit", body)


@both
@pytest.mark.timeout(240)
def test_documents_are_written_read_proven_changed_and_approved_by_keyboard(
    live: LiveServer, open_browser: NewContext, scripts: bool
) -> None:
    """JRNY-08, done when 6: the journey is possible with the keyboard alone."""
    founder, cookies = live.walk_to("trio", BAKERY)
    page = open_browser(cookies, java_script_enabled=scripts).new_page()
    page.goto("/")
    keys.press(page, page.locator("a.cover").first)
    rail = page.get_by_role("navigation", name="Pages of this project")
    keys.press(page, rail.get_by_role("link", name="Documents"))
    keys.push(page, "Write the documents")
    all_five = page.get_by_text("5 of 5 documents are written")
    expect(all_five).to_be_attached(timeout=PATIENT)
    keys.follow(page, "Product brief")
    expect(page).to_have_url(re.compile(f"{founder.project_id}/documents/brief$"))
    settle_an_assumption(page)
    edit_the_problem(page)
    put_a_note_on_it(page)
    compare_and_take_back(page)
    restore_the_first(page)
    keys.push(page, "Approve")
    expect(page.locator("main .state", has_text="Approved")).to_be_visible()


def settle_an_assumption(page: Page) -> None:
    """Issue section 3: one press, and the founder is back at the statement."""
    assumed = page.locator("main .source.assumed")
    before = assumed.count()
    assert before > 0
    keys.push(page, "That is so", exact=False)
    expect(page.get_by_text("Confirmed: your word is its source now")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/documents/brief#section-\w+$"))
    expect(assumed).to_have_count(before - 1)


def edit_the_problem(page: Page) -> None:
    keys.follow(page, "Edit Problem")
    keys.write(page, page.locator("#value"), f"{OWN_TEXT} {HOSTILE}")
    keys.push(page, "Save section")
    section = page.locator("#section-problem_statement")
    expect(section).to_contain_text(f"{OWN_TEXT} {HOSTILE}")
    expect(section).to_contain_text("Edited by you")


def put_a_note_on_it(page: Page) -> None:
    section = page.locator("#section-problem_statement")
    keys.press(page, section.locator("summary"))
    keys.write(page, section.locator("textarea"), f"Is that so? {HOSTILE}")
    keys.press(page, section.get_by_role("button", name="Save note"))
    expect(section.locator(".note")).to_contain_text(f"Is that so? {HOSTILE}")


def compare_and_take_back(page: Page) -> None:
    keys.follow(page, "History")
    keys.follow(page, "Compare version 1")
    expect(page.locator("ins").first).to_contain_text("Nine")
    keys.push(page, "Bring back the old Problem")
    expect(page.get_by_text("“Problem” is as it was in version 1")).to_be_visible()
    assert page.evaluate("() => window.pwned") is None


def restore_the_first(page: Page) -> None:
    keys.follow(page, "Back to the document")
    expect(page.locator("main")).not_to_contain_text(OWN_TEXT)
    keys.follow(page, "History")
    keys.push(page, "Restore version 1")
    expect(page.get_by_text("Restored version 1")).to_be_visible()


@both
def test_the_words_behind_a_statement_show_on_focus_and_on_hover(
    written: Written, open_browser: NewContext, scripts: bool
) -> None:
    """Issue section 3, PROV-04: beside the statement, and read out with its mark."""
    founder, cookies = written
    context = open_browser(cookies, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"/projects/{founder.project_id}/documents/brief")
    chip = page.locator("main button.source:not(.assumed)").first
    words = page.locator(f"#{chip.get_attribute('popovertarget')}")
    expect(words).to_be_hidden()
    keys.reach(page, chip)
    expect(words).to_be_visible()
    expect(chip).to_have_accessible_description(re.compile("Owners of small bakeries"))
    stands_beside(page, ".source:focus")
    page.keyboard.press("Tab")
    expect(words.get_by_role("link", name="Open the answer")).to_be_focused()
    page.keyboard.press("Tab")
    expect(words).to_be_hidden()
    chip.hover()
    expect(words).to_be_visible()
    page.mouse.move(2, 2)
    expect(words).to_be_hidden()
    chip.click()
    page.mouse.move(2, 2)
    expect(words).to_be_visible()
    words.get_by_role("link", name="Open the answer").click()
    expect(page.locator(".assumption:target blockquote")).to_contain_text("Owners")


def stands_beside(page: Page, chip: str) -> None:
    """The words are next to their chip and inside the window."""
    mark = page.locator(chip).bounding_box()
    words = page.locator(".cite:visible").bounding_box()
    size = page.viewport_size
    assert mark and words and size
    above, below = words["y"] + words["height"], words["y"]
    gap = min(abs(mark["y"] - above), abs(below - mark["y"] - mark["height"]))
    assert gap < 16, (mark, words)
    assert words["x"] >= 0
    assert words["x"] + words["width"] <= size["width"]


def test_escape_puts_the_words_away_until_the_mark_is_met_again(
    written: Written, open_browser: NewContext
) -> None:
    """WCAG 1.4.13: dismissible without moving, hoverable, persistent."""
    founder, cookies = written
    page = open_browser(cookies, viewport={"width": 390, "height": 800}).new_page()
    page.goto(f"/projects/{founder.project_id}/documents/how_it_works")
    chip = page.locator("main button.source").first
    words = page.locator(f"#{chip.get_attribute('popovertarget')}")
    keys.reach(page, chip)
    stands_beside(page, ".source:focus")
    page.keyboard.press("Escape")
    expect(words).to_be_hidden()
    expect(chip).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(words).to_be_visible()
    page.keyboard.press("Enter")
    expect(words).to_be_visible()
    page.keyboard.press("Escape")
    expect(words).to_be_hidden()


def test_a_document_opens_beside_the_dashboard_and_gives_the_focus_back(
    written: Written, open_browser: NewContext
) -> None:
    """ux.md 4: slide-over, first two sections open, Escape closes, a shareable URL."""
    founder, cookies = written
    home = f"/projects/{founder.project_id}"
    page = open_browser(cookies).new_page()
    page.goto(home)
    card = page.get_by_role("main").get_by_role("link", name="Product brief")
    keys.press(page, card)
    panel = page.get_by_role("dialog", name="Product brief")
    expect(panel).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?panel=brief$"))
    folds = panel.locator("details")
    assert [f.get_attribute("open") is not None for f in folds.all()][:3] == [
        True,
        True,
        False,
    ]
    for name in ("Export PDF", "Export Markdown", "Edit", "History"):
        expect(panel.get_by_role("link", name=name)).to_be_visible()
    expect(panel.get_by_role("button", name="Regenerate")).to_be_visible()
    page.reload()
    expect(panel).to_be_visible()
    page.goto(home)
    keys.press(page, card)
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(card).to_be_focused()
    expect(page).to_have_url(re.compile(rf"{home}$"))


def test_without_scripts_a_card_leads_to_the_document(
    written: Written, open_browser: NewContext
) -> None:
    """ux.md 4; an address with a slide-over is readable all the same."""
    founder, cookies = written
    home = f"/projects/{founder.project_id}"
    page = open_browser(cookies, java_script_enabled=False).new_page()
    page.goto(home)
    page.get_by_role("main").get_by_role("link", name="Product brief").click()
    expect(page).to_have_url(re.compile(f"{home}/documents/brief$"))
    page.goto(f"{home}?panel=brief")
    panel = page.get_by_role("dialog", name="Product brief")
    expect(panel).to_be_visible()
    panel.get_by_role("link", name="Close").click()
    expect(panel).to_be_hidden()


def test_a_swap_keeps_the_focus_and_the_stop_dialog_works_by_keyboard(
    live: LiveServer, open_browser: NewContext
) -> None:
    """ux.md 3 and 7: no swap moves the focus; Stop asks first, Escape keeps running."""
    _, cookies = live.walk_to("trio", BAKERY)
    page = open_browser(cookies).new_page()
    page.goto("/")
    page.locator("a.cover").first.click()
    page.get_by_role("link", name="Documents", exact=True).first.click()
    page.get_by_role("button", name="Write the documents").click()
    stop = page.get_by_role("button", name="Stop")
    keys.press(page, stop)
    keep = page.get_by_role("button", name="Keep running")
    expect(keep).to_be_focused()
    page.keyboard.press("Escape")
    expect(stop).to_be_focused()
    all_five = page.get_by_role("status").filter(has_text="5 of 5 documents")
    expect(all_five).to_be_attached(timeout=PATIENT)
    expect(stop).to_have_count(0)
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    inside = "() => document.querySelector('main').contains(document.activeElement)"
    assert page.evaluate(inside)


def test_on_paper_a_document_is_its_text(
    written: Written, open_browser: NewContext
) -> None:
    """ux.md 7, Print: no chrome, no buttons, every section."""
    founder, cookies = written
    page = open_browser(cookies).new_page()
    page.goto(f"/projects/{founder.project_id}/documents/milestones")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Critical path")).to_be_visible()
    assert page.locator("nav:visible, form:visible, summary:visible").count() == 0
    assert page.locator(".btn:visible, .pop:visible, textarea:visible").count() == 0


def test_every_page_of_the_documents_is_reached_by_links_from_the_entry_page(
    written: Written, open_browser: NewContext
) -> None:
    """JRNY-13, ORC-140: open, edit, history, compare, register; links are enough."""
    founder, cookies = written
    home = f"/projects/{founder.project_id}"
    request = open_browser(cookies).request
    seen, waiting = {"/"}, ["/"]
    while waiting:
        answer = request.get(waiting.pop())
        for href in re.findall(r'href="(/[^"#?.]*)["#?]', answer.text()):
            if href not in seen and "/export/" not in href:
                seen.add(href)
                waiting.append(href)
    for tail in REACHED:
        assert home + tail in seen, tail


@pytest.mark.parametrize("tail", ["/brief", "/strategy?view=list", "?panel=mvp_scope"])
def test_the_same_marks_prove_what_stands_on_other_pages(
    written: Written, open_browser: NewContext, tail: str
) -> None:
    """PROV-04: idea brief, strategy and slide-over show the founder's words alike."""
    founder, cookies = written
    page = open_browser(cookies, viewport={"width": 390, "height": 800}).new_page()
    page.goto(f"/projects/{founder.project_id}{tail}")
    chip = page.locator("main button.source:not(.assumed):visible").first
    words = page.locator(f"#{chip.get_attribute('popovertarget')}")
    keys.reach(page, chip)
    expect(words).to_be_visible()
    stands_beside(page, ".source:focus")
    expect(words.get_by_role("link", name="Open the answer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(words).to_be_hidden()
    expect(chip).to_be_visible()
