"""The understanding interview and its brief through the API (UNDR, BRIF, ORC-34 to -38)."""

from __future__ import annotations

from typing import Any

import pytest

from cofounder.interviews.ports import Contradiction, QuestionDraft, Relevance
from tests.factories.ideas import ANSWER
from tests.factories.requests import code_of
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Founder, WalkTo

RELEVANCE = "interviewer.relevance"
PRICE = "Each bakery pays 20 euros a month for it"
FREE = "It is free for everyone who bakes"
LIMITS = {"bootstrapper": 8, "partner": 12, "cto_scale": 16}


async def state_of(founder: Founder) -> dict[str, Any]:
    return await founder.get(f"/api/understanding/{founder.uid}")


async def say(founder: Founder, question: dict[str, Any], text: str) -> dict[str, Any]:
    body = {"question_id": question["id"], "answer": text}
    return await founder.post(f"/api/understanding/{founder.uid}/answer", body)


async def change(founder: Founder, question: dict[str, Any], text: str) -> Any:
    body = {"question_id": question["id"], "new_answer": text}
    path = f"/api/understanding/{founder.uid}/answer"
    return await founder.call("PATCH", path, body)


async def open_on(founder: Founder, topic: str) -> dict[str, Any]:
    """The question on the screen once it is on a topic; others are answered."""
    question = (await state_of(founder))["current_question"]
    while question["topic"] != topic:
        question = (await say(founder, question, ANSWER))["next_question"]
    return question


async def answer_rest(founder: Founder, text: str = ANSWER) -> None:
    question = (await state_of(founder))["current_question"]
    while question is not None:
        question = (await say(founder, question, text))["next_question"]


def relevance(**more: Any) -> Any:
    return lambda _: Relevance(needs_regeneration=True, **more)


async def test_the_coverage_follows_every_answer(walk_to: WalkTo) -> None:
    """API-046: seven topics, each with its state, instead of a percentage."""
    founder = await walk_to("interview")
    before = (await state_of(founder))["coverage"]
    assert [c["topic"] for c in before] == [
        "who",
        "problem",
        "alternatives",
        "money",
        "constraints",
        "risks",
        "first_experiment",
    ]
    assert set(before[0]) == {"topic", "state", "answered", "assumed", "open"}
    assert {c["state"] for c in before} <= {"covered", "partly", "open"}
    await answer_rest(founder)
    after = {c["topic"]: c["state"] for c in (await state_of(founder))["coverage"]}
    assert set(after.values()) == {"covered"}


async def test_what_is_left_to_us_is_an_assumption_and_gets_our_choice(
    walk_to: WalkTo,
) -> None:
    """UNDR-05, ORC-35: with the question, and the choice once the brief is written."""
    founder = await walk_to("interview")
    path = f"/api/understanding/{founder.uid}/answer"
    asked = {}
    for action in ("you_decide", "skip"):
        question = (await state_of(founder))["current_question"]
        asked[action] = question["text"]
        await founder.post(path, {"question_id": question["id"], "action": action})
    await answer_rest(founder)
    await founder.finalized_brief()
    left, skipped = (await state_of(founder))["assumptions"]
    assert (left["question"], left["action"]) == (asked["you_decide"], "you_decide")
    assert left["assumption"]
    assert (skipped["question"], skipped["action"]) == (asked["skip"], "skip")
    lines = founder.finalized["brief"]["assumptions"]
    assert any(left["assumption"] in line for line in lines)


async def test_nothing_else_to_say_is_no_assumption_of_the_brief(
    walk_to: WalkTo,
) -> None:
    founder = await walk_to("interview")
    question = founder.interview["question"]
    while (answered := await say(founder, question, ANSWER))["question_number"] < (
        answered["total_questions"]
    ):
        question = answered["next_question"]
    closing = answered["next_question"]
    body = {"question_id": closing["id"], "action": "skip"}
    await founder.post(f"/api/understanding/{founder.uid}/answer", body)
    await founder.finalized_brief()
    assert "anything else" in closing["text"]
    assert not any(
        "anything else" in a for a in founder.finalized["brief"]["assumptions"]
    )


