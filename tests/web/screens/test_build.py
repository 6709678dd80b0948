"""The build page before, while and after (GENR-12, GENR-16, SNDB-06)."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import Iterator

import pytest

from cofounder.sandbox import Capabilities, Level
from tests.fakes.sandbox import failed, succeeded
from tests.fixtures.app import RunningApp
from tests.web.screens.walking import Pages, WalkPages

HERE = "/build/build_v0_1"


async def builds_of(pages: Pages) -> list[dict[str, str]]:
    return await pages.founder.get(
        f"/api/generation/project/{pages.founder.project_id}"
    )


async def test_before_a_plan_is_chosen_the_page_leads_to_it(
    walk_pages: WalkPages,
) -> None:
    assert "Choose a plan first" in await (await walk_pages("plan")).get("/build")
    assert "Decide the open gate first" in await (await walk_pages("gate")).get(
        "/build"
    )


async def test_a_build_starts_from_the_chosen_plan_and_becomes_ready(
    walk_pages: WalkPages,
) -> None:
    """GENR-16: the whole way with plain forms."""
    pages = await walk_pages("selected")
    text = await pages.get("/build")
    assert "Fast MVP" in text
    assert "Start Build" in text
    answer = await pages.send("/build", goal="Count flour and butter")
    assert answer.headers["location"] == pages.home + HERE
    text = await pages.until(HERE, "v0.1 is ready")
    assert "Built in" in text
    assert "Build complete!" in text
    assert 'referrerpolicy="no-referrer"' in text
    assert (
        'sandbox="allow-scripts allow-forms allow-same-origin allow-downloads"' in text
    )
    status = await builds_of(pages)
    assert f'<iframe src="{status[0]["preview_url"]}"' in text


async def test_a_running_build_shows_its_steps_and_refreshes_without_scripts(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """GENR-12: locked labels."""
    pages = await walk_pages("selected")
    held = app.script.hold("coder.write")
    await pages.send("/build", goal="Count flour")
    await asyncio.wait_for(held.reached.wait(), 10)
    text = await pages.get(HERE)
    for label in (
        "Designing",
        "Writing code",
        "Installing dependencies",
        "Starting app",
        "Ready",
    ):
        assert label in text
    assert "Writing code..." in text
    assert 'content="5"' in text
    part = await pages.get(HERE, swap=True)
    assert 'id="build"' in part
    assert "<main" not in part
    held.release()
    await pages.until(HERE, "v0.1 is ready")
    answer = await pages.client.get(pages.home + HERE, headers={"HX-Request": "true"})
    assert answer.headers["hx-refresh"] == "true"
    assert answer.text == ""


async def test_the_same_form_sent_twice_is_one_build(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    pages = await walk_pages("selected")
    held = app.script.hold("coder.write")
    for _ in range(2):
        await pages.send("/build", goal="Count flour")
    assert len(await builds_of(pages)) == 1
    held.release()


async def test_a_goal_is_asked_for_and_what_was_typed_stays(
    walk_pages: WalkPages,
) -> None:
    pages = await walk_pages("selected")
    answer = await pages.send("/build", 422, goal="  ")
    assert "Say in a sentence what this version should do." in answer.text
    answer = await pages.send("/build", 422, goal="x" * 10_001)
    assert "x" * 10_001 in answer.text


async def test_a_stopped_build_says_so_and_can_be_tried_again(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """GENR-06."""
    pages = await walk_pages("selected")
    held = app.script.hold("coder.write")
    await pages.send("/build", goal="Count flour")
    await asyncio.wait_for(held.reached.wait(), 10)
    await pages.send(f"{HERE}/cancel")
    text = await pages.get(HERE)
    assert "v0.1 was stopped" in text
    assert "Try again" in text
    await pages.send(f"{HERE}/cancel")
    held.release()
    await pages.send("/build", goal="Count butter")
    await pages.until(HERE, "v0.1 is ready")


async def test_the_fix_after_a_failed_check_is_shown_as_a_step_back(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """PIPE-07: the banner names the attempt and the bar rewinds."""
    pages = await walk_pages("selected")
    fails_once(app)
    held = app.script.hold("coder.fix")
    await pages.send("/build", goal="Count flour")
    await asyncio.wait_for(held.reached.wait(), 10)
    text = await pages.get(HERE)
    assert "attempt 2 of 5" in text
    assert "again, after a fix" in text
    held.release()
    await pages.until(HERE, "v0.1 is ready")


def fails_once(app: RunningApp) -> None:
    """Let the first run of the app's tests fail."""
    app.sandbox.script("unittest", failed("1 failed"), succeeded("1 passed"))


