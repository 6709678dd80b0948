"""What is out of date, because what it was written from changed (VERS-10, BRIF-05)."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts.contents import GENERATION_ORDER, TRIO, ArtifactType
from cofounder.artifacts.documents.items import RESTS_ON
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.artifacts.versions import mark_stale

# What is written from the idea brief and the thesis.
FROM_THE_BRIEF = (*TRIO, ArtifactType.EXECUTION_PLAN, *GENERATION_ORDER)


def dependents_of(kind: ArtifactType) -> tuple[ArtifactType, ...]:
    """The artifacts that are written from one of this type."""
    if kind is ArtifactType.IDEA_BRIEF:
        return FROM_THE_BRIEF
    return tuple(each for each in GENERATION_ORDER if kind in RESTS_ON[each])


async def mark_dependents(session: AsyncSession, artifact: Artifact) -> None:
    """Say of everything that rests on an artifact that it is out of date."""
    kinds = dependents_of(artifact.artifact_type)
    await mark_stale(session, artifact.project_id, kinds)


async def is_out_of_date(session: AsyncSession, artifact: Artifact) -> bool:
    """Whether something it was written from has another version by now."""
    kinds = tuple(ArtifactType(kind) for kind in artifact.inputs)
    rows = await ArtifactRepository(session).list_of(artifact.project_id, kinds)
    return any(
        row.version_number != artifact.inputs[row.artifact_type.value] for row in rows
    )
