"""The plan table (TIER-01, TIER-02)."""

from __future__ import annotations

import pytest

from cofounder.accounts.tiers import LIMITS, UNLIMITED, Tier, limits_of


@pytest.mark.parametrize(
    ("tier", "projects", "sessions", "daily", "per_user", "boost", "questions"),
    [
        ("bootstrapper", 2, 1, 5, 2, 0, 8),
        ("partner", 3, 3, 50, 3, 2, 12),
        ("cto_scale", UNLIMITED, UNLIMITED, 200, 10, 5, 16),
    ],
)
def test_limits_are_those_of_the_table(
    tier: str,
    projects: int,
    sessions: int,
    daily: int,
    per_user: int,
    boost: int,
    questions: int,
) -> None:
    limits = limits_of(Tier(tier))
    assert limits.max_projects == projects
    assert limits.onboarding_sessions == sessions
    assert limits.runs_per_day == daily
    assert limits.runs_per_user == per_user
    assert limits.queue_boost == boost
    assert limits.understanding_questions == questions


def test_minus_one_means_unlimited() -> None:
    """TIER-02."""
    limits = limits_of(Tier.CTO_SCALE)
    assert limits.allows(10**9, UNLIMITED)
    assert limits.allows(1, 2)
    assert not limits.allows(2, 2)
    assert not limits.allows(3, 2)


def test_there_are_three_tiers_and_each_is_complete() -> None:
    assert set(LIMITS) == set(Tier)
    assert len(Tier) == 3
