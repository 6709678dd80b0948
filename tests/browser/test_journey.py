"""The founder's way in a real browser, refreshing on the way (issue 2, part 8)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import NewContext
from tests.browser.live import LiveServer
from tests.factories.ideas import BAKERY

ANSWERS = (
    "Two bakers & <b>one</b> seller in our shop {{ 7*7 }}",
    "We throw away 38 kilos of dough each week because nobody knows what is left",
    "They would pay 20 euros a month, as they do for the till",
)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_from_one_sentence_to_an_app_that_keeps_records(
    live: LiveServer, open_browser: NewContext, scripts: bool
) -> None:
    """ONBD-03, UNDR-03, TRIO-04, TRIO-05, GATE-15, PLAN-10, GENR-16, SNDB-06.

    JRNY-01, JRNY-02, JRNY-03, JRNY-04, JRNY-05, JRNY-06, JRNY-07, JRNY-09, JRNY-14.
    """
    page = open_browser(java_script_enabled=scripts).new_page()
    steps.sign_in(page, live.login_path())
    steps.say_the_idea(page, BAKERY)
    assert steps.answer_everything(page, ANSWERS, "Show me the summary") >= 5
    page.get_by_role("button", name="Show me the summary").click()
    change_the_summary(page)
    page.get_by_role("button", name="Create the project").click()
    expect(page.get_by_role("heading", name="Interview", exact=True)).to_be_visible()
    assert steps.answer_everything(page, ANSWERS, "Write my brief") >= 3
    page.get_by_role("button", name="Write my brief").click()
    steps.walk_through(page)
    steps.decide_to_proceed(page)
    project = page.url.partition("/projects/")[2].partition("/")[0]
    page.reload()
    steps.choose_the_recommended_plan(page)
    page.reload()
    steps.build(page, ready=live.has_sandbox)
    if not live.has_sandbox:
        expect(page.get_by_text("cannot run it safely").first).to_be_visible()
        return
    page.reload()
    expect(page.get_by_role("heading", name="v0.1 is ready")).to_be_visible()
    keep_a_record(page)
    page.goto(f"/projects/{project}/brief")
    expect(page.locator("main")).to_contain_text("38 kilos of dough")
    page.goto(f"/projects/{project}")
    expect(page.get_by_role("link", name="Make Decision")).to_be_visible()


def change_the_summary(page: Page) -> None:
    """The founder's own words stand in the summary, also after a refresh."""
    expect(page.get_by_role("heading", name="Here is what we heard")).to_be_visible(
        timeout=steps.PATIENT
    )
    first = page.locator(".snap").first
    first.locator("summary").click()
    first.locator("textarea").fill("Only what sells out <i>by noon</i>")
    first.get_by_role("button", name=re.compile("^Save")).click()
    expect(first).to_contain_text("Edited by you")
    page.reload()
    expect(first).to_contain_text("Only what sells out <i>by noon</i>")


def keep_a_record(page: Page) -> None:
    """Create a record in the preview's frame; it is listed after a reload."""
    app = page.frame_locator(".browser iframe")
    app.get_by_role("link", name="Ingredients").first.click()
    app.get_by_role("link", name=re.compile("^Add")).first.click()
    app.get_by_label("Name").first.fill("Rye flour & <b>salt</b>")
    app.get_by_role("button", name="Save").click()
    expect(app.get_by_text("Rye flour & <b>salt</b>").first).to_be_visible()
    page.reload()
    app.get_by_role("link", name="Ingredients").first.click()
    expect(app.get_by_text("Rye flour & <b>salt</b>").first).to_be_visible()
