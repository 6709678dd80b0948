"""Bodies of the project endpoints."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.api.schemas import Name, Text
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.builds.repository import BuildRepository
from cofounder.gates.repository import GateRepository
from cofounder.interviews.models import SessionStatus
from cofounder.interviews.repository import UnderstandingRepository
from cofounder.previews.repository import PreviewRepository
from cofounder.previews.states import PreviewState
from cofounder.projects.models import Project
from cofounder.runs.repository import RunRepository


class ProjectIn(BaseModel):
    """A project made directly, before any onboarding."""

    name: Name
    description: Text = ""
    github_repo: Name | None = None


class ProjectChangesIn(BaseModel):
    """What to change; what is absent stays."""

    name: Name | None = None
    description: Text | None = None


class CountsOut(BaseModel):
    """How many items of each kind a project has."""

    uploads: int = 0
    cards: int = 0
    epics: int = 0
    stories: int = 0
    subtasks: int = 0
    runs: int = 0


class ProjectOut(BaseModel):
    """A project and where it stands (PROJ-04)."""

    id: UUID
    name: str
    description: str
    github_repo: str | None
    created_at: datetime
    status: str
    stage_number: int
    stage_name: str
    progress_percent: int
    has_pending_gate: bool
    has_understanding_session: bool
    has_brief: bool
    has_execution_plan: bool
    latest_job_id: UUID | None
    sandbox_paused: bool
    counts: CountsOut

    @classmethod
    async def load(cls, session: AsyncSession, row: Project) -> ProjectOut:
        """The project with what its other tables say."""
        artifacts = ArtifactRepository(session)
        brief = await artifacts.find(row.id, ArtifactType.IDEA_BRIEF)
        plan = await artifacts.find(row.id, ArtifactType.EXECUTION_PLAN)
        interview = await UnderstandingRepository(session).find_by_project(row.id)
        build = await BuildRepository(session).find_latest_ready(row.id)
        preview = (
            await PreviewRepository(session).find_for_build(build.id) if build else None
        )
        return cls(
            id=row.id,
            name=row.name,
            description=row.description,
            github_repo=row.github_repo,
            created_at=row.created_at,
            status=row.status.value,
            stage_number=row.stage_number,
            stage_name=row.stage_name,
            progress_percent=row.progress_percent,
            has_pending_gate=await GateRepository(session).find_pending(row.id)
            is not None,
            has_understanding_session=interview is not None
            and interview.status is SessionStatus.IN_PROGRESS,
            has_brief=brief is not None and brief.current_content is not None,
            has_execution_plan=plan is not None and plan.current_content is not None,
            latest_job_id=build.run_id if build else None,
            sandbox_paused=preview is not None and preview.state is PreviewState.ASLEEP,
            counts=CountsOut(runs=await RunRepository(session).count_of(row.id)),
        )


class ActiveRunOut(BaseModel):
    """The project's latest run that is not over (API-027)."""

    run_id: UUID | None
    kind: str | None
    status: str | None
    recovered_from_stale: bool
    previous_run_id: UUID | None
