"""Bodies of the dashboard endpoints."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from cofounder.api.projects.schemas import CountsOut
from cofounder.artifacts.models import Artifact
from cofounder.gates.models import Gate
from cofounder.journey.dashboard import Dashboard
from cofounder.journey.risks import RiskFlag
from cofounder.runs.models import Run


class RiskOut(BaseModel):
    """A risk that is there and was not dismissed (RISK-01)."""

    type: str
    rule: str
    message: str

    @classmethod
    def of(cls, flag: RiskFlag) -> RiskOut:
        """The risk as the API shows it."""
        return cls(type=flag.type, rule=flag.rule.value, message=flag.message)


class ArtifactStateOut(BaseModel):
    """An artifact without its content."""

    id: UUID
    artifact_type: str
    generation_status: str
    version_number: int
    has_user_edits: bool
    is_stale: bool
    updated_at: datetime

    @classmethod
    def of(cls, row: Artifact) -> ArtifactStateOut:
        """The artifact as a card shows it."""
        return cls(
            id=row.id,
            artifact_type=row.artifact_type.value,
            generation_status=row.generation_status.value,
            version_number=row.version_number,
            has_user_edits=row.has_user_edits,
            is_stale=row.is_stale,
            updated_at=row.updated_at,
        )


class PendingOut(BaseModel):
    """A decision that waits for the founder."""

    id: UUID
    gate_type: str
    status: str
    created_at: datetime

    @classmethod
    def of(cls, gate: Gate) -> PendingOut:
        """The gate as the dashboard shows it."""
        return cls(
            id=gate.id,
            gate_type=gate.gate_type.value,
            status=gate.status.value,
            created_at=gate.created_at,
        )


class ActiveRunOut(BaseModel):
    """Work that is not over."""

    run_id: UUID
    kind: str
    status: str
    phase: str
    total_items: int
    completed_items: int

    @classmethod
    def of(cls, run: Run) -> ActiveRunOut:
        """The run as the dashboard shows it."""
        return cls(
            run_id=run.id,
            kind=run.kind.value,
            status=run.status.value,
            phase=run.phase,
            total_items=run.total_items,
            completed_items=run.completed_items,
        )


class DashboardOut(BaseModel):
    """Where a project stands and what it needs (DASH-01)."""

    project_id: UUID
    stage: int
    stage_name: str
    product_version: str
    mvp_completion_percent: int
    next_milestone: str | None
    risk_flags: list[RiskOut]
    suggested_focus: str
    artifacts: list[ArtifactStateOut]
    pending_decisions: list[PendingOut]
    latest_build_status: str | None
    preview_url: str | None
    backlog: CountsOut
    active_runs: list[ActiveRunOut]

    @classmethod
    def of(cls, project_id: UUID, read: Dashboard) -> DashboardOut:
        """The dashboard as the API shows it."""
        return cls(
            project_id=project_id,
            stage=read.stage,
            stage_name=read.stage_name,
            product_version=read.product_version,
            mvp_completion_percent=read.mvp_completion_percent,
            next_milestone=read.next_milestone,
            risk_flags=[RiskOut.of(flag) for flag in read.risk_flags],
            suggested_focus=read.suggested_focus,
            artifacts=[ArtifactStateOut.of(row) for row in read.artifacts],
            pending_decisions=[PendingOut.of(gate) for gate in read.pending_decisions],
            latest_build_status=read.latest_build_status,
            preview_url=read.preview_url,
            backlog=CountsOut(),
            active_runs=[ActiveRunOut.of(run) for run in read.active_runs],
        )


class DismissedOut(BaseModel):
    """When a risk was dismissed."""

    dismissed_at: datetime
