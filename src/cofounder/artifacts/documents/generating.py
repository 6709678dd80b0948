"""Asking for documents: what is missing, or what rests on something that changed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.artifacts.contents import GENERATION_ORDER, ArtifactType
from cofounder.artifacts.documents.inputs import written
from cofounder.artifacts.documents.ordering import Order, documents_lane, start
from cofounder.artifacts.documents.requesting import sections_wanted
from cofounder.artifacts.errors import BriefMissing
from cofounder.artifacts.models import Artifact, GenerationStatus
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.artifacts.writing import check_not_generating
from cofounder.interviews.models import SessionStatus
from cofounder.interviews.repository import OnboardingRepository
from cofounder.projects import service as projects
from cofounder.projects.models import Project
from cofounder.projects.repository import ProjectRepository
from cofounder.runs import service as runs
from cofounder.runs.errors import RunOver
from cofounder.runs.models import Run
from cofounder.runs.repository import RunRepository
from cofounder.runs.states import RunKind


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
    its inputs are out of date. Where it was to write around the founder's edits, they
    stay: a new text of the whole document would lose them.
    """
    lane = documents_lane(project_id)
    busy = await RunRepository(session).find_in_lane(lane)
    if busy is not None:
        with suppress(RunOver):  # it may have ended since we looked
            await runs.stop(session, busy)
        await session.flush()
    rows = await ArtifactRepository(session).list_of(project_id, GENERATION_ORDER)
    left: set[ArtifactType] = set()
    for row in rows:
        if _is_generating(row):
            row.generation_status = GenerationStatus.IDLE
            if not _keeps_edits(busy, row):
                left.add(row.artifact_type)
    due = [k for k in GENERATION_ORDER if k in {*kinds, *left}]
    if not due:
        return None
    return await start(
        session,
        project_id,
        Order(RunKind.DOCUMENTS, due, by, correlation_id, lane),
    )


def _keeps_edits(busy: Run | None, row: Artifact) -> bool:
    if busy is None or not row.has_user_edits:
        return False
    return bool(sections_wanted(busy, row.artifact_type))


def _is_generating(row: Artifact) -> bool:
    return row.generation_status is GenerationStatus.GENERATING
