"""Reading projects; every read is scoped to the owner."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.db import ROW_LOCK
from cofounder.projects.errors import ProjectNotFound
from cofounder.projects.models import Project, StageConfig, StageEvent
from cofounder.projects.stages import ProjectStatus


class ProjectRepository:
    """Projects of a user, and their journey's rows."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, project_id: UUID) -> Project:
        """The project, whoever owns it: for steps, which act for its owner."""
        project = await self.session.get(Project, project_id)
        if project is None:
            raise ProjectNotFound
        return project

    async def get_owned(self, project_id: UUID, user_id: UUID) -> Project:
        """The user's project; deleted and foreign ones look missing (APIX-02)."""
        project = await self.session.get(Project, project_id)
        gone = project is None or project.status is ProjectStatus.DELETED
        if project is None or gone or project.user_id != user_id:
            raise ProjectNotFound
        return project

    async def lock(self, project_id: UUID) -> Project:
        """The project, locked: one decision about it at a time."""
        project = await self.session.get(
            Project, project_id, with_for_update=ROW_LOCK, populate_existing=True
        )
        if project is None:
            raise ProjectNotFound
        return project

    async def list_owned(self, user_id: UUID) -> Sequence[Project]:
        """The user's projects that are not deleted, latest change first."""
        rows = await self.session.scalars(
            select(Project)
            .where(
                Project.user_id == user_id,
                Project.status != ProjectStatus.DELETED,
            )
            .order_by(Project.updated_at.desc(), Project.id.desc())
        )
        return rows.all()

    async def list_active(self, user_id: UUID) -> Sequence[Project]:
        """The projects that count against the plan's limit."""
        rows = await self.session.scalars(
            select(Project)
            .where(
                Project.user_id == user_id,
                Project.status == ProjectStatus.ACTIVE,
            )
            .order_by(Project.created_at)
        )
        return rows.all()

    async def count_active(self, user_id: UUID) -> int:
        """How many projects count against the plan's limit."""
        return (
            await self.session.scalar(
                select(func.count()).where(
                    Project.user_id == user_id,
                    Project.status == ProjectStatus.ACTIVE,
                )
            )
            or 0
        )

    async def list_stages(self, project_id: UUID) -> Sequence[StageConfig]:
        """The project's checklists by stage."""
        rows = await self.session.scalars(
            select(StageConfig)
            .where(StageConfig.project_id == project_id)
            .order_by(StageConfig.stage_number)
        )
        return rows.all()

    async def list_events(
        self, project_id: UUID, limit: int = 100
    ) -> Sequence[StageEvent]:
        """The project's history, newest first."""
        rows = await self.session.scalars(
            select(StageEvent)
            .where(StageEvent.project_id == project_id)
            .order_by(StageEvent.created_at.desc(), StageEvent.id.desc())
            .limit(limit)
        )
        return rows.all()

    async def list_events_of(
        self, project_id: UUID, event_type: str
    ) -> Sequence[StageEvent]:
        """All events of one type, newest first."""
        rows = await self.session.scalars(
            select(StageEvent)
            .where(
                StageEvent.project_id == project_id,
                StageEvent.event_type == event_type,
            )
            .order_by(StageEvent.created_at.desc(), StageEvent.id.desc())
        )
        return rows.all()
