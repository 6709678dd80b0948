"""The decisions page without scripts: gate, console, tripwires, history (DCSN, GATE)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from cofounder import clock
from cofounder.decisions.deploying import DEPLOY_OPTIONS
from cofounder.decisions.service import open_decision
from cofounder.decisions.templates import Template
from cofounder.gates.models import Tripwire
from cofounder.interviews.ports import IdeaBriefDraft
from tests.fixtures.app import RunningApp
from tests.web.screens.walking import Pages, WalkPages

TOMORROW = (clock.now().date() + timedelta(days=1)).isoformat()


def without_evidence(draft: IdeaBriefDraft) -> IdeaBriefDraft:
    return draft.model_copy(update={"evidence": []})


async def decisions_of(pages: Pages) -> list[dict[str, Any]]:
    return await pages.founder.get(
        f"/api/projects/{pages.founder.project_id}/decisions"
    )


async def overdue(app: RunningApp, pages: Pages) -> None:
    """Let the days go by that the project's tripwires wait for."""
    project_id = UUID(pages.founder.project_id)
    async with app.database.transaction() as session:
        await session.execute(
            update(Tripwire)
            .where(Tripwire.project_id == project_id)
            .values(due_on=clock.now().date())
        )


async def test_before_the_brief_the_page_says_what_opens_everything(
    walk_pages: WalkPages,
) -> None:
    """ux.md 1: reachable from the rail, and an empty state with one action."""
    pages = await walk_pages("project")
    text = await pages.get("/decisions")
    assert "Nothing to decide yet" in text and "Go to the interview" in text
    assert "they open right after it" in text
    assert "Nothing decided yet" in text and "No tripwires" in text
    assert "Weigh the options" not in text
    assert f'href="{pages.home}/decisions"' in await pages.get("")


