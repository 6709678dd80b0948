"""Bodies of the plan endpoints (PLAN-11 names)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from cofounder.api.schemas import FilledText, StrictIn, Text
from cofounder.artifacts.models import Artifact
from cofounder.plans.service import Selection


class GeneratePlansRequest(StrictIn):
    """The project, and what should be different this time."""

    project_id: UUID
    feedback: Text | None = None


class RegeneratePlansRequest(StrictIn):
    """The project and what should be different: required here."""

    project_id: UUID
    feedback: FilledText


class SelectPlanRequest(StrictIn):
    """The chosen option."""

    option_id: Annotated[Text, Field(min_length=1)]


class ExecutionOption(BaseModel):
    """One way to build the MVP."""

    id: str
    name: str
    is_recommended: bool
    time_to_ship: str
    engineering_cost: str
    risk_level: str
    scope_coverage: int
    pros: list[str]
    cons: list[str]
    technical_approach: str
    tradeoffs: list[str]
    engineering_impact: str
    cost_note: str
    technical_deep_dive: str | None


class GeneratePlansResponse(BaseModel):
    """A plan set."""

    plan_set_id: str
    options: list[ExecutionOption]
    recommended_id: str
    generated_at: str
    selection_cleared: bool

    @classmethod
    def of(
        cls, plan: Artifact, *, selection_cleared: bool = False
    ) -> GeneratePlansResponse:
        """The plan set as the API shows it."""
        content: dict[str, Any] = plan.current_content or {}
        return cls(
            plan_set_id=content["plan_set_id"],
            options=content["options"],
            recommended_id=content["recommended_id"],
            generated_at=content["generated_at"],
            selection_cleared=selection_cleared,
        )


class ExecutionPlanOptions(GeneratePlansResponse):
    """A plan set with the choice made in it."""

    selected_option_id: str | None
    selected_at: datetime | None
    is_stale: bool

    @classmethod
    def of_plan(cls, plan: Artifact) -> ExecutionPlanOptions:
        """The plan and its selection."""
        return cls(
            **GeneratePlansResponse.of(plan).model_dump(),
            selected_option_id=plan.selected_option_id,
            selected_at=plan.selected_at,
            is_stale=plan.is_stale,
        )


class SelectPlanResponse(BaseModel):
    """The chosen option."""

    selected_option: ExecutionOption
    plan_set_id: str
    message: str

    @classmethod
    def of(cls, selection: Selection) -> SelectPlanResponse:
        """The selection as the API shows it."""
        return cls(
            selected_option=ExecutionOption(**selection.option),
            plan_set_id=selection.plan_set_id,
            message=f"We go with {selection.option['name']}.",
        )
