"""The five documents as a model proposes them: contents with references and evidence.

`refers_to` holds labels of what a listed item rests on in an earlier document: labels
that stood in the request (`F2` a feature, `M1` a milestone, `V1` the value proposition,
`D1` a point of difference). `evidence` are quotes from passages (`S1`) and assumptions
(`A1`). Code checks both; the server gives every id (LLMC-05).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from cofounder.artifacts.documents.contents import (
    MAX_ITEMS,
    DocumentContent,
    FeatureItem,
    HowItWorksContent,
    JourneyStep,
    Line,
    Milestone,
    MilestonesContent,
    MvpScopeContent,
    ProductBriefContent,
    Prose,
    RiskItem,
    RiskLogContent,
    Title,
)
from cofounder.interviews.ports import Evidence

Label = Annotated[str, Field(min_length=1, max_length=20)]
REFERS_TO, EVIDENCE = "refers_to", "evidence"


def _as_in(content: type[DocumentContent], name: str, **limits: Any) -> Any:
    """The field as the content describes it: one wording for schema and model."""
    return Field(description=content.model_fields[name].description, **limits)


class DocumentDraft(BaseModel):
    """What every draft carries beside its content."""

    model_config = ConfigDict(extra="ignore")

    evidence: list[Evidence] = Field(
        default_factory=list[Evidence],
        description="For as many statements as possible, the words they rest on.",
    )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Evidence is asked for last, when what it proves has been written."""
        shown = handler(core_schema)
        properties = handler.resolve_ref_schema(shown)["properties"]
        properties[EVIDENCE] = properties.pop(EVIDENCE)
        return shown


class ProductBriefDraft(DocumentDraft):
    """The product brief."""

    problem_statement: Prose = _as_in(ProductBriefContent, "problem_statement")
    target_user: Prose = _as_in(ProductBriefContent, "target_user")
    value_proposition: Prose = _as_in(ProductBriefContent, "value_proposition")
    key_constraint: Prose = _as_in(ProductBriefContent, "key_constraint")
    differentiation_points: list[Line] = _as_in(
        ProductBriefContent, "differentiation_points", min_length=2, max_length=5
    )
    market_analysis: Prose = _as_in(ProductBriefContent, "market_analysis")
    competitive_strategy: Prose = _as_in(ProductBriefContent, "competitive_strategy")


class FeatureDraft(FeatureItem):
    """A feature and what it serves: `V1` or points of difference."""

    refers_to: list[Label] = Field(
        max_length=6, description="V1, or labels of the points of difference it proves."
    )


class MvpScopeDraft(DocumentDraft):
    """The MVP scope, resting on the product brief."""

    core_features: list[FeatureDraft] = _as_in(
        MvpScopeContent, "core_features", min_length=3, max_length=8
    )
    out_of_scope: list[Line] = _as_in(
        MvpScopeContent, "out_of_scope", min_length=2, max_length=8
    )
    success_metrics: list[Line] = _as_in(
        MvpScopeContent, "success_metrics", min_length=2, max_length=6
    )
    technical_architecture: Prose = _as_in(MvpScopeContent, "technical_architecture")
    scalability_plan: Prose = _as_in(MvpScopeContent, "scalability_plan")


class MilestoneDraft(Milestone):
    """A milestone and the features it delivers."""

    refers_to: list[Label] = Field(
        max_length=MAX_ITEMS, description="Labels of the features it delivers."
    )


class MilestonesDraft(DocumentDraft):
    """Milestones, resting on the features."""

    milestones: list[MilestoneDraft] = _as_in(
        MilestonesContent, "milestones", min_length=2, max_length=8
    )
    critical_path: list[Title] = _as_in(
        MilestonesContent, "critical_path", min_length=1, max_length=8
    )
    total_duration_weeks: int = _as_in(
        MilestonesContent, "total_duration_weeks", ge=1, le=104
    )
    resource_plan: Prose = _as_in(MilestonesContent, "resource_plan")
    risk_mitigation_timeline: Prose = _as_in(
        MilestonesContent, "risk_mitigation_timeline"
    )


class RiskDraft(RiskItem):
    """A risk and the milestones it threatens."""

    refers_to: list[Label] = Field(
        max_length=MAX_ITEMS, description="Labels of the milestones it threatens."
    )


RiskDrafts = Annotated[list[RiskDraft], Field(min_length=1, max_length=6)]


class RiskLogDraft(DocumentDraft):
    """The risk log, resting on the milestones."""

    technical_risks: RiskDrafts = _as_in(RiskLogContent, "technical_risks")
    market_risks: RiskDrafts = _as_in(RiskLogContent, "market_risks")
    execution_risks: RiskDrafts = _as_in(RiskLogContent, "execution_risks")
    financial_risks: RiskDrafts = _as_in(RiskLogContent, "financial_risks")
    strategic_risks: RiskDrafts = _as_in(RiskLogContent, "strategic_risks")


class StepDraft(JourneyStep):
    """A step of the journey, with the features it uses and the milestone it needs."""

    refers_to: list[Label] = Field(
        max_length=MAX_ITEMS,
        description="Labels of the features it uses and of a milestone.",
    )


class HowItWorksDraft(DocumentDraft):
    """How it works, resting on features and milestones."""

    user_journey: list[StepDraft] = _as_in(
        HowItWorksContent, "user_journey", min_length=3, max_length=8
    )
    architecture: Prose = _as_in(HowItWorksContent, "architecture")
    data_flow: Prose = _as_in(HowItWorksContent, "data_flow")
    integration_points: Prose = _as_in(HowItWorksContent, "integration_points")
    security_compliance: Prose = _as_in(HowItWorksContent, "security_compliance")


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
