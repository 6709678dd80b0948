"""The rules answers are held to, one by one."""

from __future__ import annotations

from typing import Any

import pytest

from cofounder import ids
from cofounder.accounts.tiers import Tier
from cofounder.agents.coder import rules as code
from cofounder.agents.failures import Broken
from cofounder.agents.interviewer import rules as interview
from cofounder.agents.interviewer.output import IdeaBriefOutput
from cofounder.agents.planner.agent import fitted
from cofounder.agents.strategist import rules as strategy
from cofounder.artifacts.contents import MvpTimeline
from cofounder.artifacts.ports import StrategyGraphDraft
from cofounder.builds.ports import BuildDesign, Codebase, FileDraft, PlannedFile
from cofounder.interviews.ports import (
    InterviewRequest,
    OnboardingQuestions,
    QuestionDraft,
    Relevance,
)
from cofounder.interviews.words import Passage
from cofounder.plans.ports import DraftOptions
from cofounder.runs.calls import CallContext
from tests.wire import answers
from tests.wire.reading import Asked

WORDS = (Passage("idea:1", "Maria bakes bread and throws a quarter of it away daily."),)
TASK = "\n# Task: mvp_timeline\nin {} to 52 weeks"


def asked(text: str = "") -> Asked:
    fence = f"<<<{'0' * 16} S1\n{WORDS[0].text}\nS1 {'0' * 16}>>>\n{text}"
    return Asked("anthropic", "m", "", fence, fence, None, {}, True, 1)


def graph(**changes: object) -> StrategyGraphDraft:
    value = answers.strategy_graph(asked("\n# Task: strategy_graph\nat least 2"))
    return StrategyGraphDraft.model_validate({**value, **changes})


def timeline(weeks: int) -> MvpTimeline:
    return MvpTimeline.model_validate(answers.mvp_timeline(asked(TASK.format(weeks))))


def test_a_phrase_in_another_case_is_not_the_founders() -> None:
    """PROV-05: exact, nothing else."""
    anchors = [{"phrase": "maria bakes", "description": "x"}]
    with pytest.raises(Broken, match="not the founder's own words"):
        strategy.strategy_graph(graph(anchors=anchors), WORDS, is_last=False)
    with pytest.raises(Broken):
        strategy.strategy_graph(graph(anchors=anchors), WORDS, is_last=True)


def test_a_strategy_on_no_anchor_is_refused() -> None:
    value = graph()
    value.strategies[0].rests_on = ["something else"]
    with pytest.raises(Broken, match="did not rest"):
        strategy.strategy_graph(value, WORDS, is_last=False)


def test_a_strategy_names_its_anchor_in_any_case_and_gets_the_exact_one() -> None:
    value = graph()
    exact = value.strategies[0].rests_on[0]
    value.strategies[0].rests_on = [exact.upper(), exact]
    held = strategy.strategy_graph(value, WORDS, is_last=False)
    assert held.strategies[0].rests_on == [exact]


@pytest.mark.parametrize(
    ("tier", "weeks", "fits"),
    [
        (Tier.BOOTSTRAPPER, 8, True),
        (Tier.BOOTSTRAPPER, 7, False),
        (Tier.PARTNER, 8, True),
        (Tier.PARTNER, 9, False),
        (Tier.CTO_SCALE, 4, True),
        (Tier.CTO_SCALE, 7, False),
    ],
)
def test_a_timeline_fits_the_weeks_of_its_tier(
    tier: Tier, weeks: int, fits: bool
) -> None:
    """TRIO-02."""
    if fits:
        assert strategy.timeline(timeline(weeks), tier).total_mvp_weeks == weeks
    else:
        with pytest.raises(Broken, match="did not fit"):
            strategy.timeline(timeline(weeks), tier)


@pytest.mark.parametrize("title", ["First sprint", "Validation sprint with software"])
def test_a_bootstrapper_starts_without_code(title: str) -> None:
    """TRIO-02."""
    value = timeline(8)
    value.milestones[0].title = title
    with pytest.raises(Broken):
        strategy.timeline(value, Tier.BOOTSTRAPPER)
    assert strategy.timeline(value.model_copy(), Tier.BOOTSTRAPPER.PARTNER) == value


def questions(*topics: str) -> OnboardingQuestions:
    drafts = [
        QuestionDraft.model_validate(
            {"text": f"What about number {n}?", "topic": topic, "required": False}
        )
        for n, topic in enumerate(topics)
    ]
    return OnboardingQuestions.model_construct(questions=drafts)


def test_the_first_questions_cover_what_every_thesis_needs() -> None:
    """ONBD-04."""
    with pytest.raises(Broken, match="question every interview needs"):
        interview.onboarding(questions(*["other"] * 5), 7)
    held = interview.onboarding(
        questions("target_user", "problem", "constraint", "other", "money"), 7
    )
    assert [q.required for q in held.questions] == [True] * 3 + [False] * 2


