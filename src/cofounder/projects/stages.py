"""Stages of the journey and their milestones; pure (STAG-01 to STAG-05)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

STAGE_KEYS = (
    "pre_stage",
    "thesis_defined",
    "validated_direction",
    "mvp_built",
    "feedback_loop_active",
    "scale_and_optimize",
)
STAGE_NAMES = (
    "Getting Started",
    "Thesis Defined",
    "Validated Direction",
    "MVP Built",
    "Feedback Loop Active",
    "Scale & Optimize",
)
LOCKED_STAGE = 5


class ProjectStatus(StrEnum):
    """Whether a project is worked on (PROJ-01)."""

    ACTIVE = "active"
    PARKED = "parked"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A weighted line of a stage's checklist."""

    key: str
    weight: int
    words: str


MILESTONES: dict[int, tuple[Milestone, ...]] = {
    1: (
        Milestone("brief_generated", 40, "Your idea brief is written"),
        Milestone("risks_identified", 30, "The main risks are named"),
        Milestone("gate_proceed", 30, "You decided to proceed"),
    ),
    2: (
        Milestone("direction_chosen", 25, "You chose an execution plan"),
        Milestone("validation_complete", 35, "The five documents are written"),
        Milestone("scope_narrowed", 20, "The MVP scope is agreed"),
        Milestone("gate_proceed", 20, "A build passed all entry checks"),
    ),
    3: (
        Milestone("build_started", 15, "The first build started"),
        Milestone("build_complete", 35, "The first build is ready"),
        Milestone("tests_passing", 20, "The build's own tests pass"),
        Milestone("preview_live", 30, "The preview answers"),
    ),
    4: (
        Milestone("feedback_collected", 30, "You gave feedback"),
        Milestone("iteration_planned", 25, "A change is accepted"),
        Milestone("iteration_shipped", 25, "The changed build is ready"),
        Milestone("gate_proceed", 20, "You decided what comes next"),
    ),
    5: (),
}

Done = Mapping[str, str | None]


def stage_progress(stage: int, done: Done) -> int:
    """Percent of a stage's weight whose milestones are done; 0 when it has none."""
    milestones = MILESTONES.get(stage, ())
    total = sum(m.weight for m in milestones)
    if not total:
        return 0
    return int(100 * sum(m.weight for m in milestones if done.get(m.key)) / total)


def global_progress(done: Mapping[int, Done]) -> int:
    """Progress over all stages, weighted by their milestones' weight (STAG-05)."""
    weights = {s: sum(m.weight for m in ms) for s, ms in MILESTONES.items()}
    total = sum(weights.values())
    reached = sum(
        stage_progress(stage, done.get(stage, {})) * weight
        for stage, weight in weights.items()
    )
    return int(reached / total) if total else 0


def refusal(
    before: int, after: int, status: ProjectStatus, *, proceed_decided: bool
) -> str | None:
    """Why a project may not go from stage to stage, or None when it may (STAG-02)."""
    if status is not ProjectStatus.ACTIVE:
        return "The project is parked. Resume it first."
    if after >= LOCKED_STAGE:
        return "This stage is not open yet."
    if after == 0:
        return "A project does not go back to the start."
    if after == before:
        return "The project is in this stage already."
    if after > before and after > 1 and not proceed_decided:
        return "Decide to proceed first."
    return None
