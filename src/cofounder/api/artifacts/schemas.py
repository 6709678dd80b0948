"""Bodies of the artifact endpoints."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from cofounder.accounts.models import User
from cofounder.api.schemas import StrictIn, Text
from cofounder.artifacts.contents import GENERATION_ORDER
from cofounder.artifacts.documents.generating import EditsInTheWay
from cofounder.artifacts.models import Artifact, ArtifactVersion
from cofounder.artifacts.reading import content_for, shown
from cofounder.runs.models import Run


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


class GenerateArtifactsRequest(StrictIn):
    """The project; with `force` what is current or edited is written again too."""

    project_id: UUID
    force: bool = False


class GenerationOut(BaseModel):
    """The run that writes the documents."""

    generation_id: UUID
    artifact_count: int = len(GENERATION_ORDER)
    status: str = "generating"
    run_id: UUID


class RegenerateArtifactRequest(StrictIn):
    """What becomes of the founder's edits, and what should be different."""

    force: bool = False
    keep_edits: bool = False
    instruction: Text = ""


class RegenerationOut(BaseModel):
    """The run that writes the artifact again."""

    id: UUID
    artifact_type: str
    status: str = "generating"
    run_id: UUID

    @classmethod
    def of(cls, row: Artifact, run: Run) -> RegenerationOut:
        """The artifact and who is at it."""
        return cls(id=row.id, artifact_type=row.artifact_type.value, run_id=run.id)


class EditsInTheWayOut(BaseModel):
    """Nothing was changed: the founder's edits would be lost (VERS-08)."""

    warning: bool = True
    edited_sections: list[str]
    id: UUID
    artifact_type: str

    @classmethod
    def of(cls, found: EditsInTheWay) -> EditsInTheWayOut:
        """Which edits of which artifact."""
        return cls(
            edited_sections=found.edited_sections,
            id=found.artifact.id,
            artifact_type=found.artifact.artifact_type.value,
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