@pytest.mark.parametrize("tier", LIMITS)
async def test_an_edit_keeps_ids_and_order_and_adds_at_most_two(
    app: RunningApp, walk_to: WalkTo, tier: str
) -> None:
    """UNDR-04, ORC-34: never above 8, 12, 16; the closing question stays the last."""
    founder = await walk_to("interview", tier=tier)
    first = founder.interview["question"]
    await say(founder, first, ANSWER)
    news = [QuestionDraft(text=f"Something new, number {n}?") for n in range(2)]
    for number in range(6):
        before = await change(founder, first, f"{ANSWER} {number}")
        app.script.rewrite(
            RELEVANCE, relevance(preserve_indices=list(range(12)), new_questions=news)
        )
        news = [QuestionDraft(text=f"Another {number} {n}?") for n in range(2)]
        after = await change(founder, first, f"{ANSWER} {number} changed")
        old = [q["id"] for q in before["updated_questions"]]
        new = [q["id"] for q in after["updated_questions"]]
        assert [key for key in new if key in old] == old
        assert len(new) <= min(len(old) + 2, LIMITS[tier])
        assert "anything else" in after["updated_questions"][-1]["text"]
        assert after["current_question_number"] == 2
    assert len(new) == LIMITS[tier] or tier == "cto_scale"


