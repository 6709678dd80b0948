"""What a founder does on the pages, with or without scripts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import Page, expect

PATIENT = 60_000
MOST_QUESTIONS = 20


def sign_in(page: Page, link: str) -> None:
    """From the one-time link to the opening field."""
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="What are we building?")).to_be_visible()


def say_the_idea(page: Page, idea: str) -> None:
    """From the opening field to the first question."""
    page.get_by_label("Your idea", exact=True).fill(idea)
    page.get_by_role("button", name="Start with this idea").click()
    expect(page.locator("#answer-form")).to_be_visible()


def answer_everything(page: Page, answers: Sequence[str], end: str) -> int:
    """Answer question by question, refreshing at each, until the button `end` is there.

    Returns how many there were.
    """
    form, last = page.locator("#answer-form"), page.get_by_role("button", name=end)
    for number in range(MOST_QUESTIONS):
        expect(form.or_(last)).to_be_visible(timeout=PATIENT)
        if last.is_visible():
            return number
        asked = form.locator("[name=question_id]").input_value()
        page.reload()
        expect(form.locator("[name=question_id]")).to_have_value(asked)
        form.get_by_role("textbox").fill(answers[number % len(answers)])
        form.get_by_role("button", name="Save answer").click()
        gone = form.locator(f'[name=question_id][value="{asked}"]')
        expect(gone).to_have_count(0, timeout=PATIENT)
    raise AssertionError("the questions never end")


def decide_to_proceed(page: Page) -> None:
    """From the ceremony to the recorded decision."""
    expect(page.get_by_role("heading", name="Which way do we go?")).to_be_visible()
    page.get_by_role("radio", name=re.compile("^Proceed")).check()
    page.get_by_role("button", name="Proceed with this direction").click()
    expect(page.get_by_text("We go ahead in this direction.").first).to_be_visible()


def choose_the_recommended_plan(page: Page) -> None:
    """From the recorded decision to the recorded choice."""
    page.get_by_role("link", name="Compare options").click()
    page.get_by_role("button", name="Generate options").click()
    page.get_by_role("button", name="Choose Fast MVP").click()
    expect(page.get_by_text("You chose Fast MVP")).to_be_visible()


def build(page: Page, *, ready: bool) -> None:
    """From the recorded choice to a build that has ended."""
    page.get_by_role("link", name="Continue to build").click()
    page.get_by_role("button", name="Start Build").click()
    ended = "v0.1 is ready" if ready else "v0.1 did not work out"
    expect(page.get_by_role("heading", name=ended)).to_be_visible(timeout=PATIENT)


def walk_through(page: Page) -> None:
    """From the finished overlay over the three cards to the gate."""
    expect(page.get_by_text("Your plan is ready!")).to_be_visible(timeout=PATIENT)
    page.get_by_role("link", name="See your results").click()
    for name in ("Strategy", "Timeline"):
        heading = page.get_by_role("heading", name=f"Here's your {name}")
        expect(heading).to_be_visible()
        page.reload()
        page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("Here's your Architecture")).to_be_visible()
    page.get_by_role("link", name="Decide the direction").click()
