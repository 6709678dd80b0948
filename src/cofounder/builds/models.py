"""Rows of builds: the build and its log lines."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from cofounder import clock
from cofounder.builds.states import LABELS, TERMINAL, Stage
from cofounder.db import Base, Json, named_enum

_COUNTS = text("stage_status <> 'failed'")


class Build(Base):
    """One request to implement the chosen plan (ENT-14).

    `number` is the N of `build_v0_N`, reserved at the start and free again after a
    failure. `commit` names the files in the workspace store. `preview_host` is stored
    before the stage becomes ready, so that a reader who sees ready sees it.
    """

    __tablename__ = "builds"
    __table_args__ = (
        Index(
            "uq_builds_project_id_number",
            "project_id",
            "number",
            unique=True,
            sqlite_where=_COUNTS,
            postgresql_where=_COUNTS,
        ),
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id"), unique=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    goal: Mapped[str] = mapped_column(Text)
    number: Mapped[int]
    stage_status: Mapped[Stage] = mapped_column(named_enum(Stage), default=Stage.QUEUED)
    plan_set_id: Mapped[str] = mapped_column(String(80))
    option: Mapped[dict[str, Any]] = mapped_column(Json)
    design: Mapped[dict[str, Any] | None] = mapped_column(Json)
    commit: Mapped[str | None] = mapped_column(String(40))
    fix_attempts: Mapped[int] = mapped_column(default=0)
    checks: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    failure_output: Mapped[str | None] = mapped_column(Text)
    summary: Mapped[str | None] = mapped_column(Text)
    generated_by: Mapped[str] = mapped_column(String(120), default="")
    sandbox_id: Mapped[str | None] = mapped_column(String(80))
    sandbox_expires_at: Mapped[datetime | None]
    preview_host: Mapped[str | None] = mapped_column(String(40))
    error_message: Mapped[str | None] = mapped_column(Text)
    failure_class: Mapped[str | None] = mapped_column(String(32))
    failure_detail: Mapped[str | None] = mapped_column(Text)
    debug_id: Mapped[str | None] = mapped_column(String(40))
    stage_times: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    log_count: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    duration_seconds: Mapped[int | None]
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    @property
    def build_version(self) -> str:
        """`build_v0_N` (GENR-05)."""
        return f"build_v0_{self.number}"

    @property
    def display_version(self) -> str:
        """`v0.N`, the form for people."""
        return f"v0.{self.number}"

    @property
    def stage_label(self) -> str:
        """The stage's locked label."""
        return LABELS[self.stage_status]

    @property
    def is_over(self) -> bool:
        """Whether the build is ready or failed for good."""
        return self.stage_status in TERMINAL


class LogLine(Base):
    """One line of a build's output, cleaned: no colours, no secrets (LOGS-01)."""

    __tablename__ = "log_lines"
    __table_args__ = (UniqueConstraint("run_id", "seq"),)

    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id"))
    seq: Mapped[int]
    source: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    phase: Mapped[str] = mapped_column(String(20))
