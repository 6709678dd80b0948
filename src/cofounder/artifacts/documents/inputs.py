"""What an artifact is written from, and in which versions (VERS-10)."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts.contents import DOCUMENTS, ArtifactType
from cofounder.artifacts.documents.items import RESTS_ON
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.interviews.repository import OnboardingRepository

Inputs = dict[str, int]
THESIS = "thesis"


def inputs_of(kind: ArtifactType) -> tuple[ArtifactType, ...]:
    """The artifacts one of this type is written from."""
    if kind is ArtifactType.IDEA_BRIEF:
        return ()
    return (ArtifactType.IDEA_BRIEF, *RESTS_ON.get(kind, ()))


def inputs_from(
    kind: ArtifactType, rows: Mapping[ArtifactType, Artifact], thesis: dict[str, Any]
) -> Inputs:
    """The versions of what is written from; for the thesis a mark of its words."""
    found = {k.value: rows[k].version_number for k in inputs_of(kind) if k in rows}
    if kind in DOCUMENTS and thesis:
        found[THESIS] = thesis_mark(thesis)
    return found


def thesis_mark(thesis: dict[str, Any]) -> int:
    """A number that is another one when the thesis says something else."""
    return zlib.crc32(json.dumps(thesis, sort_keys=True).encode())


async def present_inputs(
    session: AsyncSession, artifact: Artifact, rows: Iterable[Artifact] | None = None
) -> Inputs:
    """What the artifact would be written from now.

    `rows` are the project's artifacts, where the caller has read them already.
    """
    kind = artifact.artifact_type
    if rows is None:
        found = await written(session, artifact.project_id, inputs_of(kind))
    else:
        found = with_content(rows)
    return inputs_from(kind, found, await thesis_of(session, artifact.project_id))


def with_content(rows: Iterable[Artifact]) -> dict[ArtifactType, Artifact]:
    """Those that are written, by type."""
    return {r.artifact_type: r for r in rows if r.current_content is not None}


async def thesis_of(session: AsyncSession, project_id: UUID) -> dict[str, Any]:
    """The thesis with the founder's edits; empty while there is none."""
    onboarding = await OnboardingRepository(session).find_by_project(project_id)
    return (onboarding.canonical_thesis or {}) if onboarding else {}


async def written(
    session: AsyncSession, project_id: UUID, kinds: Iterable[ArtifactType]
) -> dict[ArtifactType, Artifact]:
    """The artifacts of these types that have content, in the order of `kinds`."""
    wanted = tuple(kinds)
    rows = await ArtifactRepository(session).list_of(project_id, wanted)
    found = with_content(rows)
    return {kind: found[kind] for kind in wanted if kind in found}
