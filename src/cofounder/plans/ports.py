"""What plans ask of a language model: the role `planner`; and the option schema."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Protocol, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cofounder.interviews.words import Passage
from cofounder.runs.calls import CallContext, Reply

Point = Annotated[str, Field(min_length=1, max_length=500)]


class OptionDraft(BaseModel):
    """One way to build the MVP, without an id: the server gives it (PLAN-01)."""

    model_config = ConfigDict(extra="ignore")

    name: Annotated[str, Field(min_length=2, max_length=80)]
    is_recommended: bool = False
    time_to_ship: Annotated[str, Field(min_length=1, max_length=80)]
    engineering_cost: Annotated[str, Field(min_length=1, max_length=80)]
    risk_level: Literal["low", "medium", "high"]
    scope_coverage: int = Field(ge=0, le=100)
    pros: list[Point] = Field(min_length=2, max_length=5)
    cons: list[Point] = Field(min_length=2, max_length=5)
    technical_approach: Annotated[str, Field(min_length=1, max_length=4_000)]
    tradeoffs: list[Point] = Field(default_factory=list[str], max_length=6)
    engineering_impact: Annotated[str, Field(min_length=1, max_length=4_000)]
    cost_note: Annotated[str, Field(min_length=1, max_length=1_000)]
    technical_deep_dive: str | None = Field(default=None, max_length=8_000)


class OptionSet(BaseModel):
    """Options of which exactly one is recommended."""

    options: list[OptionDraft]

    @model_validator(mode="after")
    def one_recommended(self) -> Self:
        """Refuse none or several recommendations, and names that would collide."""
        if sum(option.is_recommended for option in self.options) != 1:
            raise ValueError("exactly one option must have is_recommended=true")
        names = {option.name.strip().lower() for option in self.options}
        if len(names) != len(self.options):
            raise ValueError("options need different names")
        return self


class DraftOptions(OptionSet):
    """Two or three ways to build."""

    options: list[OptionDraft] = Field(min_length=2, max_length=3)


class ConsoleOptions(OptionSet):
    """Two to four answers to a question of the decision console (DCSN-01)."""

    options: list[OptionDraft] = Field(min_length=2, max_length=4)


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """The idea brief and words, and what the founder wants different, if anything."""

    context: CallContext
    brief: dict[str, Any]
    passages: tuple[Passage, ...] = ()
    timeline: dict[str, Any] = field(default_factory=dict[str, Any])
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class ConsoleRequest:
    """A question of the decision console, with what it is answered from.

    `template` names the question, `wish` is what the founder added to it, `chosen` the
    way to build that was decided, if it was.
    """

    context: CallContext
    template: str
    question: str
    brief: dict[str, Any]
    passages: tuple[Passage, ...] = ()
    chosen: dict[str, Any] = field(default_factory=dict[str, Any])
    wish: str = ""


class Planner(Protocol):
    """The co-founder who weighs ways to build."""

    async def draft(self, request: PlanRequest) -> Reply[DraftOptions]:
        """Two or three execution options, one recommended."""
        ...

    async def console_options(self, request: ConsoleRequest) -> Reply[ConsoleOptions]:
        """Two to four answers to one question, one recommended (DCSN-01)."""
        ...
