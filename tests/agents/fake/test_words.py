"""Every text of the demo is made of the founder's words and passes every schema."""

from __future__ import annotations

import pytest

from cofounder import ids
from cofounder.accounts.tiers import Tier
from cofounder.agents.fake.anchors import anchor_phrases
from cofounder.agents.fake.architecture import compose_architecture
from cofounder.agents.fake.briefing import compose_brief, compose_thesis
from cofounder.agents.fake.console import ANSWERS, compose_console
from cofounder.agents.fake.graph import compose_graph
from cofounder.agents.fake.interviewer import compose_relevance
from cofounder.agents.fake.planner import compose_options
from cofounder.agents.fake.questions import onboarding, understanding
from cofounder.agents.fake.story import level_of, story_of
from cofounder.agents.fake.timeline import compose_timeline
from cofounder.interviews.ports import (
    Assumption,
    InterviewRequest,
    OnboardingQuestions,
    UnderstandingQuestions,
)
from cofounder.interviews.words import Passage, find_passage
from cofounder.plans.ports import ConsoleRequest, PlanRequest
from cofounder.runs.calls import CallContext
from tests.agents.stories import STORIES, founder

each_story = pytest.mark.parametrize("name", STORIES)
CONTEXT = CallContext(ids.new_id(), ids.new_id(), "s", "bootstrapper", "c")


@each_story
def test_questions_fit_every_story(name: str) -> None:
    """ONBD-02, UNDR-02."""
    story = story_of(STORIES[name])
    OnboardingQuestions(questions=onboarding(story))
    for limit in (8, 12, 16):
        asked = understanding(story, limit)
        UnderstandingQuestions(questions=asked)
        assert len(asked) <= limit - 1
        assert len({question.text for question in asked}) == len(asked)


def test_questions_name_the_ideas_nouns() -> None:
    """ONBD-02: tailored to the idea."""
    texts = " ".join(q.text for q in onboarding(story_of(STORIES["repair café"][:1])))
    assert "repairs" in texts
    assert all(q.why for q in onboarding(story_of(STORIES["bakery"])))


def test_questions_are_in_the_founders_language() -> None:
    german = onboarding(story_of(STORIES["german"]))
    assert german[0].text.startswith("Wer kümmert sich heute um Zutaten")
    french = onboarding(story_of(STORIES["beekeeping"]))
    assert "ruches" in french[0].text


def test_the_interview_does_not_ask_again_what_was_answered() -> None:
    told = story_of(STORIES["bakery"])
    untold = story_of(STORIES["bakery"][:1])
    asked = {q.text for q in understanding(told, 16)}
    assert any("clipboard" in text for text in asked)
    repeated = {q.text for q in understanding(untold, 16) if "annoys" in q.text}
    assert repeated
    assert not repeated & asked


@each_story
def test_every_quote_of_the_brief_is_exact(name: str) -> None:
    """PROV-03: label `S1` is the first passage, and the words stand in it."""
    passages = STORIES[name]
    draft = compose_brief(story_of(passages), ())
    labels = {f"S{at}": passage for at, passage in enumerate(passages, start=1)}
    assert draft.evidence
    for proof in draft.evidence:
        assert find_passage(proof.quote, [labels[proof.source]])
        assert proof.path.partition("/")[0] in type(draft.brief).model_fields


@each_story
def test_the_thesis_and_the_brief_speak_the_founders_words(name: str) -> None:
    story = story_of(STORIES[name])
    thesis = compose_thesis(story)
    assert all(thesis.model_dump().values())
    brief = compose_brief(story, ()).brief
    for frame in ("{quote}", "{thing}", "{things}", "{name}"):
        assert frame not in thesis.model_dump_json() + brief.model_dump_json()
    assert "lorem" not in brief.model_dump_json().lower()


def test_skipped_and_left_questions_become_assumptions_with_their_question() -> None:
    """UNDR-05."""
    asked = (
        Assumption("S7", "Who would pay for it?", "you_decide"),
        Assumption("S8", "Which risk worries you?", "skip"),
    )
    draft = compose_brief(story_of(STORIES["bakery"]), asked)
    joined = " ".join(draft.brief.assumptions)
    assert "Who would pay for it?" in joined
    assert "Which risk worries you?" in joined
    assert set(draft.decided) == {"S7"}
    assert draft.decided["S7"] in joined


def test_confidence_grows_with_concrete_words() -> None:
    """BRIF-02."""
    assert level_of("Last month we lost about 400 euros in sales") == "strong"
    assert level_of("People who bake at home and sell to friends") == "moderate"
    assert level_of("maybe some people") == "needs_depth"
    draft = compose_brief(story_of(STORIES["bakery"]), ())
    assert draft.confidence["problem_statement"] == "strong"
    assert draft.confidence["scalability_notes"] == "needs_depth"


def test_narrow_and_pivot_stand_first_and_stay() -> None:
    """GATE-08, GATE-09: the instruction is visible where it matters."""
    passages = STORIES["bakery"]
    narrow = compose_brief(story_of(passages), (), narrowing="Only rye bread").brief
    assert narrow.value_prop.startswith("Narrowed to: “Only rye bread”.")
    assert "Only rye bread" in narrow.key_constraints[0]
    pivot = compose_brief(story_of(passages, direction="Piano lessons"), ()).brief
    assert pivot.value_prop.startswith("New direction: “Piano lessons”.")
    later = story_of(passages, pivot.model_dump())
    assert later.direction == "Piano lessons"
    assert "lessons" in later.kinds


