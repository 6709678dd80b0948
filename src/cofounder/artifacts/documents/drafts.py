"""The five documents as a model proposes them: contents with references and evidence.

`refers_to` holds labels of what a listed item rests on in an earlier document: labels
that stood in the request (`F2` a feature, `M1` a milestone, `V1` the value proposition,
`D1` a point of difference). `evidence` are quotes from passages (`S1`) and assumptions
(`A1`). Code checks both; the server gives every id (LLMC-05).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Field

from cofounder.artifacts.documents.contents import (
    MAX_ITEMS,
    FeatureItem,
    JourneyStep,
    Line,
    Milestone,
    Prose,
    RiskItem,
    Title,
)
from cofounder.interviews.ports import Evidence

Label = Annotated[str, Field(min_length=1, max_length=20)]
REFERS_TO, EVIDENCE = "refers_to", "evidence"


class DocumentDraft(BaseModel):
    """What every draft carries beside its content."""

    model_config = ConfigDict(extra="ignore")

    evidence: list[Evidence] = Field(
        default_factory=list[Evidence],
        description="For as many statements as possible, the words they rest on.",
    )


class ProductBriefDraft(DocumentDraft):
    """The product brief."""

    problem_statement: Prose
    target_user: Prose
    value_proposition: Prose
    key_constraint: Prose
    differentiation_points: list[Line] = Field(min_length=2, max_length=5)
    market_analysis: Prose
    competitive_strategy: Prose


class FeatureDraft(FeatureItem):
    """A feature and what it serves: `V1` or points of difference."""

    refers_to: list[Label] = Field(max_length=6)


class MvpScopeDraft(DocumentDraft):
    """The MVP scope, resting on the product brief."""

    core_features: list[FeatureDraft] = Field(min_length=3, max_length=8)
    out_of_scope: list[Line] = Field(min_length=2, max_length=8)
    success_metrics: list[Line] = Field(min_length=2, max_length=6)
    technical_architecture: Prose
    scalability_plan: Prose


class MilestoneDraft(Milestone):
    """A milestone and the features it delivers."""

    refers_to: list[Label] = Field(max_length=MAX_ITEMS)


class MilestonesDraft(DocumentDraft):
    """Milestones, resting on the features."""

    milestones: list[MilestoneDraft] = Field(min_length=2, max_length=8)
    critical_path: list[Title] = Field(min_length=1, max_length=8)
    total_duration_weeks: int = Field(ge=1, le=104)
    resource_plan: Prose
    risk_mitigation_timeline: Prose


class RiskDraft(RiskItem):
    """A risk and the milestones it threatens."""

    refers_to: list[Label] = Field(max_length=MAX_ITEMS)


RiskDrafts = Annotated[list[RiskDraft], Field(min_length=1, max_length=6)]


class RiskLogDraft(DocumentDraft):
    """The risk log, resting on the milestones."""

    technical_risks: RiskDrafts
    market_risks: RiskDrafts
    execution_risks: RiskDrafts
    financial_risks: RiskDrafts
    strategic_risks: RiskDrafts


class StepDraft(JourneyStep):
    """A step of the journey, with the features it uses and the milestone it needs."""

    refers_to: list[Label] = Field(max_length=MAX_ITEMS)


class HowItWorksDraft(DocumentDraft):
    """How it works, resting on features and milestones."""

    user_journey: list[StepDraft] = Field(min_length=3, max_length=8)
    architecture: Prose
    data_flow: Prose
    integration_points: Prose
    security_compliance: Prose


@dataclass(frozen=True, slots=True)
class Parts:
    """A draft taken apart: content, labels by the path of their item, evidence."""

    content: dict[str, Any]
    labels: dict[str, list[str]] = field(default_factory=dict[str, Any])
    evidence: tuple[Evidence, ...] = ()


def taken_apart(draft: DocumentDraft) -> Parts:
    """The content that is stored, and what is checked and kept beside it."""
    content: dict[str, Any] = draft.model_dump(mode="json", exclude={EVIDENCE})
    labels: dict[str, list[str]] = {}
    for section, value in content.items():
        for index, item in enumerate(_items(value)):
            if REFERS_TO in item:
                labels[f"{section}/{index}"] = item.pop(REFERS_TO)
    return Parts({"_schema_version": 1, **content}, labels, tuple(draft.evidence))


def _items(value: Any) -> list[dict[str, Any]]:
    listed = cast("list[Any]", value) if isinstance(value, list) else []
    return [item for item in listed if isinstance(item, dict)]
