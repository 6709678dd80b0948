"""The trio's contents and their rules (TRIO-02, TRIO-03, ORC-45, ORC-46)."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from cofounder.accounts.tiers import Tier
from cofounder.artifacts.contents import (
    AppArchitecture,
    ArtifactType,
    MvpTimeline,
    has_calendar_date,
)
from cofounder.artifacts.reading import content_for, locked_of
from cofounder.artifacts.timeline import WrongWeeks, check_weeks
from cofounder.interviews.brief import BRIEF_SECTIONS, Section


def a_timeline(weeks: int = 8, **more: Any) -> dict[str, Any]:
    milestone = {
        "week": 1,
        "title": "Validation sprint",
        "description": "No code. Done when five owners said yes.",
        "deliverables": ["a list", "five talks"],
        "duration_weeks": 2,
    }
    last = {**milestone, "week": 3, "title": "Build", "duration_weeks": weeks - 2}
    return {
        "milestones": [milestone, last],
        "long_term_roadmap": [
            {"phase": "2", "title": "Grow", "description": "x", "estimated_weeks": 8}
        ],
        "total_mvp_weeks": weeks,
        "adapted_for": "a first-time founder",
        **more,
    }


@pytest.mark.parametrize(
    "text",
    [
        "by 2027",
        "Q3 2026",
        "on 3 March",
        "March 3",
        "12.05.2026",
        "1/2/26",
        "the 1st January",
        "DECEMBER 24",
    ],
)
def test_calendar_dates_are_found(text: str) -> None:
    assert has_calendar_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "week 3",
        "1,000 users",
        "80 euros",
        "may take 2 weeks",
        "march on",
        "24/7",
        "v1.2.3",
    ],
)
def test_ordinary_numbers_are_no_dates(text: str) -> None:
    assert not has_calendar_date(text)


def test_a_timeline_with_a_date_anywhere_is_refused() -> None:
    """TRIO-02, ORC-45."""
    with pytest.raises(ValidationError, match="no calendar dates"):
        MvpTimeline.model_validate(a_timeline(adapted_for="launch in 2027"))


def test_the_total_is_where_the_last_milestone_ends() -> None:
    MvpTimeline.model_validate(a_timeline(8))
    with pytest.raises(ValidationError, match="total_mvp_weeks"):
        MvpTimeline.model_validate(a_timeline(8, total_mvp_weeks=9))


@pytest.mark.parametrize("count", [1, 4])
def test_a_milestone_has_two_or_three_deliverables(count: int) -> None:
    timeline = a_timeline()
    timeline["milestones"][0]["deliverables"] = ["x"] * count
    with pytest.raises(ValidationError):
        MvpTimeline.model_validate(timeline)


@pytest.mark.parametrize(
    ("tier", "low", "high"),
    [("bootstrapper", 8, 12), ("partner", 6, 8), ("cto_scale", 4, 6)],
)
def test_the_weeks_fit_the_plan(tier: str, low: int, high: int) -> None:
    """TRIO-02, ORC-45."""
    for weeks in range(3, 14):
        timeline = MvpTimeline.model_validate(a_timeline(weeks))
        if low <= weeks <= high:
            check_weeks(timeline, tier)
        else:
            with pytest.raises(WrongWeeks):
                check_weeks(timeline, tier)


def test_a_bootstrapper_begins_with_a_validation_sprint() -> None:
    timeline = a_timeline(8)
    timeline["milestones"][0]["title"] = "Sketches"
    with pytest.raises(WrongWeeks, match="validation sprint"):
        check_weeks(MvpTimeline.model_validate(timeline), "bootstrapper")


def an_architecture(**more: Any) -> dict[str, Any]:
    part = {
        "name": "Pages",
        "type": "frontend",
        "description": "what people see",
        "tech_recommendation": "Vercel",
        "alternatives": ["Render"],
    }
    return {
        "components": [part, {**part, "name": "Data", "type": "database"}],
        "connections": [
            {
                "from_component": "Pages",
                "to_component": "Data",
                "protocol": "HTTPS",
                "description": "reads",
            }
        ],
        "cost_estimate": {
            "startup_monthly": "$0",
            "scale_monthly": "$50",
            "breakdown": [{"component": "Pages", "cost": "$0"}],
        },
        "integration_recommendations": ["Stripe"],
        **more,
    }


def test_components_are_simplified_by_default() -> None:
    """ORC-46."""
    made = AppArchitecture.model_validate(an_architecture())
    assert {part.detail_level for part in made.components} == {"simplified"}


def test_connections_join_components_that_exist() -> None:
    wrong = an_architecture()
    wrong["connections"][0]["to_component"] = "Nobody"
    with pytest.raises(ValidationError, match="unknown component"):
        AppArchitecture.model_validate(wrong)


@pytest.mark.parametrize("alternatives", [[], ["a", "b", "c"]])
def test_a_component_has_one_or_two_alternatives(alternatives: list[str]) -> None:
    wrong = an_architecture()
    wrong["components"][0]["alternatives"] = alternatives
    with pytest.raises(ValidationError):
        AppArchitecture.model_validate(wrong)


def test_a_cost_has_a_start_and_a_scale() -> None:
    wrong = an_architecture()
    del wrong["cost_estimate"]["scale_monthly"]
    with pytest.raises(ValidationError):
        AppArchitecture.model_validate(wrong)


@pytest.mark.parametrize("tier", Tier)
def test_locked_sections_are_null_and_named_and_nothing_is_lost(tier: Tier) -> None:
    """TIER-03, TRAP-15: filtering happens on reading and leaves the content alone."""
    content = {section.value: f"text of {section}" for section in Section}
    content = {**content, "confidence_scores": dict.fromkeys(content, "strong")}
    before = {**content}
    shown = content_for(ArtifactType.IDEA_BRIEF, content, tier)
    locked = locked_of(ArtifactType.IDEA_BRIEF, tier)
    assert set(locked) == {s.value for s in Section if s not in BRIEF_SECTIONS[tier]}
    assert all(shown[section] is None for section in locked)
    assert not set(locked) & set(shown["confidence_scores"])
    assert content == before
    assert bool(locked) == (tier is not Tier.CTO_SCALE)


def test_content_is_empty_while_there_is_none() -> None:
    assert content_for(ArtifactType.STRATEGY_GRAPH, None, Tier.PARTNER) == {}
