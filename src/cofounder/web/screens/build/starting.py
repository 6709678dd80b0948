"""The page before a build: the chosen plan, the goal, and what may be in the way."""

from __future__ import annotations

from typing import Any

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.web.opened import OpenProject
from cofounder.web.screens.build.pages import BuildStartPage
from cofounder.web.screens.plan.loading import Lock, entry_lock
from cofounder.web.words import first_sentence, shorten

NO_SANDBOX = (
    "This server cannot run apps safely, so the build will write the code and stop "
    "before it installs anything."
)


async def load_start(
    opened: OpenProject, *, goal: str | None = None, error: str = ""
) -> BuildStartPage:
    """The start page; with `goal`, as the founder typed it."""
    plan = await ArtifactRepository(opened.session).find(
        opened.id, ArtifactType.EXECUTION_PLAN
    )
    option = chosen_of(plan)
    closed = await _closed(opened, option)
    reason, label, href = closed or (None, "", "")
    return BuildStartPage(
        plan_name=str(option.get("name", "")),
        plan_summary=first_sentence(str(option.get("technical_approach", "")), 240),
        plan_facts=_facts(option),
        plan_href=f"{opened.home}/plan",
        start_action=f"{opened.home}/build",
        goal=await _goal(opened) if goal is None else goal,
        error=error,
        locked_reason=reason,
        locked_label=label,
        locked_href=href,
        sandbox_note=_sandbox_note(opened),
    )


def chosen_of(plan: Artifact | None) -> dict[str, Any]:
    """The chosen option; empty while there is none."""
    if plan is None or plan.current_content is None:
        return {}
    options: list[dict[str, Any]] = plan.current_content["options"]
    chosen = [o for o in options if o["id"] == plan.selected_option_id]
    return chosen[0] if chosen else {}


async def _closed(opened: OpenProject, option: dict[str, Any]) -> Lock | None:
    closed = await entry_lock(opened)
    if closed is None and not option:
        return "Choose a plan first", "Compare options", f"{opened.home}/plan"
    return closed


def _facts(option: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    if not option:
        return ()
    return (
        ("Time to Ship", option["time_to_ship"]),
        ("Engineering Cost", option["engineering_cost"]),
        ("Risk Level", str(option["risk_level"]).capitalize()),
        ("Scope Coverage", f"{option['scope_coverage']} %"),
    )


async def _goal(opened: OpenProject) -> str:
    """What the brief promises; the founder may write something else."""
    brief = await ArtifactRepository(opened.session).find(
        opened.id, ArtifactType.IDEA_BRIEF
    )
    content = (brief.current_content or {}) if brief else {}
    return shorten(str(content.get("value_prop") or opened.project.description), 600)


def _sandbox_note(opened: OpenProject) -> str | None:
    offered = opened.edge.capabilities
    if offered.available:
        return None
    words = [NO_SANDBOX, *offered.reasons, offered.fix or ""]
    return " ".join(word for word in words if word)
