"""A line of the project's history, in words for its founder (STAG-06)."""

from __future__ import annotations

from typing import Any

from cofounder import clock
from cofounder.decisions.templates import Template, title_of
from cofounder.gates.states import TITLES
from cofounder.journey.telling import recorded
from cofounder.projects.models import StageEvent
from cofounder.projects.stages import MILESTONES, STAGE_NAMES
from cofounder.web.screens.overview.pages import Change
from cofounder.web.words import ago, exact, shorten

GATES = {kind.value: title for kind, title in TITLES.items()}


def change_of(event: StageEvent) -> Change | None:
    """The event as the dashboard tells it; None for what only machines care about."""
    told = _told(event, event.detail)
    if told is None:
        return None
    icon, text = told
    return Change(
        icon=icon,
        text=text,
        when=ago(event.created_at, clock.now()),
        at=exact(event.created_at),
    )


PLAIN = {
    "journey_initialized": ("lightbulb", "The project began"),
    "milestone_reset": ("rewind", "The checklist of a stage starts again"),
    "park": ("pause", "The project was parked"),
    "unpark": ("play", "The project was resumed"),
}


def _told(event: StageEvent, detail: dict[str, Any]) -> tuple[str, str] | None:
    gate = GATES.get(str(detail.get("gate_type")), "Decision")
    match event.event_type:
        case "gate_created":
            return "signpost", f"{gate}: a decision opened"
        case "gate_decided":
            return "signpost", f"{gate} decided: {detail.get('decision')}"
        case "transition" if event.to_stage is not None:
            return "flag", f"Stage: {STAGE_NAMES[event.to_stage]}"
        case "milestone":
            return _milestone(detail)
        case "plan_selected":
            return "columns-3", f"Plan chosen: {detail.get('option_name')}"
        case "decision_recorded":
            return "check", _recorded(event)
        case "mvp_built":
            return "hammer", f"MVP built: {detail.get('build_version')}"
        case other:
            return PLAIN.get(other)


def _recorded(event: StageEvent) -> str:
    told = recorded(event)
    if told is not None:
        return shorten(f"{told.title}: {told.summary}", 120)
    title = title_of(Template(event.detail["template"]))
    return f"{title}: {event.detail.get('option_name')}"


def _milestone(detail: dict[str, Any]) -> tuple[str, str] | None:
    milestones = MILESTONES.get(int(detail.get("stage") or 0), ())
    words = next((m.words for m in milestones if m.key == detail.get("key")), None)
    return None if words is None else ("check", words)
