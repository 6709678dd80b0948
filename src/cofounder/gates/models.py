"""Rows of gates: the decision, the proposals compared before it, its tripwires."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from cofounder.db import Base, Json, named_enum
from cofounder.gates.states import Choice, GateStatus, GateType

_PENDING = text("status = 'pending'")
_OPEN = text("status = 'open'")


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


class ProposalStatus(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DROPPED = "dropped"


class Proposal(Base):
    """A narrow or pivot worked out before it is decided; at most one open per gate.

    `brief` is the draft as the model gave it, `timeline` the weeks that would follow;
    `base_version` is the brief it was compared with.
    """

    __tablename__ = "gate_proposals"
    __table_args__ = (
        Index(
            "uq_gate_proposals_open",
            "gate_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_gate_proposals_gate_id", "gate_id"),
    )

    gate_id: Mapped[UUID] = mapped_column(ForeignKey("decision_gates.id"))
    run_id: Mapped[UUID] = mapped_column(unique=True)
    choice: Mapped[Choice] = mapped_column(named_enum(Choice))
    text: Mapped[str] = mapped_column(Text)
    brief: Mapped[dict[str, Any]] = mapped_column(Json)
    timeline: Mapped[dict[str, Any]] = mapped_column(Json)
    base_version: Mapped[int]
    generated_by: Mapped[str] = mapped_column(String(120))
    prompt: Mapped[str] = mapped_column(String(120))
    timeline_prompt: Mapped[str] = mapped_column(String(120))
    status: Mapped[ProposalStatus] = mapped_column(
        named_enum(ProposalStatus), default=ProposalStatus.OPEN
    )
    ended_at: Mapped[datetime | None]


class TripwireStatus(StrEnum):
    """Whether the condition is still to be looked at, and what was found."""

    OPEN = "open"
    HELD = "held"
    TRIPPED = "tripped"
    DROPPED = "dropped"


class Tripwire(Base):
    """A condition that can turn out false, and the day we look at it again."""

    __tablename__ = "tripwires"
    __table_args__ = (Index("ix_tripwires_project_id_status", "project_id", "status"),)

    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"))
    gate_id: Mapped[UUID] = mapped_column(ForeignKey("decision_gates.id"))
    condition: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    status: Mapped[TripwireStatus] = mapped_column(
        named_enum(TripwireStatus), default=TripwireStatus.OPEN
    )
    note: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
