"""What one walk left behind: everything that scores look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.items import Flag, ItemIds, Links
from cofounder.artifacts.versions import Sources
from cofounder.interviews.models import Action
from cofounder.interviews.ports import Assumption, QuestionDraft
from cofounder.interviews.words import Passage
from cofounder.runner import Mode
from evals.cases import Case

ONBOARDING, UNDERSTANDING = "onboarding", "understanding"


@dataclass(slots=True)
class Asked:
    """A question and what came back."""

    id: str
    stage: str
    question: QuestionDraft
    text: str = ""
    action: Action | None = None
    facts: tuple[str, ...] = ()

    @property
    def passage(self) -> Passage:
        """The answer as the product cites it (PROV-02)."""
        question = self.question
        ref = f"{self.stage}:eval:{self.id}"
        return Passage(ref, self.text, question.text, question.topic)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a step could quote and refer to."""

    passages: tuple[Passage, ...]
    assumptions: tuple[Passage, ...] = ()
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Kept:
    """An artifact as the product would store it, with all that stands beside it."""

    kind: ArtifactType
    content: dict[str, Any]
    sources: Sources = field(default_factory=dict)
    assumed: tuple[str, ...] = ()
    item_ids: ItemIds = field(default_factory=dict)
    links: Links = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Raw:
    """What a step was answered first, before any repair and any check."""

    step: str
    value: dict[str, Any]
    seen: Seen


@dataclass(frozen=True, slots=True)
class Failure:
    """A step that ended without a usable answer."""

    step: str
    error: str


@dataclass(frozen=True, slots=True)
class Spent:
    """What a walk took. `depth` is the longest chain of calls one after another."""

    calls: int = 0
    depth: int = 0
    repairs: int = 0
    retries: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost_microdollars: int | None = 0
    seconds: float = 0.0


@dataclass
class Outcome:
    """One case, as far as it came."""

    case: Case
    mode: Mode = Mode.DEMO
    asked: list[Asked] = field(default_factory=list[Asked])
    dropped: list[Asked] = field(default_factory=list[Asked])
    thesis: dict[str, Any] = field(default_factory=dict[str, Any])
    kept: dict[ArtifactType, Kept] = field(default_factory=dict[ArtifactType, Kept])
    seen: dict[str, Seen] = field(default_factory=dict[str, Seen])
    raw: list[Raw] = field(default_factory=list[Raw])
    steps: list[str] = field(default_factory=list[str])
    failures: list[Failure] = field(default_factory=list[Failure])
    spent: Spent = field(default_factory=Spent)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The idea and every answer in words, in the order they were asked for."""
        idea = Passage(f"idea:{self.case.name}", self.case.idea)
        answered = (one for one in self.asked if one.action is Action.ANSWER)
        return (idea, *(one.passage for one in answered))

    @property
    def decisions(self) -> tuple[Passage, ...]:
        """A turn of the direction in the founder's words, as documents cite it."""
        made = self.case.decision
        if made.kind == "proceed":
            return ()
        question = f"Which way do we go? You decided: {made.kind}."
        return (Passage(f"gate:{self.case.name}", made.text, question, "decision"),)

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What the founder skipped or left to us (UNDR-05)."""
        open_ones = (Action.SKIP, Action.YOU_DECIDE)
        return tuple(
            Assumption(
                one.id,
                one.question.text,
                "skip" if one.action is Action.SKIP else "you_decide",
            )
            for one in self.asked
            if one.action in open_ones
        )

    @property
    def told(self) -> frozenset[str]:
        """The facts that came out."""
        return frozenset(fact for one in self.asked for fact in one.facts)

    def stage(self, name: str) -> list[Asked]:
        """The questions of one interview."""
        return [one for one in self.asked if one.stage == name]
