"""Rows that are being written: claimed by a run, given up, released after a stop.

An artifact has one writer at a time (SM-03). What a run claimed ends as `idle` with a
new version, or as `failed` with the reason; what it had before stays either way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts.contents import GENERATION_ORDER, TITLES, ArtifactType
from cofounder.artifacts.documents.items import RESTS_ON
from cofounder.artifacts.errors import GenerationRunning
from cofounder.artifacts.models import Artifact, GenerationStatus
from cofounder.artifacts.versions import ensure_artifact, ensure_artifacts
from cofounder.runs import service as runs
from cofounder.runs.models import Run, RunItem
from cofounder.runs.repository import ItemRepository, RunRepository
from cofounder.runs.states import RunKind

log = structlog.get_logger()

ATTEMPTS = 3
STOPPED = "This was stopped before it was written. You can start it again."
WRITING = frozenset({RunKind.TRIO, RunKind.DOCUMENTS, RunKind.REGENERATE_ARTIFACT})


async def claim(
    session: AsyncSession, project_id: UUID, kinds: Iterable[ArtifactType]
) -> None:
    """Make the caller's run the one writer of these artifacts.

    Raises:
        GenerationRunning: another run is writing one of them.
    """
    for artifact in await ensure_artifacts(session, project_id, tuple(kinds)):
        check_not_generating(artifact)
        artifact.generation_status = GenerationStatus.GENERATING
        artifact.error = None


def check_not_generating(artifact: Artifact) -> None:
    """Refuse to touch what is being written (DOCU-07).

    Raises:
        GenerationRunning: wait until it is done.
    """
    if artifact.generation_status is GenerationStatus.GENERATING:
        raise GenerationRunning


async def fail_artifact(
    session: AsyncSession, item_id: UUID, message: str, debug_id: str
) -> None:
    """Give an artifact up after its last attempt; what it had before stays.

    In a documents run, what would have rested on it fails with it (DOCU-03).
    """
    item = await ItemRepository(session).get(item_id)
    run = await RunRepository(session).get(item.run_id)
    kind = ArtifactType(item.key)
    await _fail(session, run, item, message, debug_id)
    log.warning(
        "artifact_failed",
        run=str(run.id),
        item=str(item_id),
        artifact_type=item.key,
        debug_id=debug_id,
    )
    if run.kind is RunKind.DOCUMENTS:
        words = f"This rests on “{TITLES[kind]}”, which could not be written."
        for other in await _resting_on(session, run, kind):
            await _fail(session, run, other, words, debug_id)


async def _fail(
    session: AsyncSession, run: Run, item: RunItem, message: str, debug_id: str
) -> None:
    assert run.project_id is not None
    artifact = await ensure_artifact(session, run.project_id, ArtifactType(item.key))
    artifact.generation_status = GenerationStatus.FAILED
    artifact.error = message
    await runs.fail_item(session, item.id, {"message": message, "debug_id": debug_id})


async def _resting_on(
    session: AsyncSession, run: Run, kind: ArtifactType
) -> Sequence[RunItem]:
    """The open items of a run that rest on a document, directly or not, in order."""
    waiting = {i.key: i for i in await ItemRepository(session).list_open(run.id)}
    lost = {kind}
    for each in GENERATION_ORDER:
        if each.value in waiting and lost & set(RESTS_ON[each]):
            lost.add(each)
    return [waiting[k.value] for k in GENERATION_ORDER if k in lost and k != kind]


async def release_unwritten(session: AsyncSession, run: Run) -> None:
    """After a stop: what this run did not write is failed, and can be asked for again.

    What a later run of the project writes now is left to it.
    """
    assert run.project_id is not None
    taken = await _written_by_others(session, run)
    for item in await ItemRepository(session).list_open(run.id):
        kind = ArtifactType(item.key)
        artifact = await ensure_artifact(session, run.project_id, kind)
        waits = artifact.generation_status is GenerationStatus.GENERATING
        if waits and item.key not in taken:
            artifact.generation_status = GenerationStatus.FAILED
            artifact.error = STOPPED


async def _written_by_others(session: AsyncSession, run: Run) -> Collection[str]:
    assert run.project_id is not None
    taken: set[str] = set()
    for other in await RunRepository(session).list_active(run.project_id):
        if other.kind in WRITING and other.id != run.id:
            items = await ItemRepository(session).list_open(other.id)
            taken |= {item.key for item in items}
    return taken
