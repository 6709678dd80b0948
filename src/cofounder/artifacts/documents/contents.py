"""The contents of the five documents, as they are stored (DOCU-01, DOCU-08).

Core fields are required. Fields of the business and strategic plans default to null, so
that what an older version lacks stays readable; the writer fills every one of them, and
the plan decides on reading who sees which (TIER-03).

References between documents, stable ids of listed items and sources are kept beside the
content, never in it (PROV-06); see `items` and `cofounder.artifacts.provenance`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from cofounder.accounts.tiers import Tier
from cofounder.artifacts.contents import ArtifactType

Title = Annotated[str, Field(min_length=1, max_length=200)]
Line = Annotated[str, Field(min_length=1, max_length=2_000)]
Prose = Annotated[str, Field(min_length=1, max_length=10_000)]
Priority = Literal["high", "medium", "low"]
MAX_ITEMS = 12


class DocumentContent(BaseModel):
    """What every document's content has: its schema version under that exact key."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    schema_version: Literal[1] = Field(default=1, alias="_schema_version")

    def stored(self) -> dict[str, Any]:
        """The content as it is kept and shown."""
        return self.model_dump(mode="json", by_alias=True)


class ProductBriefContent(DocumentContent):
    """The product brief: what we build, for whom, and why it wins."""

    problem_statement: Prose = Field(
        description="The problem we solve together, with what shows that it is real."
    )
    target_user: Prose = Field(description="Whom we build for, as narrowly as we know.")
    value_proposition: Prose = Field(
        description="What your product gives them, in one promise we can keep."
    )
    key_constraint: Prose = Field(description="The one limit we must respect.")
    differentiation_points: list[Line] = Field(
        min_length=1,
        max_length=MAX_ITEMS,
        description="Why they choose your way over today's way.",
    )
    market_analysis: Prose | None = Field(
        default=None, description="Where your first users are and what they do today."
    )
    competitive_strategy: Prose | None = Field(
        default=None, description="How we win against what exists, and keep winning."
    )


class FeatureItem(BaseModel):
    """One thing the first version does."""

    model_config = ConfigDict(extra="forbid")

    name: Title = Field(description="What we call it, in the founder's words.")
    description: Line = Field(description="What your users can do with it.")
    priority: Priority = Field(description="How much we need it in the first version.")


class MvpScopeContent(DocumentContent):
    """The MVP scope: what is in the first version, and what waits."""

    core_features: list[FeatureItem] = Field(
        min_length=1, max_length=MAX_ITEMS, description="What we build first."
    )
    out_of_scope: list[Line] = Field(
        min_length=1, max_length=MAX_ITEMS, description="What we leave out, and why."
    )
    success_metrics: list[Line] = Field(
        min_length=1, max_length=MAX_ITEMS, description="How we know that it works."
    )
    technical_architecture: Prose | None = Field(
        default=None, description="The parts we need, in plain words."
    )
    scalability_plan: Prose | None = Field(
        default=None, description="What we change when ten times as many people come."
    )


class Milestone(BaseModel):
    """A step we can recognise as done."""

    model_config = ConfigDict(extra="forbid")

    title: Title = Field(description="What we have reached.")
    description: Line = Field(description="What we do in it.")
    success_criteria: list[Line] = Field(
        min_length=1, max_length=6, description="How we see that it is done."
    )
    estimated_weeks: int = Field(ge=1, le=52, description="How long we think it takes.")


class MilestonesContent(DocumentContent):
    """Milestones and timeline, in weeks."""

    milestones: list[Milestone] = Field(
        min_length=1, max_length=MAX_ITEMS, description="The steps, in order."
    )
    critical_path: list[Title] = Field(
        min_length=1,
        max_length=MAX_ITEMS,
        description="Titles of the milestones that decide how long we take altogether.",
    )
    total_duration_weeks: int = Field(
        ge=1, le=104, description="How many weeks we take altogether."
    )
    resource_plan: Prose | None = Field(
        default=None, description="Who does what, and what we need to have."
    )
    risk_mitigation_timeline: Prose | None = Field(
        default=None, description="When we meet which risk."
    )