async def test_dropped_questions_go_and_a_repeated_one_does_not_come(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """UNDR-02, UNDR-04: nothing is asked twice, in either interview."""
    founder = await walk_to("interview")
    first = founder.interview["question"]
    await say(founder, first, ANSWER)
    known = [founder.onboarding["questions"][0]["text"], first["text"].upper()]
    news = [QuestionDraft(text=text) for text in known]
    app.script.rewrite(RELEVANCE, relevance(preserve_indices=[1], new_questions=news))
    body = await change(founder, first, "Something else entirely")
    assert body["regenerated"] is True
    assert body["updated_questions"][0]["id"] == first["id"]
    assert len(body["updated_questions"]) == 3
    texts = [q["text"] for q in body["updated_questions"]]
    assert not set(known) & set(texts[1:])


async def test_an_edit_is_kept_when_its_check_fails(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """UNDR-03, LLMC-03: 500 with a debug id, and the new answer stands."""
    founder = await walk_to("interview")
    first = founder.interview["question"]
    await say(founder, first, ANSWER)
    app.script.fail(RELEVANCE)
    body = {"question_id": first["id"], "new_answer": "Only night bakers"}
    path = f"/api/understanding/{founder.uid}/answer"
    answer = await founder.client.patch(path, json=body)
    assert code_of(answer) == (500, "llm_unavailable")
    state = await state_of(founder)
    assert state["answered_questions"][0]["answer"] == "Only night bakers"
    assert state["current_question_index"] == 1


async def test_a_second_edit_during_a_check_is_kept(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("interview")
    first = founder.interview["question"]
    await say(founder, first, ANSWER)
    app.tune(inline_wait=0.1)
    held = app.script.hold(RELEVANCE)
    body = {"question_id": first["id"], "new_answer": "One"}
    path = f"/api/understanding/{founder.uid}/answer"
    assert (await founder.client.patch(path, json=body)).status_code == 202
    second = await founder.call("PATCH", path, {**body, "new_answer": "Two"})
    assert second["regenerated"] is False
    held.release()
    assert (await state_of(founder))["answered_questions"][0]["answer"] == "Two"


async def test_an_answer_that_covers_a_later_question_drops_it_beside_the_founder(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """UNDR-02: the next question comes at once; the needless one goes meanwhile."""
    founder = await walk_to("interview")
    held = app.script.hold(RELEVANCE)
    before = await state_of(founder)
    answered = await say(founder, before["current_question"], PRICE)
    assert answered["next_question"] is not None
    assert answered["total_questions"] == before["total_questions"]
    await held.reached.wait()
    held.release()
    smaller = await founder.until(
        f"/api/understanding/{founder.uid}",
        lambda s: s["total_questions"] < before["total_questions"],
    )
    assert smaller["current_question"] == answered["next_question"]
    [request] = app.script.requests(RELEVANCE)
    assert request.edited.text == PRICE and not request.is_edit


async def test_a_contradiction_becomes_one_question_and_its_answer_a_source(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """Both answers are quoted; it is asked once, and what holds is a passage."""
    founder = await walk_to("interview")
    await say(founder, await open_on(founder, "market"), PRICE)
    await answer_rest(founder)
    answered = (await state_of(founder))["answered_questions"]
    [second, *_] = [a["question"] for a in answered if a["question"]["topic"] == "risk"]
    total = (await state_of(founder))["total_questions"]
    edited = await change(founder, second, FREE)
    assert edited["regenerated"] and edited["total_questions"] <= total + 1
    asked = (await state_of(founder))["current_question"]
    assert PRICE in asked["text"] and FREE in asked["text"]
    assert asked["options"] == [PRICE, FREE]
    refused = await founder.client.post(f"/api/understanding/{founder.uid}/finalize")
    assert code_of(refused) == (400, "missing_required_answers")
    assert refused.json()["missing_question_ids"] == [asked["id"]]
    assert (await say(founder, asked, FREE))["is_complete"]
    again = await change(founder, second, f"{FREE}. Always.")
    assert again["regenerated"] is False
    await founder.finalized_brief()
    [request] = app.script.requests("interviewer.idea_brief")
    assert request.passages[-1].text == FREE or any(
        p.ref.endswith(asked["id"]) and p.text == FREE for p in request.passages
    )


async def test_contradictions_are_looked_for_before_the_end(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """The last answer before the closing question compares them all; finalize waits."""
    founder = await walk_to("interview")
    await say(founder, await open_on(founder, "market"), FREE)
    state = await state_of(founder)
    while "anything else" not in state["current_question"]["text"]:
        text = f"{PRICE}. Number {state['current_question_index']}."
        await say(founder, state["current_question"], text)
        state = await state_of(founder)
    await say(founder, state["current_question"], "No")
    body = await founder.client.post(f"/api/understanding/{founder.uid}/finalize")
    assert code_of(body) == (400, "missing_required_answers")
    asked = (await state_of(founder))["current_question"]
    assert FREE in asked["text"] and PRICE.split(".", maxsplit=1)[0] in asked["text"]


async def test_a_full_interview_gives_up_a_question_for_a_contradiction(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """ORC-34: the limit of the plan holds."""
    founder = await walk_to("interview", tier="bootstrapper")
    first = founder.interview["question"]
    second = (await say(founder, first, PRICE))["next_question"]
    await say(founder, second, FREE)
    clash = Contradiction(first="S1", first_quote=PRICE, second="S2", second_quote=FREE)
    news = [QuestionDraft(text=f"Something new, number {n}?") for n in range(2)]
    keep = list(range(6))
    app.script.rewrite(
        RELEVANCE,
        lambda _: Relevance(
            needs_regeneration=True, preserve_indices=keep[:5], new_questions=news
        ),
    )
    full = await change(founder, first, f"{PRICE}. Yes.")
    app.script.rewrite(
        RELEVANCE,
        lambda _: Relevance(needs_regeneration=False, contradictions=[clash]),
    )
    after = await change(founder, first, f"{PRICE}. Really.")
    assert after["total_questions"] <= 8
    assert full["total_questions"] <= 8
    assert any(
        PRICE in q["text"] and FREE in q["text"] for q in after["updated_questions"]
    )


async def test_interviewing_again_starts_over_and_keeps_the_brief(
    walk_to: WalkTo,
) -> None:
    """UNDR-10, ORC-36: the same id, index 0; the next finalize is the next version."""
    founder = await walk_to("trio")
    path = f"/api/understanding/{founder.uid}"
    again = await founder.post(f"{path}/re-interview")
    assert again["understanding_session_id"] == founder.uid
    assert again["question_number"] == 1
    state = await state_of(founder)
    assert (state["current_question_index"], state["version"]) == (0, 1)
    assert state["brief"] and state["assumptions"] == []
    await answer_rest(founder, f"{ANSWER} Again.")
    assert (await founder.post(f"{path}/finalize"))["version"] == 2


async def test_confidence_has_its_reason_and_both_follow_an_edit(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """BRIF-02, BRIF-03, ORC-36: a section nobody judged yet has neither."""
    founder = await walk_to("trio")
    path = f"/api/understanding/{founder.project_id}/brief"
    brief = (await founder.get(path))["brief"]
    assert set(brief["confidence_reasons"]) == set(brief["confidence_scores"])
    body = {"section_key": "target_user", "new_content": "Some people, maybe"}
    edited = await founder.call("PATCH", path, body)
    brief = (await founder.get(path))["brief"]
    assert edited["new_confidence"] == brief["confidence_scores"]["target_user"]
    assert "one concrete example" in brief["confidence_reasons"]["target_user"]
    app.script.fail("interviewer.confidence")
    edited = await founder.call("PATCH", path, {**body, "new_content": "Anyone"})
    assert (edited["new_confidence"], edited["version"]) == (None, 3)
    brief = (await founder.get(path))["brief"]
    assert brief["target_user"] == "Anyone"
    assert "target_user" not in brief["confidence_scores"]
    assert "target_user" not in brief["confidence_reasons"]
    assert brief["confidence_scores"]["risks"]


@pytest.mark.parametrize("tier", ["bootstrapper", "partner", "cto_scale"])
async def test_reasons_of_locked_sections_are_not_told(
    walk_to: WalkTo, tier: str
) -> None:
    """TIER-03."""
    founder = await walk_to("trio", tier=tier)
    brief = (await founder.get(f"/api/understanding/{founder.project_id}/brief"))[
        "brief"
    ]
    shown = {key for key, value in brief.items() if value is not None}
    assert set(brief["confidence_reasons"]) <= shown
    assert ("risk_deep_dive" in brief["confidence_reasons"]) is (tier == "cto_scale")