def test_the_founders_edit_of_the_thesis_is_canonical() -> None:
    """ONBD-07."""
    story = story_of(STORIES["bakery"])
    thesis = compose_thesis(story).model_dump() | {"problem": "Flour is gone by noon."}
    brief = compose_brief(story, (), thesis=thesis).brief
    assert brief.problem_statement == "Flour is gone by noon."
    assert brief.target_user == compose_brief(story, ()).brief.target_user


@each_story
def test_anchors_are_whole_phrases_of_the_founder(name: str) -> None:
    """PROV-05: exact, distinct, not cut inside a word."""
    passages = STORIES[name]
    phrases = anchor_phrases(passages)
    assert 1 <= len(phrases) <= 8
    assert len({phrase.text.casefold() for phrase in phrases}) == len(phrases)
    for phrase in phrases:
        at = phrase.passage.text.index(phrase.text)
        around = phrase.passage.text[max(0, at - 1) : at + len(phrase.text) + 1]
        before, after = around.split(phrase.text, 1)
        assert not (before + after).strip().isalnum()


def test_rich_words_give_five_to_eight_anchors() -> None:
    """TRIO-01."""
    for name in ("bakery", "dog walking", "repair café"):
        assert 5 <= len(anchor_phrases(STORIES[name])) <= 8


@each_story
def test_the_graph_rests_on_its_anchors(name: str) -> None:
    draft = compose_graph(story_of(STORIES[name]))
    phrases = {anchor.phrase for anchor in draft.anchors}
    resting = {phrase for one in draft.strategies for phrase in one.rests_on}
    assert resting == phrases
    assert 8 <= len(draft.strategies) <= 12


@each_story
@pytest.mark.parametrize("tier", Tier)
def test_timeline_and_architecture_pass_their_schemas(name: str, tier: Tier) -> None:
    """TRIO-02, TRIO-03."""
    story = story_of(STORIES[name])
    compose_timeline(story, tier)
    compose_architecture(story)


@pytest.mark.parametrize(
    "date",
    ["3 March 2027", "2026-05-01", "12.04.26", "Q3 2027", "am 5. Mai", "in 1999"],
)
def test_dates_in_the_founders_words_never_reach_the_timeline(date: str) -> None:
    """TRIO-02: even when every answer is full of them."""
    told = dict.fromkeys(
        ("target_user", "problem", "constraint", "experiment", "money"),
        f"We must be done {date} at the latest",
    )
    text = compose_timeline(
        story_of(founder(f"A bakery app {date}", **told)), "bootstrapper"
    ).model_dump_json()
    assert date not in text
    assert "at the latest" not in text


def test_the_plan_is_the_demo_set_in_the_founders_words() -> None:
    """PLAN-09, ORC-66."""
    drafts = compose_options(PlanRequest(CONTEXT, {}, STORIES["bakery"]))
    facts = [
        (
            o.name,
            o.is_recommended,
            o.risk_level,
            o.scope_coverage,
            o.time_to_ship,
            o.engineering_cost,
        )
        for o in drafts.options
    ]
    assert facts == [
        ("Fast MVP", True, "low", 70, "3-4 weeks", "$12-15k"),
        ("Full-Featured Launch", False, "high", 95, "8-10 weeks", "$60-76k"),
        ("Hybrid Approach", False, "medium", 85, "5-6 weeks", "$30-38k"),
    ]
    assert "rye flour" in drafts.options[0].pros[1]


def test_feedback_is_answered_in_every_option() -> None:
    """PLAN-07."""
    wanted = PlanRequest(
        CONTEXT, {}, STORIES["bakery"], feedback="It has to be offline"
    )
    for option in compose_options(wanted).options:
        assert any("It has to be offline" in pro for pro in option.pros)


def test_an_edit_with_a_price_drops_the_question_about_prices() -> None:
    """UNDR-04."""
    told = Passage("onboarding:1:q", "I would pay 15 euros", "Money?", "money")
    asked = ("At which price would somebody say no?", "Who may see ingredients?")
    made = compose_relevance(
        InterviewRequest(
            CONTEXT, (*STORIES["bakery"], told), remaining=asked, edited=told
        )
    )
    assert made.needs_regeneration
    assert made.preserve_indices == [1]


def test_two_ideas_give_two_different_journeys() -> None:
    """PROD-09."""
    one, two = (story_of(STORIES[name]) for name in ("bakery", "dog walking"))
    for compose in (compose_thesis, compose_graph, compose_architecture):
        assert compose(one) != compose(two)


@each_story
@pytest.mark.parametrize("template", ANSWERS)
def test_console_answers_fit_every_story(name: str, template: str) -> None:
    """DCSN-01: in the founder's words, whatever they are, and the wish is heard."""
    request = ConsoleRequest(
        CONTEXT, template, "Which?", {}, STORIES[name], wish="Nothing on Sundays"
    )
    options = compose_console(request).options
    story = story_of(STORIES[name])
    said = " ".join(str(text) for o in options for text in o.model_dump().values())
    assert "Nothing on Sundays" in said
    assert story.thing in said or story.name in said
