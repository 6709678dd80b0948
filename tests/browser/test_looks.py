"""Every page in both themes and all widths: accessible, inside its window, harmless."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.live import LiveServer
from tests.browser.preparing import prepare
from tests.fixtures.journey import Founder, Stop

AXE = Path(__file__).parents[2] / "frontend/test-assets/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN_AXE = """(tags) => axe.run(document, {
    runOnly: {type: "tag", values: tags}, iframes: false, resultTypes: ["violations"],
}).then((result) => result.violations.map(
    (found) => [found.id, found.nodes.slice(0, 3).map((node) => node.html)]))"""
OVERFLOW = """() => document.documentElement.scrollWidth - window.innerWidth"""
HOSTILE = (
    'A "club" for <script>window.pwned=1</script> bakers 🍞 {{7*7}} {% raw %} & more, '
    "who want to share ovens <img src=x onerror=window.pwned=1> and count their flour."
)
# Tails of a project's pages; an absolute path begins with "~".
PAGES: dict[Stop, tuple[str, ...]] = {
    "started": ("~/", "~/new", "~/new/{sid}"),
    "completed": ("~/new/{sid}",),
    "project": (
        "",
        "/strategy",
        "/timeline",
        "/gate",
        "/decisions",
        "/documents",
        "/documents/brief",
        "/assumptions",
        "/sources",
        "/plan",
        "/build",
    ),
    "interview": ("/understanding",),
    "trio": (
        "",
        "~/",
        "~/settings",
        "~/-/components",
        "/understanding",
        "/brief",
        "/generating",
        "/walkthrough?step=1",
        "/walkthrough?step=3",
        "/strategy",
        "/strategy?view=list",
        "/strategy?node=a1",
        "/timeline",
        "/timeline?query=no+such+words",
        "/architecture",
        "/gate",
        "/decisions",
        "/plan",
    ),
    "gate": ("/gate", "/gate/compare", "/decisions", "/decisions/{did}"),
    "selected": (
        "",
        "?panel=brief",
        "?panel=risk_log",
        "/strategy",
        "/timeline",
        "/gate",
        "/decisions",
        "/plan",
        "/build",
        "/documents",
        "/documents/brief",
        "/documents/mvp_scope",
        "/documents/milestones",
        "/documents/risk_log",
        "/documents/how_it_works",
        "/documents/mvp_scope/edit/core_features",
        "/documents/brief/edit/problem_statement",
        "/documents/milestones/edit/total_duration_weeks",
        "/documents/brief/history",
        "/documents/brief/compare?from=1&to=3",
        "/documents/brief/compare?from=3&to=3",
        "/assumptions",
        "/sources",
    ),
    "ready": ("/build/build_v0_1", "/gate", ""),
}
SEEN = [(stop, tail) for stop, tails in PAGES.items() for tail in tails]
Looking = Callable[[Stop], tuple[Page, Founder, dict[str, str]]]


@pytest.fixture(scope="session")
def looking(live: LiveServer, browser: Browser) -> Iterator[Looking]:
    """A page in the browser of a founder who got that far; one per stop."""
    opened: dict[Stop, tuple[BrowserContext, Page, Founder, dict[str, str]]] = {}

    def look(stop: Stop) -> tuple[Page, Founder, dict[str, str]]:
        if stop not in opened:
            end = stop if stop != "ready" or live.has_sandbox else "selected"
            founder, cookies = live.walk_to(end, HOSTILE)
            ids = {"sid": founder.sid} | prepare(live, stop, founder)
            context = browser.new_context(base_url=live.url, bypass_csp=True)
            for name, value in cookies.items():
                cookie: Any = {"name": name, "value": value, "url": live.url}
                context.add_cookies([cookie])
            opened[stop] = (context, context.new_page(), founder, ids)
        return opened[stop][1:]

    yield look
    for context, *_ in opened.values():
        context.close()


def open_page(looking: Looking, stop: Stop, tail: str) -> Page:
    page, founder, ids = looking(stop)
    home = f"/projects/{founder.project_id}"
    path = tail[1:] if tail.startswith("~") else home + tail
    path = path.format(**ids)
    answer = page.goto(path)
    assert answer is not None
    assert answer.ok or (stop == "ready" and answer.status == 404)
    return page


@pytest.mark.parametrize(("stop", "tail"), SEEN)
def test_a_page_breaks_no_rule_of_wcag(looking: Looking, stop: Stop, tail: str) -> None:
    """QUAL-04: WCAG 2.2 AA, both themes, wide and narrow."""
    if not AXE.is_file():
        pytest.skip("axe-core was not fetched: build the assets first")
    page = open_page(looking, stop, tail)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            found = page.evaluate(RUN_AXE, RULES)
            assert found == [], f"{stop}{tail} at {width}, {theme}: {found}"


@pytest.mark.parametrize(("stop", "tail"), SEEN)
def test_a_page_fits_every_width(looking: Looking, stop: Stop, tail: str) -> None:
    """QUAL-04: nothing scrolls sideways from 320 pixels on."""
    page = open_page(looking, stop, tail)
    for width in (320, 390, 768, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        over = page.evaluate(OVERFLOW)
        assert over <= 0, f"{stop}{tail} at {width} is {over} px too wide"


@pytest.mark.parametrize(
    ("stop", "tail"),
    [("gate", "/gate/compare"), ("selected", "/documents/brief/compare?from=1&to=3")],
)
def test_both_sides_of_a_comparison_have_the_same_room(
    looking: Looking, stop: Stop, tail: str
) -> None:
    page = open_page(looking, stop, tail)
    for width in (390, 960, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        before, after = page.locator(".sides > .card").all()
        seen = before.bounding_box(), after.bounding_box()
        assert seen[0] and seen[1]
        assert abs(seen[0]["width"] - seen[1]["width"]) < 1, (width, seen)


@pytest.mark.parametrize(("stop", "tail"), SEEN)
def test_what_a_founder_typed_is_never_carried_out(
    looking: Looking, stop: Stop, tail: str
) -> None:
    page = open_page(looking, stop, tail)
    assert page.evaluate("() => window.pwned") is None
    assert page.locator("main script, main img[src=x]").count() == 0


def test_what_a_founder_typed_is_shown_as_typed(looking: Looking) -> None:
    page = open_page(looking, "trio", "")
    expect(page.locator("main")).to_contain_text(HOSTILE)