class RiskItem(BaseModel):
    """Something that could go wrong, and what we do about it."""

    model_config = ConfigDict(extra="forbid")

    title: Title = Field(description="The risk in a few words.")
    description: Line = Field(description="What would happen, and how we would notice.")
    severity: Priority = Field(description="How much it would hurt us.")
    mitigation: Line = Field(description="What we do before or when it happens.")


Risks = Annotated[list[RiskItem], Field(max_length=MAX_ITEMS)]


class RiskLogContent(DocumentContent):
    """The risk log."""

    technical_risks: Risks = Field(
        min_length=1, description="What we may fail to build."
    )
    market_risks: Risks = Field(
        min_length=1, description="Why people may not want it from us."
    )
    execution_risks: Risks = Field(
        min_length=1, description="What may stop us from doing it."
    )
    financial_risks: Risks | None = Field(
        default=None, description="How we may run out of money."
    )
    strategic_risks: Risks | None = Field(
        default=None, description="How we may win and still lose."
    )


class JourneyStep(BaseModel):
    """One step of a user through the product."""

    model_config = ConfigDict(extra="forbid")

    step_number: int = Field(ge=1, le=MAX_ITEMS, description="Its place, from 1.")
    title: Title = Field(description="What the user does.")
    description: Line = Field(description="What they see and get from us.")


class HowItWorksContent(DocumentContent):
    """How the product works, for people who will never read its code."""

    user_journey: list[JourneyStep] = Field(
        min_length=1, max_length=MAX_ITEMS, description="Step by step, in order."
    )
    architecture: Prose = Field(description="The parts behind it, in plain words.")
    data_flow: Prose = Field(description="What we keep, where, and who sees it.")
    integration_points: Prose | None = Field(
        default=None, description="What else it talks to, now or later."
    )
    security_compliance: Prose | None = Field(
        default=None, description="How we protect what people trust us with."
    )


class ArtifactAnnotation(BaseModel):
    """A note on a section; `quote` is the text it was put on, when there is one."""

    section_id: str = Field(min_length=1, max_length=120)
    note: str = Field(min_length=1, max_length=10_000)
    created_at: datetime
    quote: str | None = Field(default=None, max_length=1_000)


CONTENTS: dict[ArtifactType, type[DocumentContent]] = {
    ArtifactType.BRIEF: ProductBriefContent,
    ArtifactType.MVP_SCOPE: MvpScopeContent,
    ArtifactType.MILESTONES: MilestonesContent,
    ArtifactType.RISK_LOG: RiskLogContent,
    ArtifactType.HOW_IT_WORKS: HowItWorksContent,
}
BUSINESS_FIELDS: dict[ArtifactType, tuple[str, ...]] = {
    ArtifactType.BRIEF: ("market_analysis",),
    ArtifactType.MVP_SCOPE: ("technical_architecture",),
    ArtifactType.MILESTONES: ("resource_plan",),
    ArtifactType.RISK_LOG: ("financial_risks",),
    ArtifactType.HOW_IT_WORKS: ("integration_points",),
}
STRATEGIC_FIELDS: dict[ArtifactType, tuple[str, ...]] = {
    ArtifactType.BRIEF: ("competitive_strategy",),
    ArtifactType.MVP_SCOPE: ("scalability_plan",),
    ArtifactType.MILESTONES: ("risk_mitigation_timeline",),
    ArtifactType.RISK_LOG: ("strategic_risks",),
    ArtifactType.HOW_IT_WORKS: ("security_compliance",),
}


def sections_of(kind: ArtifactType) -> tuple[str, ...]:
    """The sections of a document in the order they are shown: its top-level fields."""
    return tuple(f for f in CONTENTS[kind].model_fields if f != "schema_version")


def locked_sections(kind: ArtifactType, tier: Tier) -> tuple[str, ...]:
    """The sections of a document that a plan does not include."""
    if tier is Tier.CTO_SCALE:
        return ()
    if tier is Tier.PARTNER:
        return STRATEGIC_FIELDS[kind]
    return (*BUSINESS_FIELDS[kind], *STRATEGIC_FIELDS[kind])
