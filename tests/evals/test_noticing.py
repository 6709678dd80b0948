"""Contradictions, and the founder who is asked about them."""

from __future__ import annotations

from typing import Any

import pytest
from evals.cases import Case, Decision
from evals.founder import Founder
from evals.outcomes import Asked
from evals.scores.interview import (
    contradictions_noticed,
    decision_followed,
    questions_once,
)

from cofounder.artifacts.contents import ArtifactType
from cofounder.interviews.models import Action
from cofounder.interviews.ports import QuestionDraft
from cofounder.interviews.understanding import CLOSING
from tests.evals.conftest import Walked

FACTS: list[dict[str, Any]] = [
    {"id": "who", "topic": "target_user", "says": "Two bakers."},
    {"id": "what", "topic": "problem", "says": "Bread is left."},
    {"id": "limit", "topic": "constraint", "says": "No till."},
    {"id": "law", "topic": "risk", "says": "A law.", "hidden": True, "keys": ["rule"]},
    {"id": "price", "topic": "money", "how": "you_decide", "keys": ["pric"]},
]


def a_case(**more: Any) -> Case:
    about: dict[str, Any] = {
        "name": "bakery",
        "field": "bakery",
        "language": "en",
        "tier": "partner",
        "persona": "A baker.",
        "idea": "Know how much to bake.",
        "about": ["bread"],
        "facts": FACTS,
        "unknown": "I don't know.",
    }
    return Case.model_validate({**about, **more})


def question(text: str, topic: Any = "other", **more: Any) -> QuestionDraft:
    return QuestionDraft(text=text, topic=topic, **more)


def test_a_founder_answers_what_the_question_is_about() -> None:
    said = Founder(a_case()).reply(question("Who is it for?", "target_user"))
    assert (said.text, said.action) == ("Two bakers.", Action.ANSWER)
    assert said.facts == ("who",)


def test_a_hidden_fact_is_told_to_its_words_and_not_to_its_topic() -> None:
    founder = Founder(a_case())
    assert founder.reply(question("What worries you?", "risk")).facts == ()
    assert founder.reply(question("Which rules apply?")).text == "A law."


def test_what_we_quote_in_a_question_asks_for_nothing() -> None:
    """Otherwise a runner that repeats the founder's words would seem to ask for more."""
    said = Founder(a_case()).reply(question("You said “rules”. How so?"))
    assert said.facts == ()


def test_a_fact_is_told_once() -> None:
    founder = Founder(a_case())
    asked = question("What goes wrong?", "problem")
    assert founder.reply(asked).facts == ("what",)
    assert founder.reply(asked) == founder.reply(asked)
    assert founder.reply(asked).action is Action.SKIP


def test_what_cannot_be_skipped_is_answered_with_not_knowing() -> None:
    """ONBD-04: a required question of the onboarding takes no skip."""
    said = Founder(a_case()).reply(question("Which colour?"), may_skip=False)
    assert (said.text, said.action) == ("I don't know.", Action.ANSWER)


def test_a_decision_can_be_left_to_us() -> None:
    """UNDR-05."""
    said = Founder(a_case()).reply(question("Which price?", "money"))
    assert (said.text, said.action) == ("", Action.YOU_DECIDE)


@pytest.mark.parametrize(
    ("closing", "action"), [("One more thing.", Action.ANSWER), ("", Action.SKIP)]
)
def test_the_closing_question_gets_the_last_word(closing: str, action: Action) -> None:
    said = Founder(a_case(closing=closing)).reply(CLOSING)
    assert (said.text, said.action) == (closing, action)


def test_a_contradiction_is_noticed_by_a_question_that_names_both_sides(
    walked: Walked,
) -> None:
    outcome = walked("repair-cafe")
    assert contradictions_noticed(outcome).of == 1
    text = "You said 20 pounds and you said 60 pounds a month. Which one holds?"
    outcome.asked.append(Asked("u99", "understanding", question(text)))
    assert contradictions_noticed(outcome).share == 1


def test_a_contradiction_is_noticed_in_a_line_of_doubt_but_not_in_a_summary(
    walked: Walked,
) -> None:
    outcome = walked("repair-cafe")
    both = "We heard 20 pounds and 60 pounds."
    content = outcome.kept[ArtifactType.IDEA_BRIEF].content
    content["problem_statement"] = both
    content["assumptions"], content["risks"] = ["20 pounds hold."], ["60 pounds fail."]
    assert contradictions_noticed(outcome).share == 0
    content["risks"] = [both]
    assert contradictions_noticed(outcome).share == 1


def test_a_decision_is_followed_where_brief_and_scope_hold_its_words(
    walked: Walked,
) -> None:
    """GATE-08."""
    outcome = walked("repair-cafe")
    decision = Decision(kind="narrow", text="Only kettles and toasters")
    outcome.case = outcome.case.model_copy(update={"decision": decision})
    outcome.kept[ArtifactType.IDEA_BRIEF].content["value_prop"] = "A kettle, a toaster."
    outcome.kept[ArtifactType.MVP_SCOPE].content["out_of_scope"] = ["Not kettles."]
    assert decision_followed(outcome).share == 1


def test_two_questions_about_one_quotation_are_two_questions(walked: Walked) -> None:
    outcome = walked("repair-cafe")
    quoted = "You said “nine volunteers between 61 and 78 and forty visitors”:"
    outcome.asked = [
        Asked("u1", "understanding", question(f"{quoted} what about money?")),
        Asked("u2", "understanding", question(f"{quoted} who is missing there?")),
    ]
    assert questions_once(outcome).share == 1
    outcome.asked.append(Asked("u3", "understanding", outcome.asked[0].question))
    assert questions_once(outcome).good == 2
