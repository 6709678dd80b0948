"""Asking for one artifact again, whole or without the founder's edits (VERS-08)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.artifacts.contents import DOCUMENTS, TITLES, ArtifactType
from cofounder.artifacts.documents.inputs import written
from cofounder.artifacts.documents.items import RESTS_ON
from cofounder.artifacts.documents.ordering import Order, lane_for, start
from cofounder.artifacts.documents.sections import IN_SECTIONS, sections_in
from cofounder.artifacts.errors import (
    BriefMissing,
    NothingLeftToWrite,
    NotWrittenYet,
    WholeOnly,
)
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.writing import check_not_generating
from cofounder.projects import service as projects
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.models import Run
from cofounder.runs.states import RunKind


@dataclass(frozen=True, slots=True)
class EditsInTheWay:
    """Nothing was started: writing it again would lose the founder's edits (VERS-08)."""

    artifact: Artifact
    edited_sections: list[str]


async def regenerate(
    session: AsyncSession,
    artifact: Artifact,
    *,
    by: User,
    correlation_id: str,
    force: bool = False,
    keep_edits: bool = False,
    instruction: str = "",
) -> Run | EditsInTheWay:
    """Write an artifact again (VERS-08); the founder's edits are never lost silently.

    With edits it takes `force`, which writes everything, or `keep_edits`, which writes
    all sections but the edited ones. For the plan see `plans.regenerating`.

    Raises:
        ProjectParked: the project rests.
        GenerationRunning: it is being written.
        NotWrittenYet: what it rests on is missing.
        WholeOnly: only documents and the idea brief can keep sections or be instructed.
        NothingLeftToWrite: the founder wrote every section and keeps them all.
    """
    project = await ProjectRepository(session).lock(artifact.project_id)
    projects.check_not_parked(project)
    await session.refresh(artifact)
    check_not_generating(artifact)
    kind = artifact.artifact_type
    edited = list(artifact.edited_sections or ())
    if edited and not (force or keep_edits):
        return EditsInTheWay(artifact, edited)
    if kind not in IN_SECTIONS and (instruction or (edited and keep_edits)):
        raise WholeOnly(TITLES[kind])
    await _check_basis(session, artifact)
    options: dict[str, Any] = {"instruction": instruction}
    if edited and keep_edits and not force:
        left = [s for s in sections_in(kind) if s not in edited]
        if not left:  # to a run, no sections would mean all of them
            raise NothingLeftToWrite
        options["sections"] = {kind.value: left}
    return await start(
        session,
        project.id,
        Order(
            kind=RunKind.REGENERATE_ARTIFACT,
            kinds=(kind,),
            by=by,
            correlation_id=correlation_id,
            lane=lane_for(artifact),
            subject_id=artifact.id,
            options=options,
        ),
    )


async def _check_basis(session: AsyncSession, artifact: Artifact) -> None:
    """What an artifact is written from has to be there."""
    kind = artifact.artifact_type
    if kind not in DOCUMENTS:
        if not await written(session, artifact.project_id, (ArtifactType.IDEA_BRIEF,)):
            raise BriefMissing
        return
    rows = await written(session, artifact.project_id, RESTS_ON[kind])
    for other in RESTS_ON[kind]:
        if other not in rows:
            raise NotWrittenYet(TITLES[other])
