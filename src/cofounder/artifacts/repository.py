"""Reading artifacts and their versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.errors import (
    ArtifactNotFound,
    AssumptionNotFound,
    VersionNotFound,
)
from cofounder.artifacts.models import (
    Artifact,
    ArtifactVersion,
    AssumptionVerdict,
)
from cofounder.artifacts.verdicts import Verdicts, verdicts_of
from cofounder.db import ROW_LOCK
from cofounder.projects.errors import ProjectNotFound
from cofounder.projects.repository import ProjectRepository


class ArtifactRepository:
    """Artifacts by project and type."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, artifact_id: UUID) -> Artifact:
        """The artifact, locked, whoever owns it: for steps."""
        row = await self.session.get(
            Artifact, artifact_id, with_for_update=ROW_LOCK, populate_existing=True
        )
        if row is None:
            raise ArtifactNotFound
        return row

    async def get_owned(self, artifact_id: UUID, user_id: UUID) -> Artifact:
        """The user's artifact; another user's looks like a missing one."""
        row = await self.session.get(Artifact, artifact_id)
        if row is None:
            raise ArtifactNotFound
        try:
            await ProjectRepository(self.session).get_owned(row.project_id, user_id)
        except ProjectNotFound:
            raise ArtifactNotFound from None
        return row

    async def find(
        self, project_id: UUID, kind: ArtifactType, *, lock: bool = False
    ) -> Artifact | None:
        """The project's artifact of a type, locked when it is about to change."""
        query = select(Artifact).where(
            Artifact.project_id == project_id, Artifact.artifact_type == kind
        )
        if lock:
            query = query.with_for_update(**ROW_LOCK).execution_options(
                populate_existing=True
            )
        return await self.session.scalar(query)

    async def lock_all(
        self, project_id: UUID, kinds: Iterable[ArtifactType]
    ) -> dict[ArtifactType, Artifact]:
        """The project's artifacts of some types, locked, those that are there."""
        rows = await self.session.scalars(
            select(Artifact)
            .where(
                Artifact.project_id == project_id,
                Artifact.artifact_type.in_(list(kinds)),
            )
            .order_by(Artifact.id)  # everybody in the same order
            .with_for_update(**ROW_LOCK)
            .execution_options(populate_existing=True)
        )
        return {row.artifact_type: row for row in rows}

    async def list_of(
        self, project_id: UUID, kinds: Iterable[ArtifactType] | None = None
    ) -> Sequence[Artifact]:
        """The project's artifacts, oldest first."""
        query = select(Artifact).where(Artifact.project_id == project_id)
        if kinds is not None:
            query = query.where(Artifact.artifact_type.in_(list(kinds)))
        rows = await self.session.scalars(
            query.order_by(Artifact.created_at, Artifact.id)
        )
        return rows.all()

    async def list_versions(self, artifact_id: UUID) -> Sequence[ArtifactVersion]:
        """All versions, newest first."""
        rows = await self.session.scalars(
            select(ArtifactVersion)
            .where(ArtifactVersion.artifact_id == artifact_id)
            .order_by(ArtifactVersion.version_number.desc())
        )
        return rows.all()

    async def get_version(self, artifact_id: UUID, number: int) -> ArtifactVersion:
        """One version by its number."""
        row = await self.session.scalar(
            select(ArtifactVersion).where(
                ArtifactVersion.artifact_id == artifact_id,
                ArtifactVersion.version_number == number,
            )
        )
        if row is None:
            raise VersionNotFound
        return row

    async def find_version_of_run(
        self, artifact_id: UUID, run_id: UUID
    ) -> ArtifactVersion | None:
        """The version a run made of an artifact."""
        return await self.session.scalar(
            select(ArtifactVersion).where(
                ArtifactVersion.artifact_id == artifact_id,
                ArtifactVersion.run_id == run_id,
            )
        )

    async def list_used_ids(self, artifact_id: UUID) -> set[str]:
        """Every item id any version of the artifact ever gave."""
        rows = await self.session.scalars(
            select(ArtifactVersion.item_ids).where(
                ArtifactVersion.artifact_id == artifact_id
            )
        )
        return {one for given in rows for ids in given.values() for one in ids}


class VerdictRepository:
    """What the founder said of assumptions."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def list_of(self, project_id: UUID) -> list[AssumptionVerdict]:
        """All verdicts of a project, oldest first."""
        rows = await self.session.scalars(
            select(AssumptionVerdict)
            .where(AssumptionVerdict.project_id == project_id)
            .order_by(AssumptionVerdict.decided_at, AssumptionVerdict.id)
        )
        return list(rows)

    async def get(self, project_id: UUID, fingerprint: str) -> AssumptionVerdict:
        """The verdict on an assumption, locked."""
        row = await self.session.scalar(
            select(AssumptionVerdict)
            .where(
                AssumptionVerdict.project_id == project_id,
                AssumptionVerdict.fingerprint == fingerprint,
            )
            .with_for_update(**ROW_LOCK)
            .execution_options(populate_existing=True)
        )
        if row is None:
            raise AssumptionNotFound
        return row

    async def read(self, project_id: UUID) -> Verdicts:
        """The verdicts as readers of artifacts need them."""
        return verdicts_of(await self.list_of(project_id))
