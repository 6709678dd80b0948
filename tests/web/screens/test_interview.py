"""The pages of onboarding, interview and brief, as without JavaScript."""

from __future__ import annotations

import html
import re

import pytest

from cofounder.interviews.ports import QuestionDraft, Relevance
from tests.factories.ideas import ANSWER, BAKERY
from tests.fixtures.app import RunningApp
from tests.web.screens.walking import Pages, WalkPages

RELEVANCE = "interviewer.relevance"
CONFIDENCE = "interviewer.confidence"
LONG = "word " * 10_000


def asked(text: str) -> str | None:
    found = re.search(r'name="question_id" value="([^"]+)"', text)
    return found[1] if found else None


async def say(pages: Pages, text: str) -> str:
    question = asked(await pages.get("/understanding"))
    assert question is not None
    await pages.send("/understanding/answer", question_id=question, answer=text)
    return question


async def of_path(pages: Pages, path: str) -> str:
    answer = await pages.client.get(path)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


async def post(pages: Pages, path: str, **fields: str) -> tuple[int, str]:
    data = {"csrf_token": pages.token, **fields}
    answer = await pages.client.post(path, data=data)
    return answer.status_code, html.unescape(answer.text)


async def test_what_we_understand_is_told_by_topic(walk_pages: WalkPages) -> None:
    """Issue part 1: seven topics with a word each, and no percentage."""
    pages = await walk_pages("interview")
    text = await pages.get("/understanding")
    aside = text[text.index("What I understand so far") :]
    for topic in ("For whom", "Problem", "Money", "Risks", "First experiment"):
        assert topic in aside
    assert re.search(r"\d of 7 topics clear", text)
    assert not re.search(r"\d+ ?%", re.sub(r"<[^>]*>", "", text))
    for _ in range(20):
        question = asked(await pages.get("/understanding"))
        if question is None:
            break
        await pages.send("/understanding/answer", question_id=question, action="skip")
    text = await pages.get("/understanding")
    assert "Partly" in text and "Assumed" in text
    assert "Nothing else" in text


