"""Versions: every new content of an artifact is saved for good (VERS-02, VERS-03)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock, ids
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import (
    Artifact,
    ArtifactVersion,
    Author,
    GenerationStatus,
)
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.db.upsert import insert_missing

Sources = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class NewContent:
    """A content to be saved, who made it and why."""

    content: dict[str, Any]
    author: Author
    reason: str
    sources: Sources = field(default_factory=dict[str, Any])
    item_ids: dict[str, list[str]] = field(default_factory=dict[str, Any])
    links: dict[str, list[str]] = field(default_factory=dict[str, Any])
    inputs: dict[str, int] = field(default_factory=dict[str, Any])
    run_id: UUID | None = None
    generated_by: str = ""
    prompt: str = ""
    edited_sections: list[str] | None = None


async def ensure_artifact(
    session: AsyncSession, project_id: UUID, kind: ArtifactType
) -> Artifact:
    """The project's artifact of a type, locked; an empty row when it was missing."""
    [found] = await ensure_artifacts(session, project_id, (kind,))
    return found


async def ensure_artifacts(
    session: AsyncSession, project_id: UUID, kinds: Sequence[ArtifactType]
) -> list[Artifact]:
    """The project's artifacts of some types, locked; empty rows where they missed."""
    artifacts = ArtifactRepository(session)
    found = await artifacts.lock_all(project_id, kinds)
    missing = [kind for kind in kinds if kind not in found]
    if missing:
        rows = [_empty(project_id, kind) for kind in missing]
        await insert_missing(session, Artifact, rows)
        found |= await artifacts.lock_all(project_id, missing)
    return [found[kind] for kind in kinds]


def _empty(project_id: UUID, kind: ArtifactType) -> dict[str, Any]:
    now = clock.now()
    return {
        "id": ids.new_id(),
        "created_at": now,
        "updated_at": now,
        "project_id": project_id,
        "artifact_type": kind,
        "version_number": 1,
        "schema_version": 1,
        "has_user_edits": False,
        "annotations": [],
        "generation_status": GenerationStatus.IDLE,
        "is_stale": False,
        "sources": {},
        "item_ids": {},
        "links": {},
        "inputs": {},
        "generated_by": "",
    }


async def add_version(
    session: AsyncSession,
    artifact: Artifact,
    new: NewContent,
    *,
    keeps_stale: bool = False,
) -> ArtifactVersion:
    """Save a content as the next version and make it the present one.

    The same run twice makes one version: the second call returns the first's. What was
    out of date is so no more, unless it `keeps_stale`: an edit answers no change.
    """
    if new.run_id is not None:
        made = await ArtifactRepository(session).find_version_of_run(
            artifact.id, new.run_id
        )
        if made is not None:
            return made
    had_content = artifact.current_content is not None
    number = artifact.version_number + 1 if had_content else 1
    version = ArtifactVersion(
        artifact_id=artifact.id,
        version_number=number,
        content=new.content,
        sources=new.sources,
        item_ids=new.item_ids,
        links=new.links,
        inputs=new.inputs,
        author=new.author,
        reason=new.reason,
        edited_sections=new.edited_sections,
        generated_by=new.generated_by,
        prompt=new.prompt,
        run_id=new.run_id,
    )
    session.add(version)
    artifact.previous_content = artifact.current_content
    artifact.current_content = new.content
    artifact.version_number = number
    artifact.sources = new.sources
    artifact.item_ids = new.item_ids
    artifact.links = new.links
    artifact.inputs = new.inputs
    artifact.generated_by = new.generated_by or artifact.generated_by
    artifact.edited_sections = new.edited_sections
    artifact.has_user_edits = bool(new.edited_sections)
    artifact.generation_status = GenerationStatus.IDLE
    artifact.error = None
    artifact.is_stale = artifact.is_stale and keeps_stale
    await session.flush()
    return version


def written_again(sections: Sequence[str], instruction: str) -> str:
    """Why a version was made that replaces another, for the history (VERS-03)."""
    names = ", ".join(section.replace("_", " ") for section in sections)
    what = f"Written again: {names}" if names else "Written again"
    return f"{what}. {instruction}" if instruction else what


async def mark_stale(
    session: AsyncSession, project_id: UUID, kinds: tuple[ArtifactType, ...]
) -> None:
    """Say of artifacts with content that their inputs changed (VERS-10)."""
    for artifact in await ArtifactRepository(session).list_of(project_id, kinds):
        if artifact.current_content is not None:
            artifact.is_stale = True
    await session.flush()
