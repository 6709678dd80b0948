"""A line of the project's history in words, for the timeline (TIML-02)."""

from __future__ import annotations

from dataclasses import dataclass

from cofounder.journey.decisions import PLAN_SELECTED
from cofounder.journey.rows import ProjectRows
from cofounder.projects.models import StageEvent
from cofounder.projects.stages import MILESTONES, STAGE_NAMES

_BY_THEIR_ROWS = {"gate_created", "gate_decided", PLAN_SELECTED}
_PLAIN = {
    "journey_initialized": "The project began",
    "milestone_reset": "A checklist starts again",
    "park": "Project parked",
    "unpark": "Project resumed",
    "risk_dismissed": "Risk dismissed",
    "iteration_completed": "Iteration completed",
}


@dataclass(frozen=True, slots=True)
class Told:
    """An event as a card says it."""

    title: str
    summary: str
    is_decision: bool = False


def told_of(event: StageEvent, rows: ProjectRows) -> Told | None:
    """The event in words; None for what the card of its own row tells."""
    match event.event_type:
        case kind if kind in _BY_THEIR_ROWS:
            return None
        case "decision_recorded":
            return recorded(event)
        case "transition":
            return _transition(event)
        case "milestone":
            return _milestone(event)
        case "mvp_built":
            return Told("MVP built", _mvp(event, rows))
        case other:
            words = other.replace("_", " ").capitalize()
            return Told(_PLAIN.get(other, words), event.reason or _about(event))


def recorded(event: StageEvent) -> Told | None:
    """What the founder said of an assumption or a tripwire.

    A decision of the console has a card of its own.
    """
    detail = event.detail
    if "assumption" in detail:
        verdict = str(detail["verdict"])
        return Told(f"Assumption {verdict}", str(detail["text"]), is_decision=True)
    if "tripwire_id" in detail:
        said = f"{event.reason}: " if event.reason else ""
        summary = f"{said}{detail['condition']}"
        return Told(f"Tripwire {detail['outcome']}", summary, is_decision=True)
    return None


def _transition(event: StageEvent) -> Told:
    before, after = event.from_stage or 0, event.to_stage or 0
    names = f"{STAGE_NAMES[before]} to {STAGE_NAMES[after]}"
    return Told(f"Stage: {before} → {after}", event.reason or names)


def _milestone(event: StageEvent) -> Told:
    stage = int(event.detail.get("stage") or 0)
    words = {m.key: m.words for m in MILESTONES.get(stage, ())}
    percent = event.detail.get("stage_progress")
    title = words.get(str(event.detail.get("key")), "A milestone is done")
    return Told(title, f"{STAGE_NAMES[stage]}: {percent} %")


def _mvp(event: StageEvent, rows: ProjectRows) -> str:
    version, host = event.detail.get("build_version"), event.detail.get("preview_host")
    place = f" at {rows.preview_address(host)}" if host else ""
    return f"{version} runs{place}"


def _about(event: StageEvent) -> str:
    stage = event.detail.get("stage")
    if stage is not None:
        return STAGE_NAMES[int(stage)]
    return str(event.detail.get("rule") or "").replace("_", " ").capitalize()
