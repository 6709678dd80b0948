"""Every role, over every wire format, against a server that only knows the prompt."""

from __future__ import annotations

from typing import Any

import pytest

from cofounder.accounts.tiers import Tier
from cofounder.agents.coder.rules import REQUIRED
from cofounder.artifacts.contents import WEEKS
from cofounder.interviews.ports import Assumption
from cofounder.interviews.words import Passage, find_passage
from cofounder.runner import Mode, Runner
from cofounder.runs.errors import ModelFailed
from tests.agents.world import PASSAGES, World

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["anthropic", "native", "openai", "ollama"])
def wire(request: pytest.FixtureRequest) -> str:
    """Tool calls and JSON text, in both formats."""
    return request.param


async def test_the_runner_fulfils_the_seam(world: World) -> None:
    runner = world.runner()
    assert isinstance(runner, Runner)
    assert runner.mode is Mode.LIVE
    assert runner.label == runner.models.label != ""


async def test_the_interview_is_asked_and_written_down(world: World) -> None:
    interviewer = world.runner().interviewer
    first = await interviewer.onboarding_questions(world.interview("a"))
    assert 5 <= len(first.value.questions) <= 7  # ONBD-02
    assert "bakery" in first.value.questions[0].text
    thesis = await interviewer.thesis(world.interview("b"))
    assert "bakery" in thesis.value.problem
    deeper = await interviewer.understanding_questions(
        world.interview("c", question_limit=5)
    )
    assert len(deeper.value.questions) <= 4  # UNDR-02: one place for the closing one
    left = await interviewer.relevance(
        world.interview("d", remaining=("One?", "Two?"), edited=PASSAGES[1])
    )
    assert left.value.preserve_indices == [1]
    sure = await interviewer.confidence(
        world.interview("e", section="risks", content="They may not pay.")
    )
    assert sure.value.level == "moderate"


async def test_the_brief_keeps_only_exact_evidence_and_decides_what_was_left(
    world: World,
) -> None:
    """PROV-03, UNDR-05."""
    open_question = Assumption("A1", "How do they pay?", "you_decide")
    brief = await world.runner().interviewer.idea_brief(
        world.interview(assumptions=(open_question,))
    )
    assert brief.value.decided.keys() == {"A1"}
    assert brief.value.evidence
    for proof in brief.value.evidence:
        passage = PASSAGES[int(proof.source[1:]) - 1]
        assert proof.quote in passage.text
    assert set(brief.value.confidence.values()) <= {"strong", "moderate", "needs_depth"}


@pytest.mark.parametrize("tier", list(Tier))
async def test_the_trio_holds_to_the_words_and_the_weeks(
    world: World, tier: Tier
) -> None:
    """TRIO-01, TRIO-02, TRIO-03."""
    strategist = world.runner().strategist
    graph = await strategist.strategy_graph(world.strategy("a", tier=tier))
    assert 5 <= len(graph.value.anchors) <= 8
    assert all(find_passage(a.phrase, PASSAGES) for a in graph.value.anchors)
    timeline = await strategist.mvp_timeline(world.strategy("b", tier=tier))
    shortest, longest = WEEKS[tier]
    assert shortest <= timeline.value.total_mvp_weeks <= longest
    parts = await strategist.app_architecture(world.strategy("c", tier=tier))
    assert {part.detail_level for part in parts.value.components} == {"simplified"}


async def test_options_have_one_recommendation_and_the_deep_dive_its_tier(
    world: World,
) -> None:
    """PLAN-01."""
    planner = world.runner().planner
    plain = await planner.draft(world.plan("a"))
    assert [o.is_recommended for o in plain.value.options].count(True) == 1
    assert all(o.technical_deep_dive is None for o in plain.value.options)
    deep = await planner.draft(world.plan("b", tier=Tier.CTO_SCALE))
    assert all(o.technical_deep_dive for o in deep.value.options)


