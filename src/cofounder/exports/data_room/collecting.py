"""Opening a data room: one read of everything it shows."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.passages import interview_words
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.exports.chapters.making import TITLES
from cofounder.exports.collecting import collect
from cofounder.exports.data_room.decisions import decisions_of
from cofounder.exports.data_room.room import Cost, Room, Version
from cofounder.interviews.passages import assumptions_of
from cofounder.projects.models import Project
from cofounder.runs.call_repository import LlmCallRepository


async def open_room(session: AsyncSession, project: Project, *, by: User) -> Room:
    """Everything the data room of a project shows, for the plan of its owner.

    Raises:
        NothingToExport: no artifact has content yet.
    """
    material = await collect(session, project, by=by)
    plan = material.find(ArtifactType.EXECUTION_PLAN)
    calls, tokens, cost = await LlmCallRepository(session).totals(project_id=project.id)
    return Room(
        material=material,
        decisions=await decisions_of(session, project.id, plan),
        versions=await _versions(session, material.artifacts),
        open_questions=tuple(
            one.question
            for one in assumptions_of(*await interview_words(session, project.id))
        ),
        cost=Cost(calls, tokens, cost),
    )


async def _versions(
    session: AsyncSession, artifacts: tuple[Artifact, ...]
) -> tuple[Version, ...]:
    repository = ArtifactRepository(session)
    found: list[Version] = []
    for artifact in artifacts:
        found.extend(
            Version(
                document=TITLES[artifact.artifact_type][0],
                number=row.version_number,
                author=row.author.value,
                reason=row.reason,
                created_at=row.created_at,
                generated_by=row.generated_by,
                edited_sections=tuple(row.edited_sections or ()),
            )
            for row in await repository.list_versions(artifact.id)
        )
    return tuple(sorted(found, key=lambda one: (one.created_at, one.document)))
