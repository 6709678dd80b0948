"""One question of the console as a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cofounder.decisions.reading import DECIDED, Decision
from cofounder.decisions.templates import Template, question_of, title_of
from cofounder.projects.stages import ProjectStatus
from cofounder.web.opened import OpenProject
from cofounder.web.screens.decisions.pages import DecisionOption, DecisionPage
from cofounder.web.words import exact

DEMO = "demo"


def detail(
    opened: OpenProject,
    decision: Decision,
    *,
    error: str = "",
    typed: str = "",
    picked: str = "",
) -> DecisionPage:
    """The question with its options; with an `error`, as the founder left it."""
    best = next(o for o in decision.options if o["id"] == decision.recommended_id)
    label, href = _next(opened, decision)
    here = f"{opened.home}/decisions"
    is_open = decision.status != DECIDED and not decision.superseded
    return DecisionPage(
        title=title_of(decision.template),
        question=question_of(decision.template),
        wish=decision.wish,
        options=tuple(_option(o, decision) for o in decision.options),
        reason=f"I’d suggest {best['name']}. {str(best['pros'][0]).rstrip('.')}.",
        action=f"{here}/{decision.id}",
        back_href=here,
        meta=exact(decision.decided_at) if decision.decided_at else "",
        note=decision.note,
        is_blocking=decision.blocking and is_open,
        is_superseded=decision.superseded,
        is_demo=decision.generated_by == DEMO,
        can_choose=is_open and opened.project.status is not ProjectStatus.PARKED,
        next_label=label,
        next_href=href,
        earlier_href=f"{here}/{decision.supersedes_id}"
        if decision.supersedes_id
        else "",
        error=error,
        typed=typed,
        picked=picked,
    )


def _next(opened: OpenProject, decision: Decision) -> tuple[str, str]:
    """A decided scope offers the narrow it stands for (DCSN-04)."""
    narrows = decision.template is Template.SCOPE_NARROWING
    if narrows and decision.chosen is not None and not decision.superseded:
        return "Narrow the idea to this", f"{opened.home}/gate?narrow={decision.id}"
    return "All decisions", f"{opened.home}/decisions"


def _option(option: Mapping[str, Any], decision: Decision) -> DecisionOption:
    return DecisionOption(
        id=option["id"],
        name=option["name"],
        meaning=option["technical_approach"],
        time_to_ship=option["time_to_ship"],
        engineering_cost=option["engineering_cost"],
        cost_note=option["cost_note"],
        risk_level=option["risk_level"],
        pros=tuple(option["pros"]),
        cons=tuple(option["cons"]),
        engineering_impact=option["engineering_impact"],
        technical_deep_dive=option["technical_deep_dive"] or "",
        is_recommended=option["is_recommended"],
        is_chosen=option["id"] == decision.chosen_option_id,
    )
