"""Bodies of the onboarding endpoints."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from cofounder.accounts.models import User
from cofounder.api.schemas import FilledText, StrictIn, Text
from cofounder.interviews.answers import texts_of
from cofounder.interviews.models import OnboardingSession
from cofounder.interviews.onboarding import thesis_for


class StartIn(StrictIn):
    """The idea, in the founder's words."""

    idea: FilledText
    project_id: UUID | None = None


class AnswerIn(BaseModel):
    """An answer, or a skipped question."""

    question_id: Text
    answer: Text = ""
    action: Literal["answer", "skip"] = "answer"


class ThesisIn(BaseModel):
    """One field of the thesis and the founder's value for it."""

    field_name: Text
    new_value: Text | list[FilledText]


class QuestionOut(BaseModel):
    """A question of an interview."""

    id: str
    text: str
    input_type: str
    required: bool
    options: list[str]
    follow_up_hint: str | None
    topic: str
    why: str

    @classmethod
    def of(cls, question: dict[str, Any]) -> QuestionOut:
        """The question as the API shows it."""
        return cls.model_validate(
            {name: question.get(name) for name in cls.model_fields}
        )


class SessionOut(BaseModel):
    """An onboarding session."""

    id: UUID
    project_id: UUID | None
    status: str
    current_question_index: int
    total_questions: int
    idea_text: str
    questions: list[QuestionOut]
    answers: dict[str, str]
    thesis_snapshot: dict[str, Any] | None
    progress_percent: int

    @classmethod
    def of(cls, row: OnboardingSession, user: User) -> SessionOut:
        """The session as this user's plan shows it."""
        total = len(row.questions)
        return cls(
            id=row.id,
            project_id=row.project_id,
            status=row.status.value,
            current_question_index=row.current_index,
            total_questions=total,
            idea_text=row.idea_text,
            questions=[QuestionOut.of(question) for question in row.questions],
            answers=texts_of(row),
            thesis_snapshot=thesis_for(row, user),
            progress_percent=int(row.current_index / total * 100) if total else 0,
        )


class StatusOut(BaseModel):
    """Whether this user ever finished an onboarding."""

    onboarding_completed: bool


class ProjectMadeOut(BaseModel):
    """The project a session became."""

    project_id: UUID
    project_name: str
    status: str
