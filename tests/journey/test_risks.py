"""The four rules, by exhaustion (RISK-01, RISK-02; ORC-07 to ORC-11)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from itertools import product

import pytest

from cofounder.accounts.tiers import UNLIMITED
from cofounder.builds.service import CANCELLED
from cofounder.builds.states import Stage
from cofounder.gates.states import Choice
from cofounder.journey.errors import UnknownRisk
from cofounder.journey.risks import (
    Rule,
    build_failures,
    high_token_usage,
    last_activity,
    risks_of,
    stale_decision,
    stale_project,
    to_dismiss,
    visible_risks,
)
from cofounder.journey.rows import ProjectRows
from cofounder.projects.stages import ProjectStatus
from tests.journey.rows import NOW, a_build, a_gate, a_project, an_event, days, the_rows

MOMENT = timedelta(seconds=1)


@pytest.mark.parametrize("passed", range(40))
def test_a_decision_is_stale_from_seven_days_on(passed: int) -> None:
    """ORC-07: 7 days ago yes, 6 days no."""
    flag = stale_decision([NOW - days(90), NOW - days(passed)], NOW)
    assert (flag is not None) == (passed >= 7)
    if flag is not None:
        assert (flag.type, flag.rule) == ("system", "stale_decision")
        assert flag.threshold == passed // 7 * 7


def test_a_moment_less_than_seven_days_is_not_stale() -> None:
    assert stale_decision([NOW - days(7) + MOMENT], NOW) is None


def test_who_never_decided_has_no_stale_decision() -> None:
    """ORC-07."""
    assert stale_decision([], NOW) is None


@pytest.mark.parametrize("length", range(6))
def test_three_failures_in_a_row_are_a_risk_and_a_ready_build_ends_the_row(
    length: int,
) -> None:
    """ORC-08, every order of builds up to five: newest first."""
    for stages in product((Stage.READY, Stage.FAILED, Stage.CODE), repeat=length):
        builds = [a_build(stage) for stage in stages]
        before = (
            stages[: stages.index(Stage.READY)] if Stage.READY in stages else stages
        )
        row = before.count(Stage.FAILED)
        flag = build_failures(builds)
        assert (flag is not None) == (row >= 3), stages
        assert flag is None or flag.threshold == row


def test_a_build_the_founder_stopped_is_no_failure() -> None:
    stopped = a_build(Stage.FAILED, error_message=CANCELLED)
    failed = [a_build(Stage.FAILED) for _ in range(2)]
    assert build_failures([stopped, *failed]) is None
    assert build_failures([stopped, *failed, a_build(Stage.FAILED)]) is not None


@pytest.mark.parametrize("passed", range(60))
def test_a_project_is_stale_after_fourteen_quiet_days(passed: int) -> None:
    """ORC-09: 14 days yes, 13 no."""
    flag = stale_project(NOW - days(passed), NOW)
    assert (flag is not None) == (passed >= 14)
    assert flag is None or flag.threshold == passed // 14 * 14


@pytest.mark.parametrize("percent", range(130))
def test_tokens_are_a_risk_above_eighty_percent(percent: int) -> None:
    """ORC-10: exactly 80 percent is none."""
    flag = high_token_usage(10 * percent, 1_000, NOW)
    assert (flag is not None) == (percent > 80)
    assert flag is None or flag.type == "llm"


@pytest.mark.parametrize(("used", "limit"), [(10**9, UNLIMITED), (None, 1_000)])
def test_an_unlimited_plan_and_an_unread_usage_are_no_risk(
    used: int | None, limit: int
) -> None:
    """ORC-10: unlimited plan none; usage store failing none."""
    assert high_token_usage(used, limit, NOW) is None


def test_one_token_over_eighty_percent_is_a_risk() -> None:
    assert high_token_usage(801, 1_000, NOW) is not None


def decided(passed: float) -> ProjectRows:
    gate = a_gate(Choice.PROCEED, decided_at=NOW - days(passed))
    return the_rows(gates=(gate,))


def dismissed(rows: ProjectRows, rule: str) -> ProjectRows:
    """The rows after the founder dismissed the rule, as they are then."""
    event = an_event("risk_dismissed", detail=asdict(to_dismiss(rows, rule)))
    return the_rows(**{**_fields(rows), "events": (event, *rows.events)})


def later(rows: ProjectRows, passed: float) -> ProjectRows:
    return the_rows(**{**_fields(rows), "now": rows.now + days(passed)})


def _fields(rows: ProjectRows) -> dict[str, object]:
    return {name: getattr(rows, name) for name in rows.__slots__}


def rules(rows: ProjectRows) -> set[str]:
    return {flag.rule.value for flag in visible_risks(rows)}


def test_a_dismissed_risk_is_hidden_until_it_gets_worse() -> None:
    """RISK-02, ORC-11: the next step of days, not the next day, shows it again."""
    rows = dismissed(decided(7), "stale_decision")
    assert [("stale_decision" in rules(later(rows, n))) for n in (0, 1, 6, 7, 8)] == [
        False,
        False,
        False,
        True,
        True,
    ]


def test_a_risk_that_went_away_and_came_again_is_shown() -> None:
    """RISK-02: dismissing belongs to one occurrence."""
    rows = dismissed(decided(20), "stale_decision")
    newer = a_gate(Choice.PROCEED, decided_at=NOW - days(8))
    assert rules(rows) == set()
    fresh = the_rows(**{**_fields(rows), "gates": (newer, *rows.gates)})
    assert rules(fresh) == {"stale_decision"}


def test_every_further_failed_build_is_worse() -> None:
    failed = tuple(a_build(Stage.FAILED) for _ in range(3))
    rows = dismissed(the_rows(builds=failed), "build_failures")
    assert rules(rows) == set()
    more = (a_build(Stage.FAILED), *failed)
    assert rules(the_rows(**{**_fields(rows), "builds": more})) == {"build_failures"}


def test_dismissing_one_rule_leaves_the_others() -> None:
    failed = tuple(a_build(Stage.FAILED) for _ in range(3))
    rows = the_rows(builds=failed, tokens_today=900)
    assert rules(rows) == {"build_failures", "high_token_usage"}
    assert rules(dismissed(rows, "build_failures")) == {"high_token_usage"}


def test_a_rule_that_is_not_raised_can_be_dismissed_and_hides_nothing_later() -> None:
    rows = dismissed(the_rows(), "build_failures")
    failed = tuple(a_build(Stage.FAILED) for _ in range(3))
    assert rules(the_rows(**{**_fields(rows), "builds": failed})) == {"build_failures"}


def test_only_the_four_rules_can_be_dismissed() -> None:
    """API-091: an unknown rule is refused, and the answer names the known ones."""
    with pytest.raises(UnknownRisk) as refused:
        to_dismiss(the_rows(), "boredom")
    assert all(rule.value in refused.value.message for rule in Rule)


def test_dismissing_is_no_activity() -> None:
    """RISK-01: otherwise dismissing would cure what it hides."""
    old = the_rows(project=a_project(created_at=NOW - days(30)))
    assert rules(old) == {"stale_project"}
    assert last_activity(dismissed(old, "stale_project")) == NOW - days(30)
    worked = the_rows(
        project=a_project(created_at=NOW - days(30)),
        events=(an_event("milestone", created_at=NOW - days(13)),),
    )
    assert rules(worked) == set()


def test_a_parked_project_rests_without_being_called_stale() -> None:
    gate = a_gate(Choice.PARK, decided_at=NOW - days(50))
    resting = a_project(created_at=NOW - days(60), status=ProjectStatus.PARKED)
    assert risks_of(the_rows(project=resting, gates=(gate,))) == ()
