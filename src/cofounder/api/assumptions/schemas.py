"""Bodies of the assumption endpoints."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from cofounder.accounts.tiers import Tier
from cofounder.api.schemas import StrictIn, Text
from cofounder.artifacts.assumptions import MAX_NOTE, Affected
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.reading import locked_of
from cofounder.artifacts.register import (
    Entry,
    LeftOpen,
    Place,
    State,
    shown_to,
    visible,
)


class VerdictIn(StrictIn):
    """What the founder wants to add to a verdict."""

    note: Annotated[Text, Field(max_length=MAX_NOTE)] = ""


class RewriteIn(StrictIn):
    """Whether sections the founder edited are written again too."""

    with_edited: bool = False


class PlaceOut(BaseModel):
    """A statement: the document, the section, and its path there."""

    artifact_type: str
    section: str
    path: str

    @classmethod
    def of(cls, place: Place) -> PlaceOut:
        """The place as clients see it."""
        return cls(
            artifact_type=place.kind.value, section=place.section, path=place.path
        )


class QuestionOut(BaseModel):
    """The question behind an assumption, and what the founder did with it."""

    ref: str
    question: str
    action: Literal["skip", "you_decide"]

    @classmethod
    def of(cls, asked: LeftOpen) -> QuestionOut:
        """The question as clients see it."""
        return cls(ref=asked.ref, question=asked.question, action=asked.action)


class AssumptionOut(BaseModel):
    """One assumption: where it stands, what rests on it, what the founder said."""

    fingerprint: str
    text: str
    state: State
    question: QuestionOut | None
    places: list[PlaceOut]
    resting: list[PlaceOut]
    note: str
    decided_at: datetime | None

    @classmethod
    def of(cls, entry: Entry, tier: Tier) -> AssumptionOut:
        """The assumption as a plan shows it."""
        return cls(
            fingerprint=entry.fingerprint,
            text=entry.text,
            state=entry.state,
            question=None if entry.asked is None else QuestionOut.of(entry.asked),
            places=[PlaceOut.of(p) for p in visible(entry.places, tier)],
            resting=[PlaceOut.of(p) for p in visible(entry.resting, tier)],
            note=entry.note,
            decided_at=entry.decided_at,
        )


class AssumptionsOut(BaseModel):
    """The register, and how much of it is still open."""

    assumptions: list[AssumptionOut]
    open: int

    @classmethod
    def of(cls, entries: list[Entry], tier: Tier) -> AssumptionsOut:
        """The register as a plan shows it: what stands only in locked sections is not."""
        shown = shown_to(entries, tier)
        return cls(
            assumptions=[AssumptionOut.of(entry, tier) for entry in shown],
            open=sum(entry.state == "open" for entry in shown),
        )


class SectionsOut(BaseModel):
    """Sections of one document."""

    artifact_type: str
    sections: list[str]


class JudgedOut(BaseModel):
    """An assumption after a verdict, and which sections rest on it.

    `edited` are affected sections that the founder wrote; they stay unless asked for.
    """

    assumption: AssumptionOut | None
    affected: list[SectionsOut]
    edited: list[SectionsOut]

    @classmethod
    def of(cls, entry: Entry, found: Affected, tier: Tier) -> JudgedOut:
        """The verdict's consequences as a plan shows them."""
        return cls(
            assumption=AssumptionOut.of(entry, tier),
            affected=_sections(found.sections, tier),
            edited=_sections(found.edited, tier),
        )


def _sections(
    found: dict[ArtifactType, tuple[str, ...]], tier: Tier
) -> list[SectionsOut]:
    shown = {
        kind: [s for s in sections if s not in locked_of(kind, tier)]
        for kind, sections in found.items()
    }
    return [
        SectionsOut(artifact_type=kind.value, sections=sections)
        for kind, sections in shown.items()
        if sections
    ]


class RewritingOut(BaseModel):
    """Accepted: the run that writes the sections again."""

    status: str = "generating"
    run_id: UUID
