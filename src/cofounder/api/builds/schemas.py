"""Bodies of the generation endpoints."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from cofounder.api.edge import Edge
from cofounder.api.schemas import FilledText, StrictIn
from cofounder.builds.models import Build
from cofounder.builds.states import Stage
from cofounder.previews.addresses import preview_url
from cofounder.previews.models import Preview
from cofounder.previews.states import PreviewState
from cofounder.runs.models import Run


class StartIn(StrictIn):
    """What to build, for which project."""

    project_id: UUID
    goal: FilledText


class UsageOut(BaseModel):
    """Jobs of the day and iterations of the build; -1 is unlimited."""

    jobs_used: int
    jobs_remaining: int
    iterations_used: int
    iterations_remaining: int
    daily_limit_resets_at: datetime


class StartedOut(BaseModel):
    """A build in the queue."""

    job_id: UUID
    status: str
    build_version: str
    message: str
    usage: UsageOut


class StatusOut(BaseModel):
    """Where a build is: every key is always there (GENR-15)."""

    job_id: UUID
    status: str
    stage_label: str
    preview_url: str | None
    build_version: str | None
    error_message: str | None
    failure_class: str | None
    debug_id: str | None
    sandbox_expires_at: datetime | None
    sandbox_paused: bool
    snapshot_url: str | None
    docs_ready: bool
    checks: list[dict[str, Any]]
    awaiting: dict[str, Any] | None
    wake_at: datetime | None

    @classmethod
    def of(
        cls, build: Build, run: Run, preview: Preview | None, edge: Edge
    ) -> StatusOut:
        """The build as the API shows it."""
        return cls(
            job_id=build.run_id,
            status=build.stage_status.value,
            stage_label=build.stage_label,
            preview_url=url_of(build, edge),
            build_version=build.build_version,
            error_message=build.error_message,
            failure_class=build.failure_class,
            debug_id=build.debug_id,
            sandbox_expires_at=expires_at(build, preview),
            sandbox_paused=build.stage_status is Stage.READY
            and preview is not None
            and preview.state is PreviewState.ASLEEP,
            snapshot_url=None,
            docs_ready=False,
            checks=build.checks,
            awaiting=run.awaiting,
            wake_at=run.wake_at,
        )


def url_of(build: Build, edge: Edge) -> str | None:
    """The preview's URL of a ready build."""
    if build.preview_host is None or build.stage_status is not Stage.READY:
        return None
    return preview_url(
        build.preview_host, edge.settings.preview_domain, edge.preview_port
    )


def expires_at(build: Build, preview: Preview | None) -> datetime | None:
    """When the running preview sleeps at the latest; null unless it is awake."""
    if build.stage_status is not Stage.READY or preview is None:
        return None
    return preview.expires_at


class CancelledOut(BaseModel):
    """A build that was stopped."""

    job_id: UUID
    status: str = "cancelled"
    message: str = "Build cancelled"


class ViewedOut(BaseModel):
    """What the first look at a preview did (SOLD-01)."""

    gate_id: UUID | None
    status: str


class BuildOut(BaseModel):
    """A build in the list of a project (API-109)."""

    job_id: UUID
    build_version: str
    status: str
    goal: str
    created_at: datetime
    completed_at: datetime | None
    duration_seconds: int | None
    checks: list[dict[str, Any]]
    preview_url: str | None

    @classmethod
    def of(cls, build: Build, edge: Edge) -> BuildOut:
        """The build as the list shows it."""
        return cls(
            job_id=build.run_id,
            build_version=build.build_version,
            status=build.stage_status.value,
            goal=build.goal,
            created_at=build.created_at,
            completed_at=build.completed_at,
            duration_seconds=build.duration_seconds,
            checks=build.checks,
            preview_url=url_of(build, edge),
        )


class LogLineOut(BaseModel):
    """One line of a build's output."""

    id: int
    ts: datetime
    source: str
    text: str
    phase: str


class LogOut(BaseModel):
    """A page of a build's output, oldest first."""

    lines: list[LogLineOut]
    has_more: bool
    oldest_id: int | None
