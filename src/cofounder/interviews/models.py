"""Rows of interviews: the onboarding and the understanding session.

Questions and answers are JSON columns; a new value is assigned, never changed in
place (TRAP-22). A question is `{id, text, topic, input_type, required, options,
follow_up_hint, why}`; an answer is `{question_id: {text, action}}`.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from cofounder import clock
from cofounder.db import Base, Json, named_enum

Question = dict[str, Any]
Answers = dict[str, dict[str, str]]


class SessionStatus(StrEnum):
    """Where an interview is (SM-01, SM-02)."""

    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    ABANDONED = "abandoned"


class Action(StrEnum):
    """What the founder did with a question (UNDR-05)."""

    ANSWER = "answer"
    SKIP = "skip"
    YOU_DECIDE = "you_decide"


class InterviewColumns:
    """What both interviews keep."""

    status: Mapped[SessionStatus] = mapped_column(
        named_enum(SessionStatus), default=SessionStatus.IN_PROGRESS
    )
    current_index: Mapped[int] = mapped_column(default=0)
    questions: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    answers: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    generated_by: Mapped[str] = mapped_column(String(120), default="")
    completed_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class OnboardingSession(InterviewColumns, Base):
    """The first questions about an idea, and the thesis they end in (ENT-04).

    `thesis` holds every tier's fields; `thesis_edits` override it everywhere.
    """

    __tablename__ = "onboarding_sessions"
    __table_args__ = (
        Index("ix_onboarding_sessions_user_id_status", "user_id", "status"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    project_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("projects.id"), index=True
    )
    attach_project_id: Mapped[UUID | None] = mapped_column(ForeignKey("projects.id"))
    idea_text: Mapped[str] = mapped_column(Text)
    thesis: Mapped[dict[str, Any] | None] = mapped_column(Json)
    thesis_edits: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)

    @property
    def canonical_thesis(self) -> dict[str, Any] | None:
        """The thesis with the founder's edits over it (ONBD-07); None before it is."""
        return None if self.thesis is None else {**self.thesis, **self.thesis_edits}


class UnderstandingSession(InterviewColumns, Base):
    """The deeper interview of a project, one per project (ENT-05)."""

    __tablename__ = "understanding_sessions"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id"), unique=True)
    onboarding_session_id: Mapped[UUID] = mapped_column(
        ForeignKey("onboarding_sessions.id"), unique=True
    )
    question_count: Mapped[int] = mapped_column(default=0)
    decided: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
