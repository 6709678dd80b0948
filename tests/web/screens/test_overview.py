"""The dashboard says where the project stands and the one thing to do next."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from cofounder import clock, ids
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import Artifact, GenerationStatus
from cofounder.gates.models import Gate
from cofounder.web.screens.overview.loading import ring_of
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Stop
from tests.web.screens.walking import Pages, WalkPages


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


async def an_old_decision(app: RunningApp, pages: Pages, days: int) -> None:
    async with app.database.transaction() as session:
        moment = clock.now() - timedelta(days=days)
        gate = update(Gate).where(Gate.id == ids.parse_id(pages.founder.gate_id))
        await session.execute(gate.values(decided_at=moment))


async def test_a_risk_is_shown_until_it_is_dismissed_and_when_it_gets_worse(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """DASH-02, RISK-02: the panel is there only with risks."""
    pages = await walk_pages("proceed")
    assert 'aria-label="Risks"' not in await pages.get()
    await an_old_decision(app, pages, 8)
    assert "The last decision is 8 days old." in await pages.get()
    await pages.send("/risks/stale_decision/dismiss")
    assert 'aria-label="Risks"' not in await pages.get()
    await an_old_decision(app, pages, 20)
    assert "The last decision is 20 days old." in await pages.get()
    await pages.send("/risks/boredom/dismiss", 422)


async def test_what_needs_the_founder_is_listed_and_in_the_title(
    walk_pages: WalkPages,
) -> None:
    """ux.md 3.9: a badge in the tab's title while a decision waits."""
    pages = await walk_pages("ready")
    await pages.founder.post(f"/api/generation/{pages.founder.job_id}/preview-viewed")
    text = await pages.get()
    assert "What comes next" in text
    assert "<title>(1) " in text
    assert "Needs you" not in text, "the banner and What's Next tell of the first"
    await pages.founder.gate()
    text = await pages.get()
    assert "<title>(2) " in text
    assert "The direction waits for your decision." in text
    fresh = await walk_pages("project")
    assert "<title>(" not in await fresh.get()


async def test_every_artifact_has_a_card_in_reading_order(
    walk_pages: WalkPages,
) -> None:
    """DASH-02: the five documents too; what is not written leads nowhere yet."""
    pages = await walk_pages("selected")
    text = await pages.get()
    names = re.findall(r'data-name="([^"]*)"', text)
    assert names == [
        "Idea brief",
        "Product brief",
        "MVP scope",
        "Milestones & timeline",
        "Risk log",
        "How it works",
        "Strategy",
        "Timeline",
        "Architecture",
        "Plan",
    ]
    linked = set(re.findall(r'class="cover" href="([^"]*)"', text))
    tails = ("/brief", "/strategy", "/timeline", "/architecture", "/plan")
    assert linked == {pages.home + tail for tail in tails}
    assert text.count("Not written yet.") == 5


async def test_a_written_document_leads_to_its_page_with_version_and_marks(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """DASH-02: status, version, edited mark, stale mark, failure."""
    pages = await walk_pages("trio")
    project = ids.parse_id(pages.founder.project_id)
    states: dict[ArtifactType, dict[str, Any]] = {
        ArtifactType.MVP_SCOPE: {"version_number": 4, "has_user_edits": True},
        ArtifactType.RISK_LOG: {"is_stale": True, "version_number": 2},
        ArtifactType.MILESTONES: {"generation_status": GenerationStatus.GENERATING},
        ArtifactType.BRIEF: {"generation_status": GenerationStatus.FAILED},
    }
    async with app.database.transaction() as session:
        for kind, more in states.items():
            content = {"core_features": [{}], "out_of_scope": [{}, {}]}
            row = Artifact(
                project_id=project, artifact_type=kind, current_content=content
            )
            for name, value in more.items():
                setattr(row, name, value)
            session.add(row)
    text = await pages.get()
    scope = card_of(text, "MVP scope")
    assert "v4" in scope and "Edited" in scope and "Current" in scope
    assert "1 feature for the first version, 2 things left out." in scope
    assert f'href="{pages.home}/documents/mvp_scope"' in scope
    stale = card_of(text, "Risk log")
    assert "Out of date" in stale and "v2, the brief changed" in stale
    assert "Being rewritten" in card_of(text, "Milestones & timeline")
    assert "Could not be written" in card_of(text, "Product brief")


def card_of(text: str, name: str) -> str:
    return text.partition(f'data-name="{name}"')[2].partition("</article>")[0]


async def test_a_failed_strategy_can_be_retried_from_its_card(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """DASH-02: error badge and retry."""
    pages = await walk_pages("answered")
    app.script.fail("strategist.strategy_graph", times=3)
    await pages.founder.finalized_brief()
    text = await pages.until("", "Could not be written")
    card = card_of(text, "Strategy")
    assert f'action="{pages.home}/generating/retry"' in card
    await pages.send("/generating/retry")
    await pages.founder.trio()
    assert "Current" in card_of(await pages.get(), "Strategy")


async def test_a_failed_document_can_be_retried_from_its_card_and_its_page(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """DASH-02, DOCU-05: badge, reason and Retry, and only what is missing is written."""
    pages = await walk_pages("trio")
    app.script.fail("writer.risk_log", times=3)
    await pages.founder.documents()
    card = card_of(await pages.get(), "Risk log")
    assert "Could not be written" in card
    assert f'action="{pages.home}/documents/write"' in card
    assert f'href="{pages.home}/documents/risk_log"' in card
    page = await pages.get("/documents/risk_log")
    assert "It could not be written" in page
    assert f'action="{pages.home}/documents/write"' in page
    await pages.until("/documents", "Write what is missing")
    await pages.send("/documents/write")
    rows = await pages.founder.artifacts()
    assert rows["risk_log"]["current_content"]
    assert rows["brief"]["version_number"] == 1
    assert "Current" in card_of(await pages.get(), "Risk log")


async def test_a_document_opens_beside_the_dashboard(walk_pages: WalkPages) -> None:
    """ux.md 4: the address is the dashboard with the document open."""
    pages = await walk_pages("trio")
    await pages.founder.documents()
    shown = await pages.get("?panel=milestones")
    panel = shown.partition('<dialog class="slide-over"')[2].partition("</dialog>")[0]
    assert panel.count('<details class="fold" open>') == 2
    assert f'href="{pages.home}/documents/milestones.pdf"' in panel
    assert f'action="{pages.home}/documents/milestones/rewrite"' in panel
    for odd in ("nonsense", "idea_brief", ""):
        assert "slide-over" not in await pages.get(f"?panel={odd}")


@pytest.mark.parametrize("stage", range(6))
def test_the_ring_lights_the_stage_and_none_at_stage_zero(stage: int) -> None:
    """TRAP-14, DASH-02: five labels for stages 1 to 5, the last one locked."""
    ring = ring_of(stage)
    assert [s.label for s in ring] == [
        "Thesis",
        "Validated",
        "MVP Built",
        "Feedback",
        "Scale",
    ]
    assert [s.state for s in ring].count("now") == (1 if 1 <= stage <= 4 else 0)
    assert ring[4].state == "locked"
    assert [s.state for s in ring[: max(0, stage - 1)] if s.state != "locked"] == [
        "done"
    ] * min(max(0, stage - 1), 4)


async def test_the_page_asks_again_by_itself(walk_pages: WalkPages) -> None:
    """DASH-02, TRAP-49: every seven seconds, and it never stops asking."""
    pages = await walk_pages("project")
    assert 'id="overview" data-poll="7"' in await pages.get()