async def test_too_little_known_is_said_item_by_item(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """ux.md 1: the exact missing items."""
    app.script.rewrite("interviewer.idea_brief", without_evidence)
    pages = await walk_pages("trio")
    text = await pages.get("/decisions")
    assert "I’d learn more before we go ahead." in text
    assert "Too little is known here" in text
    assert "We only assume something here." in text
    assert "Unknown" in text


async def test_proceeding_against_the_evidence_takes_a_recorded_reason(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """The cap binds our advice; the founder's own reason overrides it, openly."""
    app.script.rewrite("interviewer.idea_brief", without_evidence)
    pages = await walk_pages("trio")
    shown = await pages.get("/gate")
    assert "I’d suggest this" not in shown
    assert "Why do we go ahead although the evidence is thin?" in shown
    refused = await pages.decide("proceed", 422, action_text="  ")
    assert "Say in one sentence why we go ahead" in refused.text
    assert (
        await pages.founder.get(f"/api/gates/project/{pages.founder.project_id}") == []
    )
    await pages.decide("proceed", action_text="Ten shops asked for it")
    text = await pages.get("/decisions")
    assert "Against our advice" in text and "Ten shops asked for it" in text


async def test_the_ceremony_shows_the_words_behind_each_point(
    walk_pages: WalkPages,
) -> None:
    pages = await walk_pages("trio")
    text = await pages.get("/gate")
    assert "The evidence is good enough to go ahead." in text
    for title in ("Problem", "Who has it", "What they do today", "First experiment"):
        assert f"<strong>{title}</strong>" in text
    assert "Your answer to “" in text
    assert "I’d suggest this" in text


async def test_tripwires_are_set_with_the_decision_and_asked_for_on_their_day(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """A wrong one costs nothing that was typed; one that tripped reopens Gate 1."""
    pages = await walk_pages("trio")
    wires: dict[str, Any] = {
        "tripwire_condition": "Ten bakers pay",
        "tripwire_due": "1999-01-01",
    }
    refused = await pages.decide("proceed", 422, action_text="Clear", **wires)
    assert "Tripwire 1 needs a day after today." in refused.text
    assert 'value="Ten bakers pay"' in refused.text
    assert 'value="1999-01-01"' in refused.text
    assert 'value="Clear"' in refused.text
    await pages.decide("proceed", **{**wires, "tripwire_due": TOMORROW})
    text = await pages.get("/decisions")
    assert f"Due {TOMORROW}" in text and "Time to look again" not in text
    assert "Time to look again" not in await pages.get("")
    await overdue(app, pages)
    shown = await pages.get("")
    assert "Time to look again: Ten bakers pay" in shown
    assert f'href="{pages.home}/decisions#overdue"' in shown
    text = await pages.get("/decisions")
    assert "Time to look again" in text
    found = re.search(r'action="[^"]*(/decisions/tripwires/[^"]+)"', text)
    assert found is not None
    long = await pages.send(found[1], 422, outcome="held", note="x" * 10_001)
    assert "x" * 100 in long.text
    await pages.send(found[1], outcome="nonsense")
    await pages.send(found[1], outcome="tripped", note="Only two did")
    text = await pages.get("/decisions")
    assert "Only two did" in text and "Decide the direction again" in text
    shown = await pages.get("")
    assert "Time to look again" not in shown and "Tripwire tripped" in shown
    assert "Only two did: Ten bakers pay" in await pages.get("/timeline")
    again = await pages.send(found[1], outcome="held")
    assert "cofounder-notice" in again.headers["set-cookie"]
    assert "Tripped" in await pages.get("/decisions")
    assert "Which way do we go?" in await pages.get("/gate?again=1")


async def test_a_question_is_asked_compared_and_answered(walk_pages: WalkPages) -> None:
    """DCSN-01, DCSN-02, DCSN-05: every option with all five, then the record."""
    pages = await walk_pages("trio")
    asked = await pages.send(
        "/decisions/ask", template="monetization_model", wish="Only cash so far"
    )
    (decision,) = await decisions_of(pages)
    tail = f"/decisions/{decision['id']}"
    assert asked.headers["location"] == pages.home + tail
    text = await pages.get(tail)
    for words in ("Pros", "Cons", "Engineering Impact", "Time to Ship", "Cost"):
        assert words in text
    assert text.count("Recommended") == 1
    assert "Only cash so far" in text
    assert "“How money comes in” waits for your answer." in await pages.get("")
    picked = decision["options"][1]
    for fields in ({"option_id": ""}, {"option_id": "nonsense"}):
        refused = await pages.send(tail, 422, note="Because <b>", **fields)
        assert "Because &lt;b&gt;" in refused.text
    await pages.send(tail, option_id=picked["id"], note="Because <b>")
    text = await pages.get(tail)
    assert f"You chose {picked['name']}" in text and "“Because <b>”" in text
    assert "waits for your answer" not in await pages.get("")
    told = f"How money comes in: {picked['name']}"
    assert told in await pages.get("") and told in await pages.get("/strategy")
    assert "Decision: How money comes in" in await pages.get("/timeline")
    await pages.send(tail, option_id=decision["options"][0]["id"])  # decided is final
    text = await pages.get("/decisions")
    assert picked["name"] in text and "Decide anew" in text
    twice = await pages.send("/decisions/ask", template="monetization_model")
    assert twice.headers["location"] != pages.home + tail
    newer = (await decisions_of(pages))[0]
    await pages.send(f"/decisions/{newer['id']}", option_id=newer["options"][0]["id"])
    assert "Superseded." in await pages.get(tail)
    assert "See the decision before this one" in await pages.get(
        f"/decisions/{newer['id']}"
    )


async def test_a_decided_scope_offers_the_narrow_it_stands_for(
    walk_pages: WalkPages,
) -> None:
    """DCSN-04: Gate 1 opens with narrow chosen and the text filled."""
    pages = await walk_pages("proceed")
    await pages.send("/decisions/ask", template="scope_narrowing")
    decision = (await decisions_of(pages))[0]
    best = decision["options"][0]
    tail = f"/decisions/{decision['id']}"
    await pages.send(tail, option_id=best["id"], note="For one shop")
    text = await pages.get(tail)
    assert "Narrow the idea to this" in text
    gate = await pages.get(f"/gate?narrow={decision['id']}")
    assert 'value="narrow" checked' in gate
    assert f'value="{best["name"]}. ' in gate and "For one shop" in gate
    for odd in ("x", "0" * 32, pages.founder.project_id):
        assert "The direction" in await pages.get(f"/gate?narrow={odd}")


async def test_a_choice_of_the_plan_page_stands_in_the_console(
    walk_pages: WalkPages,
) -> None:
    """DCSN-04, PLAN-03: the same record in both places, and in the history."""
    pages = await walk_pages("selected")
    text = await pages.get("/decisions")
    assert "How we build it" in text and "Fast MVP" in text
    assert f'href="{pages.home}/plan"' in text
    await pages.send("/plan/regenerate", feedback="Cheaper, please")
    await pages.until("/plan", "Earlier options")
    text = await pages.get("/plan")
    assert "Options, version 1" in text and "You had chosen Fast MVP." in text
    assert "“Cheaper, please”" not in text.partition("Earlier options")[2]
    assert "Superseded" in await pages.get("/decisions")


async def test_waiting_failing_and_asking_again(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    pages = await walk_pages("trio")
    held = app.script.hold("planner.console_options")
    await pages.send("/decisions/ask", template="checkout_strategy")
    text = await pages.get("/decisions")
    assert "Weighing answers" in text and "data-poll" in text
    assert '<noscript><meta http-equiv="refresh"' in text
    await pages.send("/decisions/ask", template="checkout_strategy")  # joins it
    held.release()
    await pages.until("/decisions", "Compare the options")
    app.script.fail("planner.console_options")
    await pages.send("/decisions/ask", template="pricing_structure", wish="Low prices")
    text = await pages.until("/decisions", "Debug id")
    assert "Try again" in text and "Low prices" in text
    await pages.send("/decisions/ask", template="pricing_structure", wish="Low prices")
    assert len(await decisions_of(pages)) == 2


async def test_a_question_of_a_build_is_seen_and_marked(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """DCSN-03."""
    pages = await walk_pages("selected")
    async with app.database.transaction() as session:
        waiting = await open_decision(
            session,
            UUID(pages.founder.project_id),
            Template.ESCALATION,
            DEPLOY_OPTIONS,
            blocking=True,
        )
    assert "Builds wait for this" in await pages.get("/decisions")
    assert "Builds wait until you answer it." in await pages.get(
        f"/decisions/{waiting.id}"
    )


@pytest.mark.parametrize("odd", ["", "nonsense", "escalation", "build_path"])
async def test_a_question_nobody_can_ask_changes_nothing(
    walk_pages: WalkPages, odd: str
) -> None:
    pages = await walk_pages("trio")
    await pages.send("/decisions/ask", template=odd)
    assert await decisions_of(pages) == []


async def test_a_wish_too_long_is_kept_and_the_field_named(
    walk_pages: WalkPages,
) -> None:
    pages = await walk_pages("trio")
    long = "z" * 10_001
    refused = await pages.send("/decisions/ask", 422, template="deploy_path", wish=long)
    assert long in refused.text and "10,000 characters" in refused.text


async def test_another_project_s_decision_looks_missing(walk_pages: WalkPages) -> None:
    """APIX-02: also between two projects of the same founder."""
    pages, others = await walk_pages("trio"), await walk_pages("trio")
    await others.send("/decisions/ask", template="deploy_path")
    (theirs,) = await decisions_of(others)
    for tail in (theirs["id"], "x", pages.founder.project_id):
        await pages.get(f"/decisions/{tail}", status=404)
        await pages.send(f"/decisions/{tail}", 404, option_id="aws")
    assert (await decisions_of(others))[0]["status"] == "pending"


async def test_a_turn_is_compared_then_accepted_or_dropped(
    walk_pages: WalkPages,
) -> None:
    """GATE-06: side by side, with word marks, and one form each."""
    pages = await walk_pages("trio")
    empty = await pages.send("/gate/compare", 422, decision="narrow", action_text=" ")
    assert "Say in one sentence which part we keep." in empty.text
    await pages.send("/gate/compare", decision="narrow", action_text="Only the butter")
    text = await pages.until("/gate/compare", "What narrowing would change")
    assert "“Only the butter”" in text and "<ins>" in text
    for words in ("For whom", "What it gives them", "Timeline"):
        assert words in text
    for button in ("Accept and narrow it", "Drop it"):
        assert button in text
    assert "You compared a change of direction." in await pages.get("/gate")
    await pages.send("/gate/compare/drop")
    assert await pages.leads_to("/gate/compare") == f"{pages.home}/gate"
    gates = f"/api/gates/project/{pages.founder.project_id}"
    assert [g["status"] for g in await pages.founder.get(gates)] == ["pending"]
    await pages.send("/gate/compare", decision="pivot", action_text="For florists")
    await pages.until("/gate/compare", "What the pivot would change")
    await pages.send("/gate/compare/accept")
    assert [g["decision"] for g in await pages.founder.get(gates)] == ["pivot"]
    gone = await pages.send("/gate/compare/accept")
    assert gone.headers["location"] == f"{pages.home}/gate"


async def test_a_comparison_waits_fails_and_goes_stale_in_the_open(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    pages = await walk_pages("trio")
    fields: dict[str, Any] = {"decision": "narrow", "action_text": "Only the butter"}
    held = app.script.hold("strategist.mvp_timeline")
    await pages.send("/gate/compare", **fields)
    assert "Working out what would change…" in await pages.get("/gate/compare")
    held.release()
    await pages.until("/gate/compare", "What narrowing would change")
    app.script.fail("strategist.mvp_timeline")
    await pages.send("/gate/compare", **{**fields, "action_text": "Only the flour"})
    text = await pages.until("/gate/compare", "Debug id")
    assert 'value="Only the flour"' in text and "Retry" in text
    await pages.send("/gate/compare", **fields)
    await pages.until("/gate/compare", "What narrowing would change")
    body = {"section_key": "target_user", "new_content": "Night bakers"}
    path = f"/api/understanding/{pages.founder.project_id}/brief"
    await pages.founder.call("PATCH", path, body)
    text = await pages.get("/gate/compare")
    assert "Your brief changed since." in text and "Compare again" in text
    assert "Accept and narrow it" not in text
    await pages.send("/gate/compare/accept")
    assert "Your brief changed since." in await pages.get("/gate/compare")
