"""What documents ask of a language model: the roles `strategist` and `writer`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Protocol

from pydantic import BaseModel, Field

from cofounder.artifacts.contents import AppArchitecture, ArtifactType, MvpTimeline
from cofounder.artifacts.documents.drafts import (
    HowItWorksDraft,
    MilestonesDraft,
    MvpScopeDraft,
    ProductBriefDraft,
    RiskLogDraft,
)
from cofounder.artifacts.documents.items import Target
from cofounder.interviews.words import Passage
from cofounder.runs.calls import CallContext, Reply


class AnchorDraft(BaseModel):
    """A phrase copied from the founder's words, and what it means for us."""

    phrase: Annotated[str, Field(min_length=2, max_length=200)]
    description: Annotated[str, Field(min_length=1, max_length=1_000)]


class StrategyDraft(BaseModel):
    """A move of ours, joined to the anchors (by phrase) it rests on."""

    label: Annotated[str, Field(min_length=2, max_length=120)]
    description: Annotated[str, Field(min_length=1, max_length=1_000)]
    rests_on: list[str] = Field(
        min_length=1, description="Phrases of the anchors it rests on, exactly."
    )
    relation: str = Field(default="supports", max_length=60)


class StrategyGraphDraft(BaseModel):
    """Five to eight anchors and eight to twelve strategy nodes (TRIO-01)."""

    anchors: list[AnchorDraft] = Field(max_length=8)
    strategies: list[StrategyDraft] = Field(min_length=8, max_length=12)


@dataclass(frozen=True, slots=True)
class StrategyRequest:
    """The founder's words, the idea brief (all tiers) and whom it is for.

    `inputs` are the versions of what stands in it; the model never sees them.
    """

    context: CallContext
    passages: tuple[Passage, ...]
    brief: dict[str, Any] = field(default_factory=dict[str, Any])
    inputs: dict[str, int] = field(default_factory=dict[str, int])


class Strategist(Protocol):
    """The co-founder who thinks ahead."""

    async def strategy_graph(
        self, request: StrategyRequest
    ) -> Reply[StrategyGraphDraft]:
        """Anchors that are exact substrings of the passages, and strategy on them."""
        ...

    async def mvp_timeline(self, request: StrategyRequest) -> Reply[MvpTimeline]:
        """Relative weeks inside the tier's range (`contents.WEEKS`)."""
        ...

    async def app_architecture(
        self, request: StrategyRequest
    ) -> Reply[AppArchitecture]:
        """Plain-English components, connections and monthly costs."""
        ...


@dataclass(frozen=True, slots=True)
class PriorDocument:
    """A finished document and what in it can be referred to, by label."""

    kind: ArtifactType
    content: dict[str, Any]
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """What a document is written from (DOCU-02).

    The first passage is the idea (`S1`). `assumptions` are statements of the idea brief
    that nobody confirmed (`A1` …), `denied` what the founder said is not so. `prior` are
    the finished documents it refers to. When it is written again, `previous` is the
    present content, `instruction` what the founder wants different, and `sections` what
    is wanted; nothing else of the answer is used.
    """

    context: CallContext
    kind: ArtifactType
    passages: tuple[Passage, ...]
    assumptions: tuple[Passage, ...] = ()
    denied: tuple[str, ...] = ()
    brief: dict[str, Any] = field(default_factory=dict[str, Any])
    thesis: dict[str, Any] = field(default_factory=dict[str, Any])
    prior: tuple[PriorDocument, ...] = ()
    previous: dict[str, Any] = field(default_factory=dict[str, Any])
    instruction: str = ""
    sections: tuple[str, ...] = ()

    @property
    def labels(self) -> frozenset[str]:
        """Everything a listed item may refer to."""
        return frozenset(t.id for prior in self.prior for t in prior.targets)


class Writer(Protocol):
    """The co-founder who writes the five documents, each resting on the ones before."""

    async def product_brief(self, request: DocumentRequest) -> Reply[ProductBriefDraft]:
        """What we build, for whom, and why it wins."""
        ...

    async def mvp_scope(self, request: DocumentRequest) -> Reply[MvpScopeDraft]:
        """Features that serve the value proposition, what waits, how we measure."""
        ...

    async def milestones(self, request: DocumentRequest) -> Reply[MilestonesDraft]:
        """Steps that deliver the features, in weeks that add up."""
        ...

    async def risk_log(self, request: DocumentRequest) -> Reply[RiskLogDraft]:
        """What threatens which milestone, and what we do about it."""
        ...

    async def how_it_works(self, request: DocumentRequest) -> Reply[HowItWorksDraft]:
        """The product step by step, with the features and milestones behind it."""
        ...
