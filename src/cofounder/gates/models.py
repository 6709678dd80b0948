"""The row of a gate and its decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from cofounder.db import Base, Json, named_enum
from cofounder.gates.states import Choice, GateStatus, GateType

_PENDING = text("status = 'pending'")


class Gate(Base):
    """A formal decision about a project; at most one pending of each type (ENT-08)."""

    __tablename__ = "decision_gates"
    __table_args__ = (
        Index(
            "uq_decision_gates_pending",
            "project_id",
            "gate_type",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        Index("ix_decision_gates_project_id", "project_id"),
    )

    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"))
    gate_type: Mapped[GateType] = mapped_column(named_enum(GateType))
    stage_number: Mapped[int]
    status: Mapped[GateStatus] = mapped_column(
        named_enum(GateStatus), default=GateStatus.PENDING
    )
    decision: Mapped[Choice | None] = mapped_column(named_enum(Choice))
    decided_by: Mapped[str | None] = mapped_column(String(20))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Text)
    context: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    build_id: Mapped[UUID | None]
