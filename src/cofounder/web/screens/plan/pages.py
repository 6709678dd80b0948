"""The plan comparison (PLAN-10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cofounder.web.screens.pieces import Failure, Source, Thinking
from cofounder.web.views import Part, Screen


@dataclass(frozen=True, kw_only=True)
class PlanOption:
    """A column of the comparison."""

    id: str
    name: str
    summary: str
    time_to_ship: str
    engineering_cost: str
    cost_note: str
    risk_level: Literal["low", "medium", "high"]
    scope_coverage: int
    pros: tuple[str, ...]
    cons: tuple[str, ...]
    gives_up: tuple[str, ...]
    technical_approach: str
    engineering_impact: str
    is_recommended: bool = False
    is_selected: bool = False


@dataclass(frozen=True, kw_only=True)
class PlanComparison(Part):
    """The options side by side, with the reason for the recommended one."""

    template = "screens/plan/_comparison.html"

    options: tuple[PlanOption, ...]
    reason: str
    reason_sources: tuple[Source, ...]
    select_action: str
    regenerate_action: str
    can_change: bool = True
    """False once a build of this set was started."""
    selected_at: str | None = None
    build_href: str = ""
    feedback: str = ""
    feedback_error: str = ""
    is_stale: bool = False
    is_outdated: bool = False
    """Made for an earlier direction: none of them can be chosen any more."""
    stale_reasons: tuple[str, ...] = ()
    """What changed since the options were made, as far as we know."""
    renew_action: str = ""
    """Makes new options for the new direction, once that is decided."""

    @property
    def selected(self) -> PlanOption | None:
        """The chosen option, if there is one."""
        return next((option for option in self.options if option.is_selected), None)


@dataclass(frozen=True, kw_only=True)
class EarlierSet:
    """A set of options from before, as a table, with what was chosen in it."""

    title: str
    made: str
    asked: str
    """What the founder wanted different, when they did."""
    chosen: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class PlanPage(Screen):
    """`/projects/{id}/plan`: options, or what stands in for them."""

    template = "screens/plan/page.html"

    comparison: PlanComparison | None = None
    thinking: Thinking | None = None
    failure: Failure | None = None
    generate_action: str = ""
    retry_action: str = ""
    """Asks again what failed, with the founder's feedback where there was some."""
    locked_reason: str | None = None
    """"Decide the open gate first" or "Complete the interview first"."""
    locked_label: str = ""
    locked_href: str = ""
    is_demo: bool = False
    earlier: tuple[EarlierSet, ...] = ()
