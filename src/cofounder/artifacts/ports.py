"""What documents ask of a language model: the role `strategist` (the trio)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Protocol

from pydantic import BaseModel, Field

from cofounder.artifacts.contents import AppArchitecture, MvpTimeline
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
    """The founder's words, the idea brief (all tiers) and whom it is for."""

    context: CallContext
    passages: tuple[Passage, ...]
    brief: dict[str, Any] = field(default_factory=dict[str, Any])


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