def test_no_question_is_asked_twice() -> None:
    value = questions("target_user", "problem", "constraint", "other", "money")
    value.questions[1].text = value.questions[0].text.upper()
    with pytest.raises(Broken, match="twice"):
        interview.onboarding(value, 7)


def test_relevance_names_only_questions_that_exist() -> None:
    """UNDR-04."""
    wrong = Relevance(needs_regeneration=True, preserve_indices=[0, 3])
    with pytest.raises(Broken):
        interview.relevance(wrong, 3)
    kept = Relevance(needs_regeneration=False, preserve_indices=[2])
    assert interview.relevance(kept, 3).preserve_indices == [0, 1, 2]


def test_the_deep_dive_belongs_to_one_tier() -> None:
    """PLAN-01."""
    value = DraftOptions.model_validate(answers.options(asked("\n# Task: options\n")))
    with pytest.raises(Broken):
        fitted(value, deep_dive=True)
    value.options[0].technical_deep_dive = "x"
    assert fitted(value, deep_dive=False).options[0].technical_deep_dive is None


def codebase(**files: str) -> Codebase:
    return Codebase(files=[FileDraft(path=p, content=c) for p, c in files.items()])


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "../x.py", "a/../../x", ".git/config", ".env", "a\\b", "a//b"],
)
def test_code_stays_in_its_folder(path: str) -> None:
    """PIPE-03."""
    with pytest.raises(Broken, match="do not accept"):
        code.part(codebase(**{path: "x"}), [path])
    with pytest.raises(Broken, match="do not accept"):
        code.design(
            BuildDesign(
                app_name="x",
                summary="x",
                features=["x"],
                files=[PlannedFile(path=path, purpose="x")],
            )
        )


def test_a_design_has_what_every_app_needs() -> None:
    """PIPE-02."""
    value = BuildDesign(
        app_name="x",
        summary="x",
        features=["x"],
        files=[PlannedFile(path="main.py", purpose="x")],
    )
    with pytest.raises(Broken, match="every app needs") as caught:
        code.design(value)
    for name in ("Procfile", "requirements.txt", "README.md", ".env.example", "test_"):
        assert name in caught.value.detail


@pytest.mark.parametrize(
    ("content", "fits"),
    [
        ("web: uvicorn main:app --host 127.0.0.1 --port $PORT\n", True),
        ("web: uvicorn main:app --port ${PORT}", True),
        ("web: uvicorn main:app --port 8000", False),
        ("start: uvicorn main:app --port $PORT", False),
    ],
)
def test_a_start_line_serves_the_port_it_is_given(content: str, fits: bool) -> None:
    value = codebase(Procfile=content)
    if fits:
        assert code.part(value, ["Procfile"]) is value
    else:
        with pytest.raises(Broken, match="no way to start"):
            code.part(value, ["Procfile"])


@pytest.mark.parametrize(
    ("content", "fits"),
    [
        ("fastapi==0.165.0\nuvicorn[standard]==0.54.0  # server\n\n", True),
        ("fastapi>=0.1\n", False),
        ("fastapi\n", False),
        ("-e .\n", False),
        ("https://example.com/x.whl\n", False),
        ("--index-url https://example.com\n", False),
    ],
)
def test_every_package_is_pinned(content: str, fits: bool) -> None:
    """PIPE-02."""
    value = codebase(**{"requirements.txt": content})
    if fits:
        assert code.part(value, ["requirements.txt"]) is value
    else:
        with pytest.raises(Broken, match="not pinned to a version"):
            code.part(value, ["requirements.txt"])


def test_a_group_returns_exactly_the_files_asked_for() -> None:
    value = codebase(**{"a.py": "1", "b.py": "2"})
    assert [f.path for f in code.part(value, ["b.py"]).files] == ["b.py"]
    with pytest.raises(Broken, match="files were missing"):
        code.part(value, ["b.py", "c.py"])


def test_a_fix_changes_something() -> None:
    with pytest.raises(Broken, match="changed nothing"):
        code.fix(codebase(**{"a.py": "1"}), {"a.py": "1"})
    fixed = code.fix(codebase(**{"a.py": "1", "b.py": "2"}), {"a.py": "1"})
    assert [file.path for file in fixed.files] == ["b.py"]


def test_a_brief_that_repeats_what_is_not_so_is_refused() -> None:
    """PROV-04: the founder denied it; narrow and pivot are held to it as well."""
    found = answers.idea_brief(asked("\n# Task: idea_brief"))
    value = IdeaBriefOutput.model_validate(found)
    said = value.brief.scalability_notes
    with pytest.raises(Broken, match="not so"):
        interview.idea_brief(value, briefing(denied=(said,)), is_last=True)
    assert interview.idea_brief(value, briefing(denied=("No.",)), is_last=True)


def briefing(**values: Any) -> InterviewRequest:
    context = CallContext(ids.new_id(), ids.new_id(), "call", Tier.PARTNER, "test")
    return InterviewRequest(context, WORDS, **values)
