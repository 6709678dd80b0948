"""Reading builds and their log lines."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.builds.errors import JobNotFound
from cofounder.builds.models import Build, LogLine
from cofounder.builds.states import Stage
from cofounder.db import ROW_LOCK
from cofounder.projects.errors import ProjectNotFound
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.repository import RunRepository


class BuildRepository:
    """Builds by run, project and version."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, build_id: UUID) -> Build:
        """The build by its own id, whoever owns it: for steps."""
        row = await self.session.get(Build, build_id)
        if row is None:
            raise JobNotFound
        return row

    async def get_of_run(self, run_id: UUID, *, lock: bool = False) -> Build:
        """The build of a run, whoever owns it: for steps.

        A run is locked before what belongs to it, here as in every other package: two
        transactions that take them in different orders would wait for each other.
        """
        query = select(Build).where(Build.run_id == run_id)
        if lock:
            await RunRepository(self.session).lock(run_id)
            query = query.with_for_update(**ROW_LOCK).execution_options(
                populate_existing=True
            )
        row = await self.session.scalar(query)
        if row is None:
            raise JobNotFound
        return row

    async def find_of_run(self, run_id: UUID) -> Build | None:
        """The build of a run, if it is one."""
        return await self.session.scalar(select(Build).where(Build.run_id == run_id))

    async def get_owned(self, job_id: UUID, user_id: UUID) -> Build:
        """The user's build by its job id; another user's looks missing."""
        row = await self.find_of_run(job_id)
        if row is None or row.user_id != user_id:
            raise JobNotFound
        try:
            await ProjectRepository(self.session).get_owned(row.project_id, user_id)
        except ProjectNotFound:
            raise JobNotFound from None
        return row

    async def list_of(self, project_id: UUID) -> Sequence[Build]:
        """The project's builds, newest first."""
        rows = await self.session.scalars(
            select(Build)
            .where(Build.project_id == project_id)
            .order_by(Build.created_at.desc(), Build.id.desc())
        )
        return rows.all()

    async def find_latest_ready(self, project_id: UUID) -> Build | None:
        """The project's ready build with the highest version."""
        return await self.session.scalar(
            select(Build)
            .where(Build.project_id == project_id, Build.stage_status == Stage.READY)
            .order_by(Build.number.desc())
            .limit(1)
        )

    async def highest_number(self, project_id: UUID) -> int:
        """The highest number that a ready or active build holds (GENR-05)."""
        return (
            await self.session.scalar(
                select(func.max(Build.number)).where(
                    Build.project_id == project_id,
                    Build.stage_status != Stage.FAILED,
                )
            )
            or 0
        )

    async def list_log(
        self, run_id: UUID, *, before: int | None = None, limit: int = 100
    ) -> Sequence[LogLine]:
        """The last `limit` lines before a number, oldest first."""
        query = select(LogLine).where(LogLine.run_id == run_id)
        if before is not None:
            query = query.where(LogLine.seq < before)
        rows = await self.session.scalars(
            query.order_by(LogLine.seq.desc()).limit(limit)
        )
        return list(reversed(rows.all()))
