"""The row of a decision of the console."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from cofounder.db import Base, Json, named_enum
from cofounder.decisions.templates import Template

_PENDING = text("status = 'pending'")


class DecisionStatus(StrEnum):
    """Decided is final (SM-05)."""

    PENDING = "pending"
    DECIDED = "decided"


class ConsoleDecision(Base):
    """A question with its options and the answer (ENT-09); one pending of a template.

    `build_path` has no row here: it is the plan selection itself (DCSN-04). `wish` is
    what the founder added to the question. `supersedes_id` is the decision before it.
    """

    __tablename__ = "console_decisions"
    __table_args__ = (
        Index(
            "uq_console_decisions_pending",
            "project_id",
            "template",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        Index("ix_console_decisions_project_id", "project_id"),
    )

    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"))
    template: Mapped[Template] = mapped_column(named_enum(Template))
    options: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    recommended_id: Mapped[str] = mapped_column(String(120))
    status: Mapped[DecisionStatus] = mapped_column(
        named_enum(DecisionStatus), default=DecisionStatus.PENDING
    )
    chosen_option_id: Mapped[str | None] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(Text, default="")
    wish: Mapped[str] = mapped_column(Text, default="")
    blocking: Mapped[bool] = mapped_column(default=False)
    run_id: Mapped[UUID | None]
    generated_by: Mapped[str] = mapped_column(String(120), default="")
    decided_by: Mapped[str | None] = mapped_column(String(20))
    decided_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    supersedes_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("console_decisions.id")
    )