async def test_a_console_question_is_answered_with_options_of_the_tier(
    world: World,
) -> None:
    """DCSN-01: the wish reaches the model; the deep dive belongs to its tier."""
    planner = world.runner().planner
    plain = await planner.console_options(world.console("a", wish="Only cash"))
    assert [o.is_recommended for o in plain.value.options].count(True) == 1
    assert all("Only cash" in o.technical_approach for o in plain.value.options)
    assert all(o.technical_deep_dive is None for o in plain.value.options)
    deep = await planner.console_options(world.console("b", tier=Tier.CTO_SCALE))
    assert all(o.technical_deep_dive for o in deep.value.options)


def misbehaving(options: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Answers to a question of the console that no founder should see."""
    first, second = options
    both = [{**one, "is_recommended": True} for one in options]
    named = [{**first, "name": f"Answer {n}"} for n in range(2, 6)]
    others = [{**one, "is_recommended": False} for one in named]
    return {
        "none": [],
        "one": [first],
        "five": [first, *others],
        "two recommended": both,
        "nobody recommended": [{**one, "is_recommended": False} for one in options],
        "the same name": [first, {**second, "name": first["name"]}],
        "one con": [{**first, "cons": ["Just one"]}, second],
        "six pros": [{**first, "pros": ["Good"] * 6}, second],
        "coverage 101": [{**first, "scope_coverage": 101}, second],
        "no cost note": [{k: v for k, v in first.items() if k != "cost_note"}, second],
    }


GOOD = [
    {
        "name": f"Answer {n}",
        "is_recommended": n == 1,
        "time_to_ship": "A week",
        "engineering_cost": "$1k",
        "risk_level": "low",
        "scope_coverage": 80,
        "pros": ["Early", "Cheap"],
        "cons": ["Small", "Plain"],
        "technical_approach": "A page.",
        "tradeoffs": [],
        "engineering_impact": "One person.",
        "cost_note": "None.",
    }
    for n in (1, 2)
]


@pytest.mark.parametrize("wrong", misbehaving(GOOD))
async def test_wrong_console_options_are_repaired_once_and_then_fail(
    world: World, wrong: str
) -> None:
    """DCSN-01, ORC-60: one repair, and otherwise a failure that can be retried."""
    answer = {"options": misbehaving(GOOD)[wrong]}
    world.server.fault("answer", purpose="console_options", answer=answer)
    repaired = await world.runner().planner.console_options(world.console("a"))
    assert len(repaired.value.options) == 2
    assert world.server.count("console_options") == 2
    world.server.fault("answer", purpose="console_options", answer=answer, times=2)
    with pytest.raises(ModelFailed):
        await world.runner().planner.console_options(world.console("b"))
    assert world.server.count("console_options") == 4


async def test_an_app_is_designed_written_in_groups_and_fixed(world: World) -> None:
    """PIPE-02: what every app needs is there, and a fix returns only what changed."""
    coder = world.runner().coder
    design = await coder.design(world.build("a"))
    written = await coder.write(world.build("b", design=design.value))
    files = {file.path: file.content for file in written.value.files}
    assert set(REQUIRED) <= set(files)
    assert "fastapi==0.165.0" in files["requirements.txt"]
    assert [row.call_no for row in await world.calls("b")] == [1, 2, 3]
    assert written.usage.output_tokens > sum(map(len, files.values())) // 8
    fixed = await coder.fix(
        world.build("c", design=design.value, files=files, failure="1 failed")
    )
    assert [file.path for file in fixed.value.files] == ["README.md"]


async def test_a_single_short_sentence_still_gives_a_graph(world: World) -> None:
    """TRIO-01: fewer anchors when the words give fewer."""
    words = (Passage("idea:1", "Dog walks nearby"),)
    graph = await world.runner().strategist.strategy_graph(
        world.strategy(passages=words)
    )
    assert 1 <= len(graph.value.anchors) < 5
    assert all(find_passage(a.phrase, words) for a in graph.value.anchors)
