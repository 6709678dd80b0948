"""A founder without a mouse: everything by Tab, Enter, Escape and typing."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 250
IS_FOCUSED = "(it) => it === document.activeElement"


def reach(page: Page, target: Locator) -> Locator:
    """Tab until `target` has the focus."""
    expect(target).to_be_attached()
    for _ in range(MOST_STOPS):
        if target.evaluate(IS_FOCUSED):
            return target
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Reach `target` and press it."""
    reach(page, target)
    page.keyboard.press(key)


def follow(page: Page, name: str, *, exact: bool = True) -> None:
    """Reach the link of that name in the page's content and press Enter."""
    content = page.get_by_role("main")
    press(page, content.get_by_role("link", name=name, exact=exact).first)


def push(page: Page, name: str, *, exact: bool = True) -> None:
    """Reach the button of that name in the page's content and press Enter."""
    content = page.get_by_role("main")
    press(page, content.get_by_role("button", name=name, exact=exact).first)


def write(page: Page, field: Locator, text: str) -> None:
    """Reach a field and replace what stands in it."""
    reach(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
