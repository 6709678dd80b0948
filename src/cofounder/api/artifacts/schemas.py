"""Bodies of the artifact endpoints."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from cofounder.accounts.models import User
from cofounder.artifacts.models import Artifact, ArtifactVersion
from cofounder.artifacts.reading import content_for, shown


class ArtifactOut(BaseModel):
    """An artifact as a plan shows it."""

    id: UUID
    project_id: UUID
    artifact_type: str
    version_number: int
    current_content: dict[str, Any]
    previous_content: dict[str, Any] | None
    has_user_edits: bool
    edited_sections: list[str] | None
    annotations: list[dict[str, Any]]
    generation_status: str
    schema_version: int
    sources: dict[str, Any]
    assumptions: list[str]
    locked_sections: list[str]
    is_stale: bool
    generated_by: str
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, row: Artifact, user: User) -> ArtifactOut:
        """The artifact for this user's plan."""
        visible = shown(row, user.tier)
        previous = row.previous_content
        return cls(
            id=row.id,
            project_id=row.project_id,
            artifact_type=row.artifact_type.value,
            version_number=row.version_number,
            current_content=visible.content,
            previous_content=None
            if previous is None
            else content_for(row.artifact_type, previous, user.tier),
            has_user_edits=row.has_user_edits,
            edited_sections=row.edited_sections,
            annotations=row.annotations,
            generation_status=row.generation_status.value,
            schema_version=row.schema_version,
            sources=row.sources,
            assumptions=visible.assumptions,
            locked_sections=visible.locked_sections,
            is_stale=row.is_stale,
            generated_by=row.generated_by,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )


class TypeStatusOut(BaseModel):
    """Whether one artifact is being written and whether it has content."""

    status: str
    has_content: bool


class GenerationStatusOut(BaseModel):
    """The trio's progress (E2E-STATUS)."""

    artifacts: dict[str, TypeStatusOut]
    all_complete: bool
    any_failed: bool


class StatusOut(BaseModel):
    """One artifact's progress (API-074)."""

    generation_status: str
    version_number: int
    updated_at: datetime


class VersionOut(BaseModel):
    """A saved version, without its content."""

    version_number: int
    author: str
    reason: str
    created_at: datetime
    edited_sections: list[str] | None
    run_id: UUID | None

    @classmethod
    def of(cls, row: ArtifactVersion) -> VersionOut:
        """The version as a list shows it."""
        return cls(
            version_number=row.version_number,
            author=row.author.value,
            reason=row.reason,
            created_at=row.created_at,
            edited_sections=row.edited_sections,
            run_id=row.run_id,
        )


class VersionContentOut(VersionOut):
    """A saved version with its content and sources."""

    content: dict[str, Any]
    sources: dict[str, Any]

    @classmethod
    def of_artifact(
        cls, row: ArtifactVersion, artifact: Artifact, user: User
    ) -> VersionContentOut:
        """The version as this user's plan shows it."""
        return cls(
            **VersionOut.of(row).model_dump(),
            content=content_for(artifact.artifact_type, row.content, user.tier),
            sources=row.sources,
        )
