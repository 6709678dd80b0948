"""Asking for some sections again, and only those (VERS-08, PROV-04)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.artifacts.contents import (
    GENERATION_ORDER,
    TITLES,
    ArtifactType,
)
from cofounder.artifacts.documents.contents import sections_of
from cofounder.artifacts.documents.inputs import written
from cofounder.artifacts.documents.ordering import Order, documents_lane, start
from cofounder.artifacts.errors import (
    NotWrittenYet,
    UnknownSection,
)
from cofounder.interviews.brief import Section
from cofounder.projects import service as projects
from cofounder.projects.models import Project
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.models import Run
from cofounder.runs.states import RunKind

# What can be written again section by section.
IN_SECTIONS = (ArtifactType.IDEA_BRIEF, *GENERATION_ORDER)


def sections_in(kind: ArtifactType) -> tuple[str, ...]:
    """The sections that can be written again on their own, in the order of reading."""
    if kind is ArtifactType.IDEA_BRIEF:
        return tuple(section.value for section in Section)
    return sections_of(kind)


async def request_sections(
    session: AsyncSession,
    project: Project,
    wanted: Mapping[ArtifactType, Sequence[str]],
    *,
    by: User,
    correlation_id: str,
    instruction: str = "",
) -> Run:
    """Write only these sections of these artifacts again; the rest stays as it is.

    For the idea brief and the five documents. Other sections keep their text, sources,
    item ids, links and the founder's edits.

    Raises:
        ProjectParked: the project rests.
        NotWrittenYet: an artifact has no content.
        UnknownSection: an artifact has no such section.
        GenerationRunning: one of them is being written.
    """
    project = await ProjectRepository(session).lock(project.id)
    projects.check_not_parked(project)
    kinds = [kind for kind in IN_SECTIONS if wanted.get(kind)]
    rows = await written(session, project.id, tuple(kinds))
    for kind in kinds:
        if kind not in rows:
            raise NotWrittenYet(TITLES[kind])
        _check_sections(kind, wanted[kind])
    return await start(
        session,
        project.id,
        Order(
            kind=RunKind.REGENERATE_ARTIFACT,
            kinds=kinds,
            by=by,
            correlation_id=correlation_id,
            lane=documents_lane(project.id),
            subject_id=rows[kinds[0]].id if len(kinds) == 1 else None,
            options={
                "instruction": instruction,
                "sections": {kind.value: list(wanted[kind]) for kind in kinds},
            },
        ),
    )


def _check_sections(kind: ArtifactType, wanted: Sequence[str]) -> None:
    known = sections_in(kind)
    for section in wanted:
        if section not in known:
            raise UnknownSection(section)
