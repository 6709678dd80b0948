"""Row 75 in a real browser: a session ends while somebody types."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from cofounder.accounts.credentials import COOKIE
from tests.browser.conftest import NewContext
from tests.browser.live import LiveServer
from tests.factories.ideas import BAKERY

TYPED = "Two bakers, and <b>whoever</b> closes the shop"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_f75_the_typed_answer_is_back_after_the_login_and_is_sent(
    live: LiveServer, open_browser: NewContext, scripts: bool
) -> None:
    founder, cookies = live.walk_to("started", BAKERY)
    page = open_browser(cookies, java_script_enabled=scripts).new_page()
    page.goto(f"/new/{founder.sid}")
    asked = page.locator("#answer-form [name=question_id]")
    first = asked.input_value()
    page.locator("#answer-form").get_by_role("textbox").fill(TYPED)
    user = live.user_of(cookies[COOKIE])
    live.end_sessions(user)
    page.get_by_role("button", name="Save answer").click()
    expect(page.get_by_role("heading", name="You were signed out")).to_be_visible()
    page.goto(live.login_path(user))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Your answer")).to_have_value(TYPED)
    page.get_by_role("button", name="Send it now").click()
    expect(page.locator(".said")).to_contain_text(TYPED)
    expect(asked).not_to_have_value(first)
