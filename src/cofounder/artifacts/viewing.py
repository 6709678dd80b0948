"""An artifact as somebody looks at it: its content for their plan, and what we know of
it by now: references that do not hold, why it is out of date, which notes still fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.tiers import Tier
from cofounder.artifacts.contents import DOCUMENTS, ArtifactType
from cofounder.artifacts.documents.inputs import written
from cofounder.artifacts.documents.items import RESTS_ON, Flag, flags_of, targets_of
from cofounder.artifacts.documents.merging import section_of
from cofounder.artifacts.documents.staleness import StaleReason, reasons
from cofounder.artifacts.editing import is_anchored
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.reading import Shown, content_for, shown
from cofounder.artifacts.repository import VerdictRepository

Rows = Mapping[ArtifactType, Artifact]


@dataclass(frozen=True, slots=True)
class View:
    """Everything a page or the API shows of an artifact."""

    artifact: Artifact
    shown: Shown
    previous: dict[str, Any] | None
    flags: list[Flag]
    stale_reasons: list[StaleReason]
    annotations: list[dict[str, Any]]


async def view(session: AsyncSession, artifact: Artifact, tier: Tier) -> View:
    """One artifact as this plan sees it."""
    [one] = await view_all(session, [artifact], tier)
    return one


async def view_all(
    session: AsyncSession, artifacts: Sequence[Artifact], tier: Tier
) -> list[View]:
    """Artifacts of one project as this plan sees them."""
    if not artifacts:
        return []
    project_id = artifacts[0].project_id
    rows = await written(session, project_id, DOCUMENTS)
    verdicts = await VerdictRepository(session).read(project_id)
    views: list[View] = []
    for artifact in artifacts:
        visible = shown(artifact, tier, verdicts)
        views.append(
            View(
                artifact=artifact,
                shown=visible,
                previous=_previous(artifact, tier),
                flags=_flags(artifact, rows, visible.locked_sections),
                stale_reasons=await reasons(session, artifact),
                annotations=annotations_of(artifact),
            )
        )
    return views


def _previous(artifact: Artifact, tier: Tier) -> dict[str, Any] | None:
    if artifact.previous_content is None:
        return None
    return content_for(artifact.artifact_type, artifact.previous_content, tier)


def _flags(artifact: Artifact, rows: Rows, locked: Iterable[str]) -> list[Flag]:
    """References that do not hold, in sections that are shown."""
    kind = artifact.artifact_type
    if kind not in DOCUMENTS or artifact.current_content is None:
        return []
    known = [
        target.id
        for other in RESTS_ON[kind]
        if other in rows
        for target in targets_of(
            other, rows[other].current_content or {}, rows[other].item_ids
        )
    ]
    found = flags_of(
        kind, artifact.current_content, artifact.item_ids, artifact.links, known
    )
    return [flag for flag in found if section_of(flag.path) not in set(locked)]


def annotations_of(artifact: Artifact) -> list[dict[str, Any]]:
    """The notes, each with whether what it was put on still stands there."""
    content = artifact.current_content
    return [
        {**note, "anchored": is_anchored(note, content)}
        for note in artifact.annotations
    ]
