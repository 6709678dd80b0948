"""Deleting a project: hidden everywhere at once, its work ended (ENT-20)."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.builds.errors import JobOver
from cofounder.builds.repository import BuildRepository
from cofounder.builds.service import cancel_build
from cofounder.gates.closing import expire_all
from cofounder.projects import service as projects
from cofounder.projects.models import Project
from cofounder.projects.stages import ProjectStatus
from cofounder.runs import service as runs
from cofounder.runs.errors import RunOver
from cofounder.runs.repository import RunRepository


async def delete_project(
    session: AsyncSession, project: Project, *, correlation_id: str
) -> None:
    """Mark a project deleted, stop its runs and expire its gates; rows stay."""
    for run in await RunRepository(session).list_active(project.id):
        build = await BuildRepository(session).find_of_run(run.id)
        with suppress(JobOver, RunOver):  # it may have ended since we looked
            if build is not None:
                await cancel_build(session, build)
            else:
                await runs.stop(session, run)
    await expire_all(session, project.id)
    project.status = ProjectStatus.DELETED
    projects.record(
        session,
        project.id,
        "deleted",
        correlation_id=correlation_id,
        actor="founder",
    )
    await session.flush()
