"""The timeline's range of weeks by plan (TRIO-02)."""

from __future__ import annotations

from cofounder.accounts.tiers import Tier
from cofounder.artifacts.contents import WEEKS, MvpTimeline
from cofounder.errors import Invalid

SPRINT = "validation"


class WrongWeeks(Invalid):
    """The timeline does not fit the plan's weeks or lacks the validation sprint."""


def check_weeks(timeline: MvpTimeline, tier: str) -> None:
    """Refuse a timeline outside the tier's range of weeks.

    Raises:
        WrongWeeks: too short, too long, or no validation sprint for bootstrappers.
    """
    low, high = WEEKS[Tier(tier)]
    if not low <= timeline.total_mvp_weeks <= high:
        raise WrongWeeks(
            f"The MVP takes {timeline.total_mvp_weeks} weeks; "
            f"this plan allows {low} to {high}."
        )
    if tier == Tier.BOOTSTRAPPER and not any(
        m.week <= 2 and SPRINT in f"{m.title} {m.description}".lower()
        for m in timeline.milestones
    ):
        raise WrongWeeks("A no-code validation sprint belongs in weeks 1 to 2.")
