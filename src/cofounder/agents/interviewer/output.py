"""The idea brief as a model writes it: lists where the port has maps.

Several providers cannot express a map with free keys in a strict schema.
"""

from __future__ import annotations

from pydantic import BaseModel, Field

from cofounder.interviews.brief import BriefText, Level, Section
from cofounder.interviews.ports import Evidence, IdeaBriefDraft


class SectionConfidence(BaseModel):
    """How well one section is supported."""

    section: Section
    level: Level
    reason: str = Field(
        default="",
        max_length=300,
        description="One sentence: what it rests on, or what is missing.",
    )


class Choice(BaseModel):
    """What we chose where the founder left it to us."""

    label: str = Field(max_length=40, description="The label of the open question.")
    choice: str = Field(min_length=1, max_length=2_000)


class IdeaBriefOutput(BaseModel):
    """The idea brief with its proofs and our confidence in each section."""

    brief: BriefText
    confidence: list[SectionConfidence] = Field(default_factory=list[SectionConfidence])
    evidence: list[Evidence] = Field(default_factory=list[Evidence])
    decided: list[Choice] = Field(default_factory=list[Choice])

    def draft(self) -> IdeaBriefDraft:
        """The same as the port's type."""
        return IdeaBriefDraft(
            brief=self.brief,
            confidence={each.section.value: each.level for each in self.confidence},
            reasons={
                each.section.value: each.reason
                for each in self.confidence
                if each.reason.strip()
            },
            evidence=self.evidence,
            decided={each.label: each.choice for each in self.decided},
        )