async def test_looking_at_the_frame_opens_gate_two_once(walk_pages: WalkPages) -> None:
    """SOLD-01: fetching ahead is not looking."""
    pages = await walk_pages("ready")
    ahead = {"Sec-Purpose": "prefetch"}
    await pages.client.get(pages.home + HERE, headers=ahead)
    path = f"/api/gates/project/{pages.founder.project_id}/pending"
    assert await pages.founder.get(path) is None
    text = await pages.get(HERE)
    assert "Decide what comes next" in text
    first = await pages.founder.get(path)
    assert first["gate_type"] == "solidification"
    assert "cheer" in text
    assert "cheer" not in await pages.get(HERE)
    await pages.send(f"{HERE}/viewed")
    assert (await pages.founder.get(path))["gate_id"] == first["gate_id"]


async def test_the_files_of_a_build_can_be_taken_home(walk_pages: WalkPages) -> None:
    """API-108 as a page's download."""
    pages = await walk_pages("ready")
    answer = await pages.client.get(f"{pages.home}{HERE}/workspace.zip")
    assert answer.headers["content-type"] == "application/zip"
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert "README.md" in names


async def test_an_unknown_version_is_missing(walk_pages: WalkPages) -> None:
    pages = await walk_pages("ready")
    await pages.get("/build/build_v0_9", status=404)
    await pages.get("/build/nonsense/workspace.zip", status=404)


async def test_earlier_output_is_loaded_on_request(walk_pages: WalkPages) -> None:
    """GENR-16: the fold stays open then."""
    pages = await walk_pages("ready")
    shown = await pages.get(HERE)
    assert "Technical details" in shown
    assert await pages.get(f"{HERE}?log=nonsense")
    assert '<details class="fold" open>' in await pages.get(f"{HERE}?log=200")


@pytest.fixture
def no_sandbox(app: RunningApp) -> Iterator[None]:
    """A machine on which nothing runs safely."""
    before = app.sandbox.offer
    reason = ("bubblewrap is not installed.",)
    app.sandbox.offer = Capabilities("none", Level.NONE, reason, fix="Install it.")
    yield
    app.sandbox.offer = before


@pytest.mark.usefixtures("no_sandbox")
async def test_without_a_sandbox_the_build_says_why_and_gives_the_code(
    walk_pages: WalkPages,
) -> None:
    """GENR-13: reason, fix, and the download."""
    pages = await walk_pages("selected")
    assert "bubblewrap is not installed." in await pages.get("/build")
    await pages.send("/build", goal="Count flour")
    text = await pages.until(HERE, "v0.1 did not work out")
    assert "bubblewrap is not installed." in text
    assert "Install it." in text
    assert "Download what was written" in text
    await pages.client.get(f"{pages.home}{HERE}/workspace.zip")


async def test_where_the_host_name_lets_nobody_in_the_frame_gets_a_ticket(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """security.md 6: on a public domain every visitor needs a pass."""
    pages = await walk_pages("ready")
    app.tune(preview_domain="preview.example.org")
    text = await pages.get(HERE)
    assert ".preview.example.org/__cofounder/enter?t=" in text
    target = await pages.leads_to(f"{HERE}/preview")
    assert ".preview.example.org/__cofounder/enter?t=" in target
