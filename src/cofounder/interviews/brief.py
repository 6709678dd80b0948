"""The thesis snapshot and the Rationalised Idea Brief: their fields and who sees them.

Source: spec `founder-journey.md` BRIF-01, ONBD-06 and the tier table TIER-01.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from cofounder.accounts.tiers import Tier

Level = Literal["strong", "moderate", "needs_depth"]
MAX_LINE = 4_000
MAX_PROSE = 10_000
MAX_LINES = 50
Line = Annotated[str, Field(min_length=1, max_length=MAX_LINE)]
Prose = Annotated[str, Field(min_length=1, max_length=MAX_PROSE)]


class ThesisSnapshot(BaseModel):
    """The short summary at the end of onboarding; every tier's fields are written."""

    model_config = ConfigDict(extra="forbid")

    problem: Prose = Field(description="The problem we solve, in one or two sentences.")
    target_user: Prose = Field(description="Who has it, as narrowly as we know.")
    value_prop: Prose = Field(description="What your product gives them.")
    key_constraint: Prose = Field(description="The one limit we must respect.")
    differentiation: Prose = Field(description="Why you and not what they use today.")
    monetization_hypothesis: Prose = Field(description="How we think money comes in.")
    assumptions: list[Line] = Field(description="What we take for granted, openly.")
    risks: list[Line] = Field(description="What could make this fail.")
    smallest_viable_experiment: Prose = Field(
        description="The cheapest test that would change our minds."
    )


THESIS_LISTS = frozenset({"assumptions", "risks"})
THESIS_CORE = ("problem", "target_user", "value_prop", "key_constraint")
THESIS_FIELDS: dict[Tier, tuple[str, ...]] = {
    Tier.BOOTSTRAPPER: THESIS_CORE,
    Tier.PARTNER: (*THESIS_CORE, "differentiation", "monetization_hypothesis"),
    Tier.CTO_SCALE: tuple(ThesisSnapshot.model_fields),
}


class BriefText(BaseModel):
    """The sections of the idea brief, all tiers, without marks or dates."""

    model_config = ConfigDict(extra="forbid")

    problem_statement: Prose = Field(description="The problem, with its evidence.")
    target_user: Prose = Field(description="Who has it and how they live with it.")
    value_prop: Prose = Field(description="What we give them that they lack today.")
    differentiation: Prose = Field(description="Why your way wins over today's way.")
    monetization_hypothesis: Prose = Field(description="Who pays, for what, how much.")
    market_context: Prose = Field(description="The alternatives people use now.")
    key_constraints: list[Line] = Field(min_length=1, description="Limits we respect.")
    assumptions: list[Line] = Field(description="What we do not know yet.")
    risks: list[Line] = Field(min_length=1, description="What could make this fail.")
    smallest_viable_experiment: Prose = Field(
        description="The cheapest test that would change our minds."
    )
    competitive_analysis: Prose = Field(description="Who else serves them, and how.")
    scalability_notes: Prose = Field(description="What changes at ten times the size.")
    risk_deep_dive: Prose = Field(description="The hardest risk, and how we meet it.")


class IdeaBrief(BriefText):
    """The idea brief as stored: the sections, our confidence in each, and when.

    `confidence_reasons` says in words why; a section that was just edited has neither
    until it was judged again, and briefs of earlier versions have no reasons.
    """

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    schema_version: int = Field(default=1, alias="_schema_version")
    confidence_scores: dict[str, Level] = Field(default_factory=dict)
    confidence_reasons: dict[str, str] = Field(default_factory=dict)
    generated_at: str = ""

    def stored(self) -> dict[str, Any]:
        """The content as it is kept and shown (`_schema_version` under that key)."""
        return self.model_dump(mode="json", by_alias=True)


class Section(StrEnum):
    """The editable sections of the idea brief, in display order (BRIF-03, UNDR-12)."""

    PROBLEM_STATEMENT = "problem_statement"
    TARGET_USER = "target_user"
    VALUE_PROP = "value_prop"
    DIFFERENTIATION = "differentiation"
    MONETIZATION_HYPOTHESIS = "monetization_hypothesis"
    MARKET_CONTEXT = "market_context"
    KEY_CONSTRAINTS = "key_constraints"
    ASSUMPTIONS = "assumptions"
    RISKS = "risks"
    SMALLEST_VIABLE_EXPERIMENT = "smallest_viable_experiment"
    COMPETITIVE_ANALYSIS = "competitive_analysis"
    SCALABILITY_NOTES = "scalability_notes"
    RISK_DEEP_DIVE = "risk_deep_dive"


BRIEF_CORE = (
    Section.PROBLEM_STATEMENT,
    Section.TARGET_USER,
    Section.VALUE_PROP,
    Section.KEY_CONSTRAINTS,
    Section.ASSUMPTIONS,
    Section.RISKS,
    Section.SMALLEST_VIABLE_EXPERIMENT,
)
BRIEF_PARTNER = (
    *BRIEF_CORE,
    Section.DIFFERENTIATION,
    Section.MONETIZATION_HYPOTHESIS,
    Section.MARKET_CONTEXT,
)
BRIEF_SECTIONS: dict[Tier, frozenset[Section]] = {
    Tier.BOOTSTRAPPER: frozenset(BRIEF_CORE),
    Tier.PARTNER: frozenset(BRIEF_PARTNER),
    Tier.CTO_SCALE: frozenset(Section),
}
LISTS = frozenset({Section.KEY_CONSTRAINTS, Section.ASSUMPTIONS, Section.RISKS})
