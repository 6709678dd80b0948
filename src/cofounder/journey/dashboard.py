"""The dashboard of a project (DASH-01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cofounder.artifacts.models import Artifact
from cofounder.builds.models import Build
from cofounder.builds.states import Stage
from cofounder.gates.models import Gate
from cofounder.journey.focus import pending_gates, suggested_focus
from cofounder.journey.risks import RiskFlag, visible_risks
from cofounder.journey.rows import ProjectRows
from cofounder.journey.stages import done_in, next_milestone
from cofounder.projects.stages import stage_progress
from cofounder.runs.models import Run

BuildOutcome = Literal["success", "failed", "running"]
NOTHING_BUILT = "v0.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """Where a project stands and what it needs."""

    stage: int
    stage_name: str
    product_version: str
    mvp_completion_percent: int
    next_milestone: str | None
    risk_flags: tuple[RiskFlag, ...]
    suggested_focus: str
    artifacts: Sequence[Artifact]
    pending_decisions: tuple[Gate, ...]
    latest_build_status: BuildOutcome | None
    preview_url: str | None
    active_runs: Sequence[Run]


def dashboard_of(rows: ProjectRows) -> Dashboard:
    """The dashboard as the rows say."""
    project, ready = rows.project, rows.latest_ready
    number = project.stage_number
    return Dashboard(
        stage=number,
        stage_name=project.stage_name,
        product_version=ready.display_version if ready else NOTHING_BUILT,
        mvp_completion_percent=stage_progress(number, done_in(rows, number)),
        next_milestone=next_milestone(rows),
        risk_flags=visible_risks(rows),
        suggested_focus=suggested_focus(rows),
        artifacts=rows.artifacts,
        pending_decisions=pending_gates(rows),
        latest_build_status=_outcome(rows.builds),
        preview_url=_preview(rows, ready),
        active_runs=rows.active_runs,
    )


def _outcome(builds: Sequence[Build]) -> BuildOutcome | None:
    if not builds:
        return None
    outcomes: dict[Stage, BuildOutcome] = {
        Stage.READY: "success",
        Stage.FAILED: "failed",
    }
    return outcomes.get(builds[0].stage_status, "running")


def _preview(rows: ProjectRows, ready: Build | None) -> str | None:
    if ready is None or ready.preview_host is None:
        return None
    return rows.preview_address(ready.preview_host)
