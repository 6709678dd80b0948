"""The dashboard says where the project stands and the one thing to do next."""

from __future__ import annotations

import pytest

from tests.fixtures.journey import Stop
from tests.web.screens.walking import WalkPages


@pytest.mark.parametrize(
    ("stop", "label"),
    [
        ("project", "Start Interview"),
        ("interview", "Continue Interview"),
        ("trio", "Review & Decide"),
        ("gate", "Make Decision"),
        ("proceed", "Compare options"),
        ("plan", "Compare options"),
        ("selected", "Continue to Build"),
        ("ready", "Open the build"),
    ],
)
async def test_the_next_step_follows_the_state(
    walk_pages: WalkPages, stop: Stop, label: str
) -> None:
    """PROJ-05, DASH-02."""
    pages = await walk_pages(stop)
    text = await pages.get()
    hero = text.partition('class="hero-act"')[2].partition("</section>")[0]
    assert label in hero


async def test_the_stage_and_its_percent_are_written_as_text(
    walk_pages: WalkPages,
) -> None:
    """DASH-02, STAG-05: stage 1 is 70 percent done with a brief and its risks."""
    text = await (await walk_pages("trio")).get()
    assert "70 %" in text
    assert "Thesis Defined" in text
    assert "Your idea brief is written" in text


async def test_a_parked_project_stays_readable_and_can_be_resumed(
    walk_pages: WalkPages,
) -> None:
    """PROJ-06."""
    pages = await walk_pages("gate")
    await pages.decide("park", park_note="After the summer")
    assert "This project is parked." in await pages.get()
    for tail in ("/strategy", "/timeline", "/architecture", "/gate", "/plan", "/build"):
        await pages.get(tail)
    await pages.send("/resume")
    text = await pages.get()
    assert "This project is parked." not in text
    await pages.send("/resume")


async def test_builds_and_changes_are_listed(walk_pages: WalkPages) -> None:
    pages = await walk_pages("selected")
    text = await pages.get()
    assert "Direction decided: proceed" in text
    assert "Plan chosen: Fast MVP" in text
    await pages.founder.building()
    await pages.founder.ready()
    text = await pages.get()
    assert "Built in" in text
    assert "MVP built: build_v0_1" in text
