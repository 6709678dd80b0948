"""Rows of the run engine: runs, items, events, model calls, the sequence counter."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cofounder import clock
from cofounder.db import Base, Json, named_enum
from cofounder.runs.states import ACTIVE, TERMINAL, ItemStatus, RunKind, RunStatus

_ACTIVE = text(
    "status IN ({})".format(", ".join(sorted(f"'{status}'" for status in ACTIVE)))
)


class Run(Base):
    """One tracked execution of long work; its id is also the engine's workflow id.

    `lane` names what only one active run may do at a time. `sequence` is the place in
    the queue, kept for life (QUEU-01). A `slotted` run takes one of its user's and its
    project's places while it is admitted and not over.
    """

    __tablename__ = "runs"
    __table_args__ = (
        Index(
            "uq_runs_active_lane",
            "lane",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
        Index("ix_runs_project_id_kind", "project_id", "kind"),
        Index("ix_runs_status", "status"),
    )

    kind: Mapped[RunKind] = mapped_column(named_enum(RunKind))
    status: Mapped[RunStatus] = mapped_column(
        named_enum(RunStatus), default=RunStatus.QUEUED
    )
    phase: Mapped[str] = mapped_column(String(40), default="initializing")
    phase_detail: Mapped[str | None] = mapped_column(Text)
    user_id: Mapped[UUID]
    project_id: Mapped[UUID | None]
    subject_id: Mapped[UUID | None]
    tier: Mapped[str] = mapped_column(String(32))
    lane: Mapped[str | None] = mapped_column(String(200))
    sequence: Mapped[int]
    boost: Mapped[int] = mapped_column(default=0)
    slotted: Mapped[bool] = mapped_column(default=False)
    counts_daily: Mapped[bool] = mapped_column(default=False)
    options: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    output: Mapped[dict[str, Any] | None] = mapped_column(Json)
    error: Mapped[dict[str, Any] | None] = mapped_column(Json)
    awaiting: Mapped[dict[str, Any] | None] = mapped_column(Json)
    correlation_id: Mapped[str] = mapped_column(String(128))
    event_count: Mapped[int] = mapped_column(default=0)
    total_items: Mapped[int] = mapped_column(default=0)
    completed_items: Mapped[int] = mapped_column(default=0)
    failed_items: Mapped[int] = mapped_column(default=0)
    skipped_items: Mapped[int] = mapped_column(default=0)
    total_created: Mapped[int] = mapped_column(default=0)
    current_item_id: Mapped[UUID | None]
    admitted_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    wake_at: Mapped[datetime | None]
    stop_requested_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    items: Mapped[list[RunItem]] = relationship(
        lazy="raise", order_by="RunItem.position", viewonly=True
    )

    @property
    def is_over(self) -> bool:
        """Whether the run has ended, one way or another."""
        return self.status in TERMINAL

    @property
    def is_stopping(self) -> bool:
        """Whether somebody asked it to stop."""
        return self.stop_requested_at is not None


class RunItem(Base):
    """One unit of a run, claimed and finished on its own."""

    __tablename__ = "run_items"
    __table_args__ = (UniqueConstraint("run_id", "key"),)

    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(80))
    label: Mapped[str] = mapped_column(String(255))
    subject_id: Mapped[UUID | None]
    status: Mapped[ItemStatus] = mapped_column(
        named_enum(ItemStatus), default=ItemStatus.PENDING
    )
    attempt: Mapped[int] = mapped_column(default=0)
    created_count: Mapped[int] = mapped_column(default=0)
    error: Mapped[dict[str, Any] | None] = mapped_column(Json)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class RunEvent(Base):
    """What happened in a run, numbered from 1 without gaps (`Last-Event-ID`)."""

    __tablename__ = "run_events"
    __table_args__ = (UniqueConstraint("run_id", "number"),)

    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id"))
    number: Mapped[int]
    type: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(Json)


class LlmCall(Base):
    """One request to a model: written before it leaves, completed with its answer.

    `(run_id, step, call_no)` names the call; `attempt` counts its re-issues. `outcome`
    is `started`, `done`, `failed` or `unknown` (the process died while it was out, and
    it may have been billed).
    """

    __tablename__ = "llm_calls"
    __table_args__ = (
        UniqueConstraint("run_id", "step", "call_no", "attempt"),
        Index("ix_llm_calls_user_id_created_at", "user_id", "created_at"),
        Index("ix_llm_calls_project_id", "project_id"),
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id"))
    step: Mapped[str] = mapped_column(String(120))
    call_no: Mapped[int]
    attempt: Mapped[int] = mapped_column(default=1)
    user_id: Mapped[UUID]
    project_id: Mapped[UUID | None]
    purpose: Mapped[str] = mapped_column(String(80))
    prompt: Mapped[str] = mapped_column(String(120), default="")
    model: Mapped[str] = mapped_column(String(120))
    request_sha256: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(20), default="started")
    answer: Mapped[str | None] = mapped_column(Text)
    partial: Mapped[str | None] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(Text)
    input_tokens: Mapped[int] = mapped_column(default=0)
    output_tokens: Mapped[int] = mapped_column(default=0)
    cached_tokens: Mapped[int] = mapped_column(default=0)
    cost_microdollars: Mapped[int | None]
    latency_ms: Mapped[int | None]
    ended_at: Mapped[datetime | None]


class Counter(Base):
    """A number that only grows, taken with one atomic update."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    value: Mapped[int] = mapped_column(default=0)


class IdempotentAnswer(Base):
    """The first answer to a request with an `Idempotency-Key` (APIX-10).

    `principal` is the hash of who asked and the key together; `request_sha256` tells
    a repeated request from another one under the same key. `status` is null while the
    first request is still being answered.
    """

    __tablename__ = "idempotent_answers"

    principal: Mapped[str] = mapped_column(String(64), unique=True)
    request_sha256: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    body: Mapped[str | None] = mapped_column(Text)