async def test_an_edit_says_which_questions_went_and_came(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """UNDR-04, UNDR-12: by name, until the next answer is given."""
    pages = await walk_pages("interview")
    first = await say(pages, ANSWER)
    gone = await pages.get("/understanding")
    heading = re.search(r"<h2>([^<]+)</h2>", gone)
    assert heading
    app.script.rewrite(
        RELEVANCE,
        lambda _: Relevance(
            needs_regeneration=True,
            preserve_indices=[1],
            new_questions=[QuestionDraft(text="Who delivers the flour?")],
        ),
    )
    await pages.send("/understanding/answer", question_id=first, answer="Night bakers")
    text = await pages.get("/understanding")
    assert "Not needed any more:" in text and "Who delivers the flour?" in text
    assert heading[1] in text[text.index("Not needed any more") :]
    await say(pages, "Something quite different")
    assert "Not needed any more" not in await pages.get("/understanding")


async def test_a_failed_check_stands_aside_and_can_be_tried_again(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """UNDR-03: the answer is kept, the next question is there, Retry works."""
    pages = await walk_pages("interview")
    first = await say(pages, ANSWER)
    app.script.fail(RELEVANCE)
    await pages.send("/understanding/answer", question_id=first, answer="Night bakers")
    text = await pages.get("/understanding")
    assert "Retry" in text and "Night bakers" in text
    assert asked(text) not in (None, first)
    await pages.send("/understanding/retry")
    assert "Retry" not in await pages.get("/understanding")
    assert len(app.script.requests(RELEVANCE)) == 2


async def test_a_failed_second_interview_is_told_and_tried_again(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """UNDR-10: "Interview again" stands on the brief; the brief stays meanwhile."""
    pages = await walk_pages("trio")
    assert "Interview again" in await pages.get("/brief")
    app.script.fail("interviewer.understanding_questions")
    await pages.send("/understanding/re-interview")
    assert "Retry" in await pages.get("/understanding")
    await pages.send("/understanding/retry")
    text = await pages.get("/understanding")
    assert "Question 1 of" in text and asked(text)
    assert "Version 1" in await pages.get("/brief")


async def test_a_contradiction_is_asked_with_both_answers_to_choose_from(
    walk_pages: WalkPages,
) -> None:
    pages = await walk_pages("interview")
    first = await say(pages, ANSWER)
    # What is said of today's way, or of a price too high, claims nothing of ours.
    for text in (ANSWER, ANSWER, "Each bakery pays 20 euros a month"):
        await say(pages, text)
    await pages.send(
        "/understanding/answer", question_id=first, answer="It is free for everyone"
    )
    for _ in range(20):
        text = await pages.get("/understanding")
        if "<h2>You said" in text or asked(text) is None:
            break
        await say(pages, ANSWER)
    text = await pages.get("/understanding")
    assert "Which holds?" in text
    assert re.search(r'<button class="chip" name="answer" value="It is free', text)


async def test_a_long_history_shows_the_latest_and_folds_the_rest(
    walk_pages: WalkPages,
) -> None:
    pages = await walk_pages("answered")
    text = await pages.get("/understanding")
    assert re.search(r"Show \d earlier answers", text)
    assert text.index("anything else") < text.index("Show ")
    assert "?edit=" in text
    await pages.send("/understanding/finalize")
    assert "?edit=" not in await pages.get("/understanding")


@pytest.mark.parametrize(
    ("text", "told"),
    [(LONG, "10,000 characters"), ("a\x00b", "NUL"), ("  ", "at least one")],
    ids=["long", "nul", "blank"],
)
async def test_an_answer_that_cannot_be_kept_comes_back_in_its_field(
    walk_pages: WalkPages, text: str, told: str
) -> None:
    """Nothing is lost: the whole text, the reason, and the same question."""
    pages = await walk_pages("interview")
    question = asked(await pages.get("/understanding"))
    assert question
    path = f"{pages.home}/understanding/answer"
    status, shown = await post(pages, path, question_id=question, answer=text)
    assert status == 422 and told in shown
    assert asked(shown) == question and text.strip() in shown
    start = f"/new/{pages.founder.sid}/thesis"
    status, shown = await post(pages, start, field_name="problem", new_value=text)
    assert status == 422 and text.strip() in shown
    assert told in shown or "takes a text" in shown


@pytest.mark.parametrize("text", [LONG, "a\x00b"], ids=["long", "nul"])
async def test_an_idea_that_cannot_be_kept_stays_in_its_field(
    walk_pages: WalkPages, text: str
) -> None:
    pages = await walk_pages("started")
    status, shown = await post(pages, "/new", idea=text)
    assert status == 422 and text.strip() in shown and "idea: " in shown


async def test_every_open_idea_is_offered_when_coming_back(
    walk_pages: WalkPages,
) -> None:
    """ONBD-10: continue any of them, drop one, or start fresh where there is room."""
    pages = await walk_pages("started", tier="partner")
    await post(pages, "/new", idea=f"Another one: {BAKERY}")
    text = await of_path(pages, "/new")
    assert "Welcome back!" in text and text.count(">Continue<") == 2
    assert "Another one" in text and "Start fresh" in text
    await post(pages, "/new", idea=f"A third one: {BAKERY}")
    text = await of_path(pages, "/new")
    assert "3 unfinished ideas" in text and "Start fresh" not in text
    status, shown = await post(pages, "/new", idea=f"A fourth one: {BAKERY}")
    assert status == 422 and "(3/3)" in shown and "A fourth one" in shown
    await post(pages, f"/new/{pages.founder.sid}/abandon")
    assert "Start fresh" in await of_path(pages, "/new")


async def test_locked_parts_name_their_plan_and_no_price(walk_pages: WalkPages) -> None:
    """TIER-09: with billing off there is no price and nothing to upgrade."""
    pages = await walk_pages("trio", tier="bootstrapper")
    for text in (
        await pages.get("/brief"),
        await of_path(pages, f"/new/{pages.founder.sid}"),
    ):
        assert "Part of the Partner plan" in text
        assert "Part of the CTO Scale plan" in text
        assert "pgrade" not in text and "$99" not in text


async def test_a_section_says_why_we_are_as_sure_as_we_are(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """BRIF-02: word and reason; a section nobody judged says so and offers Retry."""
    pages = await walk_pages("trio")
    assert "something that can be checked" in await pages.get("/brief")
    app.script.fail(CONFIDENCE)
    await pages.send("/brief/target_user", new_content="Night bakers")
    text = await pages.get("/brief")
    assert "Not judged yet" in text and "Night bakers" in text
    assert "Your text is saved" in text
    await pages.send("/brief/target_user/confidence")
    text = await pages.get("/brief")
    assert "Not judged yet" not in text
    assert "One concrete example would help" in text or "one concrete example" in text
    assert "Edited target user" in text and "2 versions" in text


async def test_two_who_edit_one_section_see_both_texts(walk_pages: WalkPages) -> None:
    """Row 54: 409 with what was saved meanwhile and what was typed; no edit is lost."""
    pages = await walk_pages("trio")
    await pages.send("/brief/risks", new_content="Flour prices", expected_version="1")
    other = await pages.send(
        "/brief/target_user", new_content="Night bakers", expected_version="1"
    )
    assert other.status_code == 303
    answer = await pages.send(
        "/brief/risks", 409, new_content="My own risk", expected_version="1"
    )
    shown = html.unescape(answer.text)
    assert "Saved meanwhile" in shown and "Flour prices" in shown
    assert "My own risk" in shown and "Retry" in shown
    [version] = set(re.findall(r'name="expected_version" value="(\d+)"', shown))
    await pages.send(
        "/brief/risks", new_content="My own risk", expected_version=version
    )
    assert "My own risk" in await pages.get("/brief")


@pytest.mark.parametrize("text", [LONG, "a\x00b", "  "], ids=["long", "nul", "blank"])
async def test_a_section_that_cannot_be_kept_comes_back_in_its_field(
    walk_pages: WalkPages, text: str
) -> None:
    pages = await walk_pages("trio")
    answer = await pages.send("/brief/target_user", 422, new_content=text)
    shown = html.unescape(answer.text)
    assert "new_content: " in shown and text.strip() in shown
    assert "Version 1" in shown
