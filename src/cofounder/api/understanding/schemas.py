"""Bodies of the understanding endpoints."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from cofounder.api.onboarding.schemas import QuestionOut
from cofounder.api.schemas import FilledText, StrictIn, Text
from cofounder.interviews.answers import current_question
from cofounder.interviews.coverage import State
from cofounder.interviews.models import UnderstandingSession


class StartIn(StrictIn):
    """The onboarding session to go on from."""

    session_id: UUID
    upload_ids: list[UUID] | None = None


class AnswerIn(BaseModel):
    """An answer; skipped and delegated questions need no text."""

    question_id: Text
    answer: Text = ""
    action: Literal["answer", "skip", "you_decide"] = "answer"


class EditIn(BaseModel):
    """A new answer to an earlier question."""

    question_id: Text
    new_answer: FilledText


class BriefEditIn(BaseModel):
    """A section of the brief and the founder's text for it."""

    section_key: Text
    new_content: Text | list[Text]
    expected_version: Annotated[int, Field(ge=1)] | None = None


class StartOut(BaseModel):
    """The interview and its first question."""

    understanding_session_id: UUID
    question: QuestionOut | None
    question_number: int
    total_questions: int

    @classmethod
    def of(cls, row: UnderstandingSession) -> StartOut:
        """The interview at its present question."""
        question = current_question(row)
        return cls(
            understanding_session_id=row.id,
            question=None if question is None else QuestionOut.of(question),
            question_number=min(row.current_index + 1, len(row.questions)),
            total_questions=len(row.questions),
        )


class AnsweredOut(BaseModel):
    """What comes next."""

    next_question: QuestionOut | None
    question_number: int
    total_questions: int
    is_complete: bool

    @classmethod
    def of(cls, row: UnderstandingSession) -> AnsweredOut:
        """The interview after an answer."""
        question = current_question(row)
        return cls(
            next_question=None if question is None else QuestionOut.of(question),
            question_number=min(row.current_index + 1, len(row.questions)),
            total_questions=len(row.questions),
            is_complete=question is None,
        )


class EditedOut(BaseModel):
    """The questions after an edit."""

    updated_questions: list[QuestionOut]
    current_question_number: int
    total_questions: int
    regenerated: bool

    @classmethod
    def of(cls, row: UnderstandingSession, *, regenerated: bool) -> EditedOut:
        """The interview after an edit."""
        return cls(
            updated_questions=[QuestionOut.of(q) for q in row.questions],
            current_question_number=min(row.current_index + 1, len(row.questions)),
            total_questions=len(row.questions),
            regenerated=regenerated,
        )


class FinalizedOut(BaseModel):
    """The idea brief, and what others need beside it (UNDR-09)."""

    brief: dict[str, Any]
    artifact_id: UUID
    version: int
    project_id: UUID
    idea_text: str
    onboarding_answers: dict[str, str]
    tier: str
    run_id: UUID | None


class AnsweredQuestionOut(BaseModel):
    """A question that has its answer."""

    question: QuestionOut
    answer: str
    action: str


class AssumptionOut(BaseModel):
    """A question the founder left open, and what we assume, once decided."""

    question_id: str
    question: str
    action: str
    assumption: str | None


class CoverageOut(BaseModel):
    """How well a topic is understood: `covered`, `partly`, `open` or `assumed`."""

    topic: str
    state: State
    answered: int
    assumed: int
    open: int


class InterviewOut(BaseModel):
    """The whole state of an interview (API-046)."""

    understanding_session_id: UUID
    project_id: UUID
    status: str
    current_question_index: int
    total_questions: int
    answered_questions: list[AnsweredQuestionOut]
    current_question: QuestionOut | None
    assumptions: list[AssumptionOut]
    coverage: list[CoverageOut]
    brief: dict[str, Any] | None
    artifact_id: UUID | None
    version: int | None


class ByProjectOut(BaseModel):
    """Where a project's interview stands (API-040)."""

    session_id: UUID | None
    session_status: str | None
    current_question_index: int
    total_questions: int
    has_brief: bool
    has_execution_plan: bool
    has_pending_gate: bool
    gate_decision: str | None


class BriefOut(BaseModel):
    """The idea brief as the plan shows it (API-047)."""

    brief: dict[str, Any]
    artifact_id: UUID
    version: int
    sources: dict[str, Any]
    is_stale: bool


class BriefEditedOut(BaseModel):
    """The edited section's new confidence (API-048); null when it was not judged."""

    updated_section: str
    new_confidence: str | None
    version: int
