"""The demo's idea brief: every answer counts, what is open stays short, clashes show."""

from __future__ import annotations

from cofounder.agents.fake.briefing import compose_brief
from cofounder.agents.fake.gaps import gaps
from cofounder.agents.fake.story import Story
from cofounder.artifacts.documents.checks import repeats, texts_in
from cofounder.interviews.ports import Assumption
from cofounder.interviews.words import Passage, find_passage
from tests.agents.stories import STORIES, founder

SKIPPED = (
    "Who would pay for it, and what do they pay for something like it today?",
    "At which price would somebody say no at once?",
    "If only one thing worked perfectly after two weeks, which one?",
    "How would you notice, three months from now, that it worked?",
    "What could make people go back to the old way after a week?",
    "Who may see repairs, and who may change them?",
    "Where could we meet five of them this week?",
    "How many others have the same trouble near you?",
    "What does it do well that we must not lose?",
    "Which detail about people or money would be harmful in the wrong hands?",
    "What should it deliberately not do in the first year?",
    "If it works for you, who should get it next?",
)


def assumed(*questions: str, action: str = "skip") -> list[Assumption]:
    made = [
        {"label": f"q{number}", "question": text, "action": action}
        for number, text in enumerate(questions)
    ]
    return [Assumption(**one) for one in made]  # pyright: ignore[reportArgumentType]


def test_skipped_questions_become_few_lines_that_name_every_question() -> None:
    """UNDR-05: recorded as assumptions with the question text."""
    lines = gaps(Story(STORIES["repair café"]), assumed(*SKIPPED))
    assert len(lines) <= 8
    assert all(any(question in line for line in lines) for question in SKIPPED)


def test_what_was_left_to_us_says_what_we_chose_in_the_same_line() -> None:
    """UNDR-05: the co-founder's choice is written into the assumption."""
    left = assumed(SKIPPED[1], action="you_decide")
    draft = compose_brief(Story(STORIES["repair café"]), left)
    (line,) = [one for one in draft.brief.assumptions if SKIPPED[1] in one]
    assert draft.decided["q0"] in line


def test_what_we_assume_about_money_does_not_deny_what_was_told_about_it() -> None:
    told = founder("An app for my bakery.", money="It stays free.")
    (line,) = gaps(Story(told), assumed(SKIPPED[1]))
    assert "monthly price" not in line


def test_every_answer_on_a_topic_is_quoted_with_its_own_proof() -> None:
    """PROV-03: nothing the founder told us is lost because it came second."""
    told = (
        *founder("An app for my bakery.", problem="We run out of rye flour."),
        Passage("understanding:1:u1", "It costs 80 euros each time.", "?", "problem"),
    )
    draft = compose_brief(Story(told), ())
    quotes = [e.quote for e in draft.evidence if e.path == "problem_statement"]
    assert quotes == ["We run out of rye flour.", "It costs 80 euros each time."]
    assert "80 euros" in draft.brief.problem_statement


def test_answers_that_clash_are_the_first_risk_with_both_sides_proven() -> None:
    """UNDR-02: also where one answer says both."""
    told = founder(
        "An app for my bakery.",
        constraint="We may not spend more than 20 euros a month.",
        money="I would pay 60 euros a month.",
    )
    draft = compose_brief(Story(told), ())
    proofs = [e.quote for e in draft.evidence if e.path == "risks/0"]
    assert "20 euros" in draft.brief.risks[0]
    assert "60 euros" in draft.brief.risks[0]
    assert len(proofs) == 2
    assert all(find_passage(proof, told) for proof in proofs)


def test_a_narrowing_rests_on_the_decision_that_made_it() -> None:
    """BRIF-04: what the founder decided is no assumption of ours."""
    decided = Passage("gate:1", "Only rye bread", "Narrow")
    told = (*STORIES["bakery"], decided)
    draft = compose_brief(Story(told), (), narrowing="Only rye bread")
    label = f"S{len(told)}"
    paths = {e.path for e in draft.evidence if e.source == label}
    assert {"value_prop", "key_constraints/0"} <= paths


def test_the_experiment_is_about_the_founders_own_people_and_trouble() -> None:
    plans = [
        compose_brief(Story(told), ()).brief.smallest_viable_experiment
        for told in STORIES.values()
    ]
    assert len(set(plans)) == len(plans)
    bakery = compose_brief(Story(STORIES["bakery"]), ())
    assert "rye flour" in bakery.brief.smallest_viable_experiment


def test_what_the_founder_said_is_not_so_is_never_stated_again() -> None:
    """PROV-04: a denial holds for every brief after it, however much was denied."""
    story = Story(STORIES["repair café"])
    left = assumed(*SKIPPED)
    first = compose_brief(story, left).brief
    denied = [*first.assumptions, *first.risks, first.scalability_notes]
    draft = compose_brief(story, left, denied=denied)
    again = list(texts_in(draft.brief.model_dump()))
    assert not [text for text in again if repeats(text, denied)]
    assert draft.brief.problem_statement == first.problem_statement
    places = {proof.path for proof in draft.evidence}
    assert not any(place.startswith("risks/") for place in places)
