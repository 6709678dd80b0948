"""The automatic trio: strategy graph, MVP timeline, app architecture.

Its rows are `generating` from the moment the interview is finalized; each item is
written on its own, with three silent attempts, and one failure never costs the
others (E2E-TRIGGER, E2E-GENERATE).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.artifacts.contents import (
    TITLES,
    TRIO,
    AppArchitecture,
    ArtifactType,
    MvpTimeline,
    StrategyGraph,
)
from cofounder.artifacts.documents.inputs import Inputs
from cofounder.artifacts.documents.staleness import is_out_of_date
from cofounder.artifacts.models import Artifact, Author, GenerationStatus
from cofounder.artifacts.ports import StrategyRequest
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.artifacts.versions import (
    NewContent,
    Sources,
    add_version,
    ensure_artifact,
    ensure_artifacts,
)
from cofounder.interviews.words import Passage
from cofounder.runs import service as runs
from cofounder.runs.calls import CallContext, Reply
from cofounder.runs.deferral import lane_of
from cofounder.runs.errors import RunOver
from cofounder.runs.models import Run
from cofounder.runs.repository import ItemRepository, RunRepository
from cofounder.runs.service import RunRequest, Unit, request_run
from cofounder.runs.states import RunKind

TrioContent = StrategyGraph | MvpTimeline | AppArchitecture


async def start_trio(
    session: AsyncSession,
    project_id: UUID,
    *,
    by: User,
    correlation_id: str,
    kinds: Sequence[ArtifactType] = TRIO,
) -> Run:
    """Mark the artifacts as being written and put their run in the queue.

    A trio that is still being written is stopped first: its inputs are out of date.
    """
    lane = lane_of("trio", project_id)
    busy = await RunRepository(session).find_in_lane(lane)
    if busy is not None:
        with suppress(RunOver):  # it may have ended since we looked
            await runs.stop(session, busy)
        await session.flush()
    for artifact in await ensure_artifacts(session, project_id, kinds):
        artifact.generation_status = GenerationStatus.GENERATING
        artifact.error = None
    return await request_run(
        session,
        RunRequest(
            kind=RunKind.TRIO,
            user=by,
            correlation_id=correlation_id,
            project_id=project_id,
            lane=lane,
            units=tuple(Unit(key=kind.value, label=TITLES[kind]) for kind in kinds),
        ),
    )


async def restart_failed(
    session: AsyncSession, project_id: UUID, *, by: User, correlation_id: str
) -> Run | None:
    """Write again what failed, and only that; None when nothing did.

    While the others are still being written, they go over into the new run.
    """
    rows = await ArtifactRepository(session).list_of(project_id, TRIO)
    states = {row.artifact_type: row.generation_status for row in rows}
    busy = await RunRepository(session).find_in_lane(lane_of("trio", project_id))
    if busy is not None and GenerationStatus.FAILED not in states.values():
        return None
    unwritten = (GenerationStatus.FAILED, GenerationStatus.GENERATING)
    kinds = [kind for kind in TRIO if states.get(kind) in unwritten]
    if not kinds:
        return None
    return await start_trio(
        session, project_id, by=by, correlation_id=correlation_id, kinds=kinds
    )


async def strategy_request(
    session: AsyncSession, context: CallContext, passages: tuple[Passage, ...]
) -> StrategyRequest:
    """What the strategist needs: the words and the idea brief of every tier."""
    assert context.project_id is not None
    brief = await ArtifactRepository(session).find(
        context.project_id, ArtifactType.IDEA_BRIEF
    )
    content: dict[str, Any] = (brief.current_content or {}) if brief else {}
    inputs = {ArtifactType.IDEA_BRIEF.value: brief.version_number} if brief else {}
    return StrategyRequest(
        context=context, passages=passages, brief=content, inputs=inputs
    )


async def store_item(
    session: AsyncSession,
    run_id: UUID,
    item_id: UUID,
    reply: Reply[Any],
    content: TrioContent,
    sources: Sources,
    inputs: Inputs,
) -> None:
    """Save one artifact of the trio and complete its item, together."""
    run = await runs.open_run(session, run_id)
    item = await ItemRepository(session).get(item_id)
    assert run.project_id is not None
    artifact = await ensure_artifact(session, run.project_id, ArtifactType(item.key))
    await add_version(
        session,
        artifact,
        NewContent(
            content={"_schema_version": 1, **content.model_dump(mode="json")},
            sources=sources,
            author=Author.COFOUNDER,
            reason="Written from the idea brief",
            inputs=inputs,
            run_id=run_id,
            generated_by=reply.generated_by,
            prompt=reply.prompt,
        ),
    )
    artifact.is_stale = await is_out_of_date(session, artifact)
    await runs.complete_item(session, item_id)


def status_of(artifact: Artifact | None) -> dict[str, Any]:
    """`{status, has_content}` as the generation status shows it (E2E-STATUS)."""
    if artifact is None:
        return {"status": "not_started", "has_content": False}
    return {
        "status": artifact.generation_status.value,
        "has_content": artifact.current_content is not None,
    }
