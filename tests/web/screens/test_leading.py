"""Pages lead to each other: rail, stage bar, sources and what can be done as well."""

from __future__ import annotations

from cofounder.web.frame import STAGES
from tests.web.screens.walking import Pages, WalkPages


def now_in(text: str) -> str:
    """The step of the stage bar that is marked as the present one."""
    bar = text.partition('aria-label="Journey"')[2].partition("</nav>")[0]
    [step] = [one for one in bar.split("<li")[1:] if 'aria-current="step"' in one]
    return next(label for label in STAGES if label in step)


async def confirmed(pages: Pages) -> str:
    """The words of an assumption of the idea brief that the founder confirmed."""
    path = f"/api/projects/{pages.founder.project_id}/assumptions"
    register = (await pages.founder.get(path))["assumptions"]
    one = next(
        a
        for a in register
        if a["question"] is None
        and any(p["artifact_type"] == "idea_brief" for p in a["places"])
    )
    await pages.founder.post(f"{path}/{one['fingerprint']}/confirm")
    return one["text"]


async def test_documents_open_right_after_onboarding_and_count_what_is_assumed(
    walk_pages: WalkPages,
) -> None:
    """DOCU-05: onboarding is enough; the rail says how much is only assumed."""
    early = await walk_pages("project")
    assert f'href="{early.home}/documents"' in await early.get()
    pages = await walk_pages("trio")
    path = f"/api/projects/{pages.founder.project_id}/assumptions"
    still_open = (await pages.founder.get(path))["open"]
    assert still_open > 1
    assert f"{still_open} assumed" in await pages.get()
    await confirmed(pages)
    assert f"{still_open - 1} assumed" in await pages.get()


async def test_the_documents_can_be_written_as_soon_as_the_direction_is_decided(
    walk_pages: WalkPages,
) -> None:
    """DASH-02: the plan stays the one next step, the documents are offered beside."""
    undecided = await walk_pages("gate")
    assert "Write the documents" not in await undecided.get()
    pages = await walk_pages("proceed")
    hero = (await pages.get()).partition('class="hero-act"')[2]
    assert "Compare options" in hero and "Write the documents" in hero
    await pages.founder.documents()
    hero = (await pages.get()).partition('class="hero-act"')[2]
    assert "Compare options" in hero and "Write the documents" not in hero


async def test_the_stage_documents_is_behind_us_once_all_five_are_written(
    walk_pages: WalkPages,
) -> None:
    """ux.md 1: Idea, Interview, Decision, Documents, Plan in this order."""
    pages = await walk_pages("proceed")
    assert now_in(await pages.get()) == "Documents"
    await pages.founder.documents()
    assert now_in(await pages.get()) == "Plan"


async def test_everything_can_be_saved_from_the_overview(
    walk_pages: WalkPages,
) -> None:
    """EXPO-05: one archive, once something is written."""
    early = await walk_pages("project")
    assert "Export all" not in await early.get()
    pages = await walk_pages("trio")
    assert f'href="{pages.home}/export/data-room.zip"' in await pages.get()


async def test_the_sources_page_lists_words_decisions_and_verdicts(
    walk_pages: WalkPages,
) -> None:
    """PROV-02: each with its page and the sections that rest on it."""
    pages = await walk_pages("proceed")
    said = await confirmed(pages)
    text = await pages.get("/sources")
    assert "Your idea" in text and "Your answer to “" in text
    assert "Your decision: Direction, proceed" in text
    assert "You confirmed" in text and said in text
    assert "Idea brief: " in text
    assert "still open" not in text


async def test_a_confirmed_assumption_cites_the_founders_word_on_the_brief(
    walk_pages: WalkPages,
) -> None:
    """PROV-04: it is not "Assumed" any more, and not something they wrote either."""
    pages = await walk_pages("trio")
    before = (await pages.get("/brief")).count(">Assumed</button>")
    await confirmed(pages)
    text = await pages.get("/brief")
    assert text.count(">Assumed</button>") == before - 1
    assert "You confirmed" in text


async def test_every_page_leads_to_the_same_next_step(walk_pages: WalkPages) -> None:
    """JRNY-13: what is to decide first, by its own name; then the plan, then the build."""
    pages = await walk_pages("trio")
    await leads_to(pages, "Decide the direction", "/gate")
    await pages.founder.gate()
    await pages.founder.decide("proceed")
    await leads_to(pages, "Compare options", "/plan")


async def test_a_preview_that_was_seen_asks_what_comes_next_everywhere(
    walk_pages: WalkPages,
) -> None:
    """GATE-12: an open second gate is not the direction."""
    pages = await walk_pages("ready")
    await leads_to(pages, "Continue to build", "/build")
    job = (await pages.founder.get(f"/api/projects/{pages.founder.project_id}"))[
        "latest_job_id"
    ]
    await pages.founder.post(f"/api/generation/{job}/preview-viewed")
    await leads_to(pages, "Decide what comes next", "/gate")


async def leads_to(pages: Pages, label: str, tail: str) -> None:
    """The one primary button of these pages."""
    for page in ("/brief", "/strategy", "/timeline", "/architecture"):
        head = (await pages.get(page)).partition('class="page-head"')[2]
        button = head.partition("btn primary")[2].partition("</a>")[0]
        assert label in button and f'href="{pages.home}{tail}"' in button, (page, head)


async def test_a_question_left_open_is_said_once(walk_pages: WalkPages) -> None:
    """PROV-04: the register does not repeat a question that stands for itself."""
    pages = await walk_pages("interview")
    text = await pages.get("/understanding")
    question = text.partition('name="question_id" value="')[2].partition('"')[0]
    await pages.send("/understanding/answer", question_id=question, action="skip")
    text = await pages.get("/assumptions")
    assert "You left this open" in text
    assert "You left this open: " not in text
