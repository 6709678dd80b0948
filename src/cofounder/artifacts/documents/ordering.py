"""A run that writes artifacts: ordered, queued, and the one writer of its rows.

The rows are claimed together with the run, so two requests at once give one run
(TRAP-17).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.artifacts.contents import (
    DOCUMENTS,
    TITLES,
    TRIO,
    ArtifactType,
)
from cofounder.artifacts.errors import (
    GenerationRunning,
)
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.writing import claim
from cofounder.runs.deferral import lane_of
from cofounder.runs.errors import RunActive
from cofounder.runs.models import Run
from cofounder.runs.service import RunRequest, Unit, request_run
from cofounder.runs.states import RunKind


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
