"""Asking for documents: all that are missing, one again, or some sections again.

Each of these is one run with an item for each document. The rows are claimed together
with the run, so two requests at once give one run (TRAP-17).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.artifacts.contents import (
    DOCUMENTS,
    GENERATION_ORDER,
    TITLES,
    TRIO,
    ArtifactType,
)
from cofounder.artifacts.documents.contents import sections_of
from cofounder.artifacts.documents.items import RESTS_ON
from cofounder.artifacts.documents.requesting import written
from cofounder.artifacts.errors import (
    BriefMissing,
    GenerationRunning,
    NotWrittenYet,
    UnknownSection,
    WholeOnly,
)
from cofounder.artifacts.models import Artifact, GenerationStatus
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.artifacts.writing import check_not_generating, claim
from cofounder.interviews.brief import Section
from cofounder.interviews.models import SessionStatus
from cofounder.interviews.repository import OnboardingRepository
from cofounder.projects import service as projects
from cofounder.projects.models import Project
from cofounder.projects.repository import ProjectRepository
from cofounder.runs import service as runs
from cofounder.runs.deferral import lane_of
from cofounder.runs.errors import RunActive, RunOver
from cofounder.runs.models import Run
from cofounder.runs.repository import RunRepository
from cofounder.runs.service import RunRequest, Unit, request_run
from cofounder.runs.states import RunKind

# What can be written again section by section.
IN_SECTIONS = (ArtifactType.IDEA_BRIEF, *GENERATION_ORDER)
MAX_INSTRUCTION = 10_000


@dataclass(frozen=True, slots=True)
class EditsInTheWay:
    """Nothing was started: writing it again would lose the founder's edits (VERS-08)."""

    artifact: Artifact
    edited_sections: list[str]


@dataclass(frozen=True, slots=True)
class Order:
    """A run to be: what it writes, on whose behalf, and how."""

    kind: RunKind
    kinds: Sequence[ArtifactType]
    by: User
    correlation_id: str
    lane: str
    subject_id: UUID | None = None
    options: dict[str, Any] | None = None


def documents_lane(project_id: UUID) -> str:
    """One run at a time writes documents of a project."""
    return lane_of("documents", project_id)


def lane_for(artifact: Artifact) -> str:
    """The lane of runs that write this artifact."""
    kind = artifact.artifact_type
    name = "documents" if kind in DOCUMENTS else "trio" if kind in TRIO else kind.value
    return lane_of(name, artifact.project_id)


async def generate(
    session: AsyncSession,
    project: Project,
    *,
    by: User,
    correlation_id: str,
    force: bool = False,
) -> Run:
    """Write the documents that are missing, failed or stale; with `force` all five.

    Current ones and those the founder edited are left alone (DOCU-04). When nothing is
    to be done the run has no items and ends well at once.

    Raises:
        ProjectParked, BriefMissing: what has to come first.
        GenerationRunning: a document is being written.
    """
    project = await ProjectRepository(session).lock(project.id)
    projects.check_not_parked(project)
    await _check_ready(session, project.id)
    rows = await ArtifactRepository(session).list_of(project.id, GENERATION_ORDER)
    for row in rows:
        check_not_generating(row)
    present = {row.artifact_type: row for row in rows}
    kinds = [k for k in GENERATION_ORDER if force or _is_due(present.get(k))]
    return await start(
        session,
        project.id,
        Order(
            kind=RunKind.DOCUMENTS,
            kinds=kinds,
            by=by,
            correlation_id=correlation_id,
            lane=documents_lane(project.id),
            options={"force": force},
        ),
    )


async def _check_ready(session: AsyncSession, project_id: UUID) -> None:
    """Onboarding is completed, or there is an idea brief (DOCU-05)."""
    onboarding = await OnboardingRepository(session).find_by_project(project_id)
    if onboarding is not None and onboarding.status is SessionStatus.COMPLETED:
        return
    if not await written(session, project_id, (ArtifactType.IDEA_BRIEF,)):
        raise BriefMissing


def _is_due(row: Artifact | None) -> bool:
    if row is None or row.current_content is None:
        return True
    is_old = row.is_stale or row.generation_status is GenerationStatus.FAILED
    return is_old and not row.has_user_edits


async def start(session: AsyncSession, project_id: UUID, order: Order) -> Run:
    """Put the run in the queue and make it the one writer of its artifacts.

    Raises:
        GenerationRunning: another run is at it.
    """
    try:
        run = await request_run(
            session,
            RunRequest(
                kind=order.kind,
                user=order.by,
                correlation_id=order.correlation_id,
                project_id=project_id,
                subject_id=order.subject_id,
                lane=order.lane,
                options=order.options or {},
                units=tuple(Unit(key=k.value, label=TITLES[k]) for k in order.kinds),
            ),
        )
    except RunActive:
        raise GenerationRunning from None
    await claim(session, project_id, order.kinds)
    return run


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


def sections_in(kind: ArtifactType) -> tuple[str, ...]:
    """The sections that can be written again on their own, in the order of reading."""
    if kind is ArtifactType.IDEA_BRIEF:
        return tuple(section.value for section in Section)
    return sections_of(kind)


def _check_sections(kind: ArtifactType, wanted: Sequence[str]) -> None:
    known = sections_in(kind)
    for section in wanted:
        if section not in known:
            raise UnknownSection(section)


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


async def restart(
    session: AsyncSession,
    project_id: UUID,
    kinds: Sequence[ArtifactType],
    *,
    by: User,
    correlation_id: str,
) -> Run | None:
    """Write these documents again because what they rest on changed (BRIF-05).

    A run that is still writing is stopped first, and what it had left joins this one:
    its inputs are out of date.
    """
    lane = documents_lane(project_id)
    busy = await RunRepository(session).find_in_lane(lane)
    if busy is not None:
        with suppress(RunOver):  # it may have ended since we looked
            await runs.stop(session, busy)
        await session.flush()
    rows = await ArtifactRepository(session).list_of(project_id, GENERATION_ORDER)
    left = {r.artifact_type for r in rows if _is_generating(r)}
    for row in rows:
        if _is_generating(row):
            row.generation_status = GenerationStatus.IDLE
    due = [k for k in GENERATION_ORDER if k in {*kinds, *left}]
    if not due:
        return None
    return await start(
        session,
        project_id,
        Order(RunKind.DOCUMENTS, due, by, correlation_id, lane),
    )


def _is_generating(row: Artifact) -> bool:
    return row.generation_status is GenerationStatus.GENERATING
