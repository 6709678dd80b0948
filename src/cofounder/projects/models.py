"""Rows of projects: the project, its stages' checklists, its append-only history."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cofounder import clock
from cofounder.db import Base, Json, named_enum
from cofounder.projects.stages import STAGE_NAMES, ProjectStatus


class Project(Base):
    """One idea and everything made from it (ENT-03)."""

    __tablename__ = "projects"
    __table_args__ = (Index("ix_projects_user_id_status", "user_id", "status"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(String(255))
    description: Mapped[str] = mapped_column(Text, default="")
    github_repo: Mapped[str | None] = mapped_column(String(255))
    status: Mapped[ProjectStatus] = mapped_column(
        named_enum(ProjectStatus), default=ProjectStatus.ACTIVE
    )
    stage_number: Mapped[int] = mapped_column(default=0)
    stage_entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    progress_percent: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    @property
    def stage_name(self) -> str:
        """The stage's name for people."""
        return STAGE_NAMES[self.stage_number]


class StageConfig(Base):
    """A stage's checklist in one project: milestone key to the moment it was done."""

    __tablename__ = "stage_configs"
    __table_args__ = (UniqueConstraint("project_id", "stage_number"),)

    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"))
    stage_number: Mapped[int]
    done: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)


class StageEvent(Base):
    """What happened on the journey, never changed afterwards (ENT-11, STAG-06)."""

    __tablename__ = "stage_events"
    __table_args__ = (
        Index("ix_stage_events_project_id_created_at", "project_id", "created_at"),
    )

    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"))
    correlation_id: Mapped[str] = mapped_column(String(128))
    event_type: Mapped[str] = mapped_column(String(40))
    from_stage: Mapped[int | None]
    to_stage: Mapped[int | None]
    actor: Mapped[str] = mapped_column(String(20), default="system")
    detail: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    reason: Mapped[str | None] = mapped_column(Text)
