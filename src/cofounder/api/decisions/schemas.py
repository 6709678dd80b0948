"""Bodies of the decision endpoints (PLAN-11, DCSN-02)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from cofounder.api.plans.schemas import ExecutionOption
from cofounder.api.schemas import StrictIn, Text
from cofounder.decisions.reading import Decision
from cofounder.decisions.templates import QUESTIONS, Template


class DecisionConsoleOption(ExecutionOption):
    """One answer to a question of the console: an execution option (DCSN-02)."""


class TemplateOut(BaseModel):
    """A question that can be asked."""

    key: str
    title: str
    question: str


class TemplatesOut(BaseModel):
    """All of them."""

    templates: list[TemplateOut]

    @classmethod
    def all(cls) -> TemplatesOut:
        """The console's questions in their order."""
        return cls(
            templates=[
                TemplateOut(key=q.key.value, title=q.title, question=q.question)
                for q in QUESTIONS
            ]
        )


class AskIn(StrictIn):
    """Which question, and what the founder adds to it."""

    template: Template
    context: Text | None = None


class ResolveDecisionIn(StrictIn):
    """The chosen option, and why."""

    option_id: Annotated[Text, Field(min_length=1)]
    note: Text = ""


class DecisionOut(BaseModel):
    """A decision of the console."""

    id: UUID
    project_id: UUID
    template: str
    status: str
    options: list[DecisionConsoleOption]
    recommended_id: str
    chosen_option_id: str | None
    note: str | None
    blocking: bool
    run_id: UUID | None
    decided_by: str | None
    decided_at: datetime | None
    acknowledged_at: datetime | None
    created_at: datetime
    supersedes_id: UUID | None

    @classmethod
    def of(cls, decision: Decision) -> DecisionOut:
        """The decision as the API shows it."""
        return cls(
            id=decision.id,
            project_id=decision.project_id,
            template=decision.template.value,
            status=decision.status,
            options=[DecisionConsoleOption(**o) for o in decision.options],
            recommended_id=decision.recommended_id,
            chosen_option_id=decision.chosen_option_id,
            note=decision.note or None,
            blocking=decision.blocking,
            run_id=decision.run_id,
            decided_by=decision.decided_by,
            decided_at=decision.decided_at,
            acknowledged_at=decision.acknowledged_at,
            created_at=decision.created_at,
            supersedes_id=decision.supersedes_id,
        )
