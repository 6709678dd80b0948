"""Reading the plan into the comparison, or what stands in for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cofounder import clock
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.staleness import reasons
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.builds.models import Build
from cofounder.builds.repository import BuildRepository
from cofounder.gates.repository import GateRepository
from cofounder.gates.states import Choice, GateType
from cofounder.plans.history import PlanSet, plan_sets
from cofounder.plans.service import GENERATE, is_of_an_earlier_direction
from cofounder.projects.stages import ProjectStatus
from cofounder.runs.models import Run
from cofounder.web.calls import failure_of, has_failed, latest_call, thinking_of
from cofounder.web.opened import OpenProject
from cofounder.web.screens.leading import DECIDE
from cofounder.web.screens.pieces import Failure
from cofounder.web.screens.plan.pages import (
    EarlierSet,
    PlanComparison,
    PlanOption,
    PlanPage,
)
from cofounder.web.words import ago, exact, first_sentence

DEMO = "demo"
KEPT = "Your brief, your answers and earlier options are kept."
Lock = tuple[str, str, str]
"""Why something is closed, the label of the way out, and where it leads."""


async def load(
    opened: OpenProject, *, feedback: str = "", feedback_error: str = ""
) -> PlanPage:
    """What `/plan` shows now; with `feedback`, as the founder typed it."""
    row = await ArtifactRepository(opened.session).find(
        opened.id, ArtifactType.EXECUTION_PLAN
    )
    plan = row if row is not None and row.current_content is not None else None
    call = await latest_call(opened.session, GENERATE, opened.id)
    closed = await entry_lock(opened)
    if call is not None and not call.is_over:
        return _page(opened, thinking_of_plan=call)
    if closed is not None and plan is None:
        reason, label, href = closed
        return PlanPage(locked_reason=reason, locked_label=label, locked_href=href)
    failed = call if call is not None and _still_matters(call, plan) else None
    comparison = None
    if plan is not None:
        typed = feedback or (str(failed.options.get("feedback")) if failed else "")
        comparison = await _comparison(opened, plan, typed, feedback_error)
        if plan.is_stale and closed is None:
            comparison = replace(
                comparison, renew_action=f"{opened.home}/plan/generate"
            )
    shown = _page(opened, comparison=comparison, plan=plan, failed=failed)
    return replace(shown, earlier=await _earlier(opened))


async def _earlier(opened: OpenProject) -> tuple[EarlierSet, ...]:
    """The sets before the present one, newest first (PLAN-07)."""
    sets = await plan_sets(opened.session, opened.id)
    return tuple(_earlier_set(each) for each in sets if not each.is_present)


def _earlier_set(plan: PlanSet) -> EarlierSet:
    options: list[dict[str, Any]] = plan.content["options"]
    return EarlierSet(
        title=f"Options, version {plan.version}",
        made=exact(plan.made_at),
        asked=str(plan.content.get("feedback_context") or ""),
        chosen=plan.chosen["name"] if plan.chosen else "",
        rows=tuple(
            (
                option["name"],
                option["time_to_ship"],
                option["engineering_cost"],
                option["risk_level"].capitalize(),
                f"{option['scope_coverage']} %",
            )
            for option in options
        ),
    )


def _page(
    opened: OpenProject,
    *,
    comparison: PlanComparison | None = None,
    plan: Artifact | None = None,
    failed: Run | None = None,
    thinking_of_plan: Run | None = None,
) -> PlanPage:
    thinking = None
    if thinking_of_plan is not None:
        thinking = thinking_of(
            thinking_of_plan,
            "Weighing ways to build it…",
            "We compare time, cost, risk and what each one gives up.",
        )
    failure: Failure | None = None if failed is None else failure_of(failed, KEPT)
    return PlanPage(
        comparison=comparison,
        thinking=thinking,
        failure=failure,
        generate_action=f"{opened.home}/plan/generate",
        retry_action=f"{opened.home}/plan/retry",
        is_demo=plan is not None and plan.generated_by == DEMO,
    )


def _still_matters(call: Run, plan: Artifact | None) -> bool:
    """Whether a failed call came after everything that was made or chosen since."""
    if not has_failed(call):
        return False
    if plan is None or plan.selected_at is None or call.ended_at is None:
        return True
    return plan.selected_at < call.ended_at


async def entry_lock(opened: OpenProject) -> Lock | None:
    """What has to come before planning; None when it may begin (PLAN-05)."""
    session, home = opened.session, opened.home
    if opened.project.status is ProjectStatus.PARKED:
        return "This project is parked", "Go to the overview", home
    gates = GateRepository(session)
    pending = await gates.find_pending(opened.id)
    brief = await ArtifactRepository(session).find(opened.id, ArtifactType.IDEA_BRIEF)
    if brief is None or brief.current_content is None:
        reason = "Complete the interview first"
        return reason, "Go to the interview", f"{home}/understanding"
    if pending is not None:
        label = DECIDE[pending.gate_type]
        return "Decide the open gate first", label, f"{home}/gate"
    latest = await gates.find_latest_direction(opened.id)
    if latest is None or latest.decision is not Choice.PROCEED:
        return "Decide the direction first", DECIDE[GateType.DIRECTION], f"{home}/gate"
    return None


async def _comparison(
    opened: OpenProject, plan: Artifact, feedback: str, feedback_error: str
) -> PlanComparison:
    content: Mapping[str, Any] = plan.current_content or {}
    best = next(o for o in content["options"] if o["is_recommended"])
    builds = await BuildRepository(opened.session).list_of(opened.id)
    parked = opened.project.status is ProjectStatus.PARKED
    return PlanComparison(
        options=tuple(option_of(o, plan) for o in content["options"]),
        reason=f"I’d suggest {best['name']}. {_because(best)}",
        reason_sources=(),
        select_action=f"{opened.home}/plan/select",
        regenerate_action=f"{opened.home}/plan/regenerate",
        can_change=plan.selection_locked_at is None and not parked,
        selected_at=_chosen(plan),
        build_href=opened.home + _build_tail(plan, builds[0] if builds else None),
        feedback=feedback,
        feedback_error=feedback_error,
        is_stale=plan.is_stale,
        is_outdated=await is_of_an_earlier_direction(opened.session, plan),
        stale_reasons=tuple(r.text for r in await reasons(opened.session, plan)),
    )


def _because(option: Mapping[str, Any]) -> str:
    return f"{str(option['pros'][0]).rstrip('.')}."


def _chosen(plan: Artifact) -> str | None:
    if plan.selected_at is None:
        return None
    return f"Chosen {ago(plan.selected_at, clock.now())}"


def _build_tail(plan: Artifact, latest: Build | None) -> str:
    """The present build while it is of this choice, else the start of a new one."""
    content = plan.current_content or {}
    if latest is None or latest.plan_set_id == content["plan_set_id"]:
        return "/build"
    return "/build?new=1"


def option_of(option: Mapping[str, Any], plan: Artifact) -> PlanOption:
    """A stored option as a column."""
    return PlanOption(
        id=option["id"],
        name=option["name"],
        summary=first_sentence(option["technical_approach"], 140),
        time_to_ship=option["time_to_ship"],
        engineering_cost=option["engineering_cost"],
        cost_note=option["cost_note"],
        risk_level=option["risk_level"],
        scope_coverage=option["scope_coverage"],
        pros=tuple(option["pros"]),
        cons=tuple(option["cons"]),
        gives_up=tuple(text.rstrip(".") for text in option["tradeoffs"]),
        technical_approach=option["technical_approach"],
        engineering_impact=option["engineering_impact"],
        is_recommended=option["is_recommended"],
        is_selected=option["id"] == plan.selected_option_id,
    )
