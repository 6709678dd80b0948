"""Rows of artifacts: the present state, and every immutable version."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cofounder import clock
from cofounder.artifacts.contents import ArtifactType
from cofounder.db import Base, Json, named_enum


class GenerationStatus(StrEnum):
    """Whether an artifact is being written (SM-03)."""

    IDLE = "idle"
    GENERATING = "generating"
    FAILED = "failed"


class Author(StrEnum):
    """Who made a version."""

    FOUNDER = "founder"
    COFOUNDER = "cofounder"
    IMPORT = "import"


class Verdict(StrEnum):
    """What the founder said of an assumption."""

    CONFIRMED = "confirmed"
    DENIED = "denied"


class Artifact(Base):
    """One document of a project, one row per type (ENT-06).

    Contents hold every tier's fields; filtering happens on reading and is never
    written back (TRAP-15). `item_ids` and `links` are the stable ids of listed items
    and the references between documents; `inputs` are the versions of other artifacts
    it was written from. The `selected_…` columns belong to the execution plan.
    """

    __tablename__ = "artifacts"
    __table_args__ = (
        UniqueConstraint(
            "project_id", "artifact_type", name="uq_project_artifact_type"
        ),
        Index("ix_artifacts_project_id", "project_id"),
    )

    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"))
    artifact_type: Mapped[ArtifactType] = mapped_column(
        named_enum(ArtifactType, length=50)
    )
    current_content: Mapped[dict[str, Any] | None] = mapped_column(Json)
    previous_content: Mapped[dict[str, Any] | None] = mapped_column(Json)
    version_number: Mapped[int] = mapped_column(default=1)
    schema_version: Mapped[int] = mapped_column(default=1)
    has_user_edits: Mapped[bool] = mapped_column(default=False)
    edited_sections: Mapped[list[str] | None] = mapped_column(Json)
    annotations: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    generation_status: Mapped[GenerationStatus] = mapped_column(
        named_enum(GenerationStatus), default=GenerationStatus.IDLE
    )
    error: Mapped[str | None] = mapped_column(Text)
    is_stale: Mapped[bool] = mapped_column(default=False)
    sources: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    item_ids: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    links: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    inputs: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    approved_version: Mapped[int | None]
    approved_at: Mapped[datetime | None]
    generated_by: Mapped[str] = mapped_column(String(120), default="")
    selected_option_id: Mapped[str | None] = mapped_column(String(120))
    selected_at: Mapped[datetime | None]
    selection_locked_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class ArtifactVersion(Base):
    """A saved state of an artifact, never changed (ENT-07).

    A run makes at most one version of an artifact, so that a step carried out again
    finds the version it made.
    """

    __tablename__ = "artifact_versions"
    __table_args__ = (
        UniqueConstraint("artifact_id", "version_number"),
        UniqueConstraint("artifact_id", "run_id"),
    )

    artifact_id: Mapped[UUID] = mapped_column(ForeignKey("artifacts.id"))
    version_number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    sources: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    item_ids: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    links: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    inputs: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    author: Mapped[Author] = mapped_column(named_enum(Author))
    reason: Mapped[str] = mapped_column(Text, default="")
    edited_sections: Mapped[list[str] | None] = mapped_column(Json)
    generated_by: Mapped[str] = mapped_column(String(120), default="")
    prompt: Mapped[str] = mapped_column(String(120), default="")
    run_id: Mapped[UUID | None]


class AssumptionVerdict(Base):
    """The founder's word on an assumption, by the words of the assumption.

    It holds wherever these words stand, in every document and version. A confirmed one
    is a source of its own (`decision:{id}`), a denied one is never stated again.
    """

    __tablename__ = "assumption_verdicts"
    __table_args__ = (UniqueConstraint("project_id", "fingerprint"),)

    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"))
    fingerprint: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    verdict: Mapped[Verdict] = mapped_column(named_enum(Verdict))
    note: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)
