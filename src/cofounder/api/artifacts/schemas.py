"""Bodies of the artifact endpoints."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from cofounder.accounts.models import User
from cofounder.api.schemas import FilledText, StrictIn, Text
from cofounder.artifacts.contents import GENERATION_ORDER
from cofounder.artifacts.documents.rewriting import EditsInTheWay
from cofounder.artifacts.models import Artifact, ArtifactVersion
from cofounder.artifacts.reading import content_for
from cofounder.artifacts.viewing import View
from cofounder.runs.models import Run


class AnnotationOut(BaseModel):
    """A note; `anchored` says whether what it was put on still stands there."""

    section_id: str
    note: str
    created_at: datetime
    quote: str | None = None
    anchored: bool


class StaleReasonOut(BaseModel):
    """One thing that changed since the artifact was written."""

    input: str
    title: str
    from_version: int | None
    to_version: int | None
    sections: list[str]
    text: str


class FlagOut(BaseModel):
    """A reference that does not hold: `missing`, or `gone` with what it was."""

    item: str
    path: str
    code: str
    target: str


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
    annotations: list[AnnotationOut]
    generation_status: str
    schema_version: int
    sources: dict[str, Any]
    assumptions: list[str]
    locked_sections: list[str]
    is_stale: bool
    stale_reasons: list[StaleReasonOut]
    flags: list[FlagOut]
    links: dict[str, list[str]]
    item_ids: dict[str, list[str]]
    approved_version: int | None
    approved_at: datetime | None
    error: str | None
    generated_by: str
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, seen: View) -> ArtifactOut:
        """The artifact as it was looked at."""
        row = seen.artifact
        return cls(
            id=row.id,
            project_id=row.project_id,
            artifact_type=row.artifact_type.value,
            version_number=row.version_number,
            current_content=seen.shown.content,
            previous_content=seen.previous,
            has_user_edits=row.has_user_edits,
            edited_sections=row.edited_sections,
            annotations=[AnnotationOut(**note) for note in seen.annotations],
            generation_status=row.generation_status.value,
            schema_version=row.schema_version,
            sources=seen.shown.sources,
            assumptions=seen.shown.assumptions,
            locked_sections=seen.shown.locked_sections,
            is_stale=row.is_stale,
            stale_reasons=[StaleReasonOut(**asdict(why)) for why in seen.stale_reasons],
            flags=[FlagOut(**asdict(flag)) for flag in seen.flags],
            links=row.links,
            item_ids=row.item_ids,
            approved_version=row.approved_version,
            approved_at=row.approved_at,
            error=row.error,
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


Version = Annotated[int, Field(ge=1, lt=2**31)]
Place = Annotated[str, Field(min_length=1, max_length=200)]


class EditIn(StrictIn):
    """A place, what should stand there, and the version that was looked at."""

    section_path: Place
    new_value: Any
    expected_version: Version | None = None


class AnnotateIn(StrictIn):
    """A note on a section; `quote` are words of it the note is put on."""

    section_id: Place
    note: FilledText
    quote: Text | None = None


class ApproveIn(StrictIn):
    """The version that was looked at."""

    version_number: Version | None = None


class RestoreIn(StrictIn):
    """Why, for the history; and the version that was looked at."""

    reason: Text = ""
    expected_version: Version | None = None


class BringBackIn(StrictIn):
    """The section to take from the older version."""

    section: Place
    expected_version: Version | None = None


class ChangeOut(BaseModel):
    """A section that differs between two versions."""

    path: str
    change: str
    old: Any
    new: Any


class DiffOut(BaseModel):
    """What differs between two versions, section by section."""

    model_config = ConfigDict(populate_by_name=True)

    from_version: int = Field(serialization_alias="from")
    to_version: int = Field(serialization_alias="to")
    changes: list[ChangeOut]


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
