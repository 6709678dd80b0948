"""Plans and their limits: the one table behind every limit (TIER-01)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

UNLIMITED = -1


class Tier(StrEnum):
    """The three plans, cheapest first."""

    BOOTSTRAPPER = "bootstrapper"
    PARTNER = "partner"
    CTO_SCALE = "cto_scale"


class ModelClass(StrEnum):
    """How strong a model a role asks for; settings map a class to a model."""

    STRONG = "strong"
    BALANCED = "balanced"
    FAST = "fast"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a tier may use. `UNLIMITED` (-1) means no limit (TIER-02)."""

    name: str
    price_monthly_cents: int
    price_yearly_cents: int
    max_projects: int
    max_sessions_per_day: int
    max_tokens_per_day: int
    onboarding_sessions: int
    runs_per_user: int
    runs_per_project: int
    runs_per_day: int
    iteration_depth: int
    queue_boost: int
    wait_estimate_seconds: int
    understanding_questions: int
    coder: ModelClass

    def allows(self, used: int, limit: int) -> bool:
        """Whether one more fits under `limit` when `used` are in use."""
        return limit == UNLIMITED or used < limit


LIMITS: dict[Tier, Limits] = {
    Tier.BOOTSTRAPPER: Limits(
        name="Bootstrapper",
        price_monthly_cents=9_900,
        price_yearly_cents=94_800,
        max_projects=2,
        max_sessions_per_day=10,
        max_tokens_per_day=500_000,
        onboarding_sessions=1,
        runs_per_user=2,
        runs_per_project=2,
        runs_per_day=5,
        iteration_depth=2,
        queue_boost=0,
        wait_estimate_seconds=480,
        understanding_questions=8,
        coder=ModelClass.BALANCED,
    ),
    Tier.PARTNER: Limits(
        name="Partner",
        price_monthly_cents=29_900,
        price_yearly_cents=286_800,
        max_projects=3,
        max_sessions_per_day=50,
        max_tokens_per_day=2_000_000,
        onboarding_sessions=3,
        runs_per_user=3,
        runs_per_project=3,
        runs_per_day=50,
        iteration_depth=3,
        queue_boost=2,
        wait_estimate_seconds=600,
        understanding_questions=12,
        coder=ModelClass.BALANCED,
    ),
    Tier.CTO_SCALE: Limits(
        name="CTO Scale",
        price_monthly_cents=99_900,
        price_yearly_cents=958_800,
        max_projects=UNLIMITED,
        max_sessions_per_day=UNLIMITED,
        max_tokens_per_day=10_000_000,
        onboarding_sessions=UNLIMITED,
        runs_per_user=10,
        runs_per_project=5,
        runs_per_day=200,
        iteration_depth=5,
        queue_boost=5,
        wait_estimate_seconds=900,
        understanding_questions=16,
        coder=ModelClass.STRONG,
    ),
}


def limits_of(tier: Tier) -> Limits:
    """The limits of `tier`."""
    return LIMITS[tier]
