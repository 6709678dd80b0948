"""Totals, thresholds, the report and what changed since an earlier one."""

from __future__ import annotations

import copy
from types import SimpleNamespace
from typing import Any, cast

import pytest
from evals.comparing import compared
from evals.judging import Judged, judge, thresholds, verdicts
from evals.reporting import markdown, percent, report
from evals.scores import SCORES
from evals.transcripts import transcript

from cofounder.artifacts.contents import ArtifactType
from cofounder.runner import Mode, Runner
from tests.evals.conftest import Walked

DEMO = cast("Runner", SimpleNamespace(label="Demo mode", mode=Mode.DEMO))


@pytest.fixture
def judged(walked: Walked) -> list[Judged]:
    return [judge(walked("repair-cafe")), judge(walked("pet-sitters"))]


def test_thresholds_name_scores_that_exist() -> None:
    names = {measure.__name__ for measure in SCORES}
    for table in thresholds().values():
        assert table.keys() <= names


def test_what_must_hold_fails_the_run_when_one_check_does_not(walked: Walked) -> None:
    """PROV-04: everything is sourced or openly assumed, for any model."""
    outcome = walked("repair-cafe")
    brief = outcome.kept[ArtifactType.IDEA_BRIEF]
    object.__setattr__(brief, "assumed", brief.assumed[1:])
    found = {v.name: v for v in verdicts([judge(outcome)], Mode.LIVE)}
    assert found["provenance_coverage"].is_failed
    assert not found["quotes_kept"].is_failed


def test_what_is_only_wanted_never_fails_a_run(judged: list[Judged]) -> None:
    limits = {"wanted": {"questions_fruitful": 1.0}}
    found = {v.name: v for v in verdicts(judged, Mode.DEMO, limits)}
    assert found["questions_fruitful"].met is False
    assert not found["questions_fruitful"].is_failed


def test_what_must_hold_and_was_not_measured_counts_as_missed(walked: Walked) -> None:
    """A case without an order cannot obey it; a lost graph has no anchors to show."""
    outcome = walked("repair-cafe")
    del outcome.kept[ArtifactType.STRATEGY_GRAPH]
    found = {v.name: v for v in verdicts([judge(outcome)], Mode.LIVE)}
    assert found["anchors_kept"].is_failed
    assert found["injection_ignored"].met is None


def test_the_demo_has_to_keep_more_than_a_model(judged: list[Judged]) -> None:
    limits = {"enforced": {"questions_once": 0.5}, "demo": {"questions_once": 1.0}}
    demo, live = (verdicts(judged, mode, limits) for mode in (Mode.DEMO, Mode.LIVE))
    assert {v.least for v in demo if v.name == "questions_once"} == {1.0}
    assert {v.least for v in live if v.name == "questions_once"} == {0.5}


def test_the_report_quotes_the_worst_first(judged: list[Judged]) -> None:
    found = report(judged, DEMO)
    text = markdown(found, judged)
    assert "# Evaluation of Demo mode" in text
    for case in found["cases"]:
        assert f"[{case['name']}](cases/{case['name']}.md)" in text
    worst = text[text.index("## Worst lines first") :]
    shares = [name for name in found["scores"] if f"### {name}:" in worst]
    assert shares
    order = sorted(shares, key=lambda name: worst.index(f"### {name}:"))
    assert order == sorted(order, key=lambda name: found["scores"][name]["share"])


def test_founders_text_breaks_no_table_and_no_code_span(judged: list[Judged]) -> None:
    outcome = judged[0].outcome
    outcome.kept[ArtifactType.IDEA_BRIEF].content["problem_statement"] = "`x`\n# Big"
    again = [judge(outcome)]
    assert "\n# Big" not in markdown(report(again, DEMO), again)


def test_nothing_less_than_all_is_shown_as_all() -> None:
    assert percent(0.99999) == "99.9%"
    assert percent(1.0) == "100%"
    assert percent(None) == "-"


def test_a_comparison_names_what_moved_and_nothing_else(judged: list[Judged]) -> None:
    new = report(judged, DEMO)
    assert "Nothing moved." in compared(copy.deepcopy(new), new)
    old: dict[str, Any] = copy.deepcopy(new)
    old["scores"]["hidden_facts"]["share"] = 1.0
    old["cases"][0]["scores"]["we_voice"]["share"] = 0.0
    old["cases"][1]["name"] = "gone"
    text = compared(old, new)
    assert "all cases, hidden_facts: 100.0% to" in text
    assert "WORSE" in text
    assert f"{new['cases'][0]['name']}, we_voice: 0.0% to" in text
    assert "- gone: not run this time" in text


def test_a_transcript_shows_questions_answers_and_what_is_assumed(
    judged: list[Judged],
) -> None:
    text = transcript(judged[0].outcome)
    assert "Nine volunteers between 61 and 78" in text
    assert "[assumed]" in text
    assert "F1 → V1" in text
    assert "Never asked for:" in text
