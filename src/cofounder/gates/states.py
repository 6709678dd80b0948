"""Gate types, decisions and their fixed options; pure (GATE-01 to GATE-04)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class GateType(StrEnum):
    """Gate 1 decides the direction, Gate 2 what follows a seen preview."""

    DIRECTION = "direction"
    SOLIDIFICATION = "solidification"


class GateStatus(StrEnum):
    """`expired` no longer blocks and cannot be decided any more."""

    PENDING = "pending"
    DECIDED = "decided"
    EXPIRED = "expired"


# What a gate decides and what it asks, in words for the founder.
TITLES = {
    GateType.DIRECTION: "Direction",
    GateType.SOLIDIFICATION: "What comes next",
}
ASKED = {
    GateType.DIRECTION: "Which way do we go?",
    GateType.SOLIDIFICATION: "You have seen it run. What next?",
}


class Choice(StrEnum):
    """Everything a gate can be decided with; each gate takes its own."""

    PROCEED = "proceed"
    NARROW = "narrow"
    PIVOT = "pivot"
    PARK = "park"
    ITERATE = "iterate"
    SHIP = "ship"


@dataclass(frozen=True, slots=True)
class GateOption:
    """One way to decide, with what it means."""

    value: Choice
    title: str
    description: str
    what_happens_next: str
    pros: tuple[str, ...]
    cons: tuple[str, ...]
    why_choose: str

    def as_dict(self) -> dict[str, Any]:
        """The option as the API and stored contexts show it."""
        plain = asdict(self)
        return {**plain, "pros": list(self.pros), "cons": list(self.cons)}


_PARK = GateOption(
    value=Choice.PARK,
    title="Park it",
    description="Put the project to rest and keep everything.",
    what_happens_next="The project rests. You can resume it whenever you like.",
    pros=("Nothing is lost", "Frees a place for another idea"),
    cons=("Momentum fades", "Others may move first"),
    why_choose="Choose this when now is not the time, for you or for the market.",
)

DIRECTION_OPTIONS = (
    GateOption(
        value=Choice.PROCEED,
        title="Proceed",
        description="The direction is right: we plan the MVP.",
        what_happens_next="We compare two or three ways to build it, and you choose.",
        pros=("Fastest way to something people can touch", "Keeps the momentum"),
        cons=("Open assumptions stay open a little longer",),
        why_choose="Choose this when the problem is real and the user is clear.",
    ),
    GateOption(
        value=Choice.NARROW,
        title="Narrow it",
        description="Same direction, smaller first step.",
        what_happens_next="We rewrite the brief around your narrower scope.",
        pros=("Less to build, sooner proof", "A sharper first user"),
        cons=("Some of the first users have to wait",),
        why_choose="Choose this when the idea is good but the first step is too big.",
    ),
    GateOption(
        value=Choice.PIVOT,
        title="Pivot",
        description="A different direction, with what we learned.",
        what_happens_next="We rewrite the brief for the new direction and start over.",
        pros=("Cheap now, expensive later", "Keeps what you learned"),
        cons=("Plans made so far no longer fit",),
        why_choose="Choose this when the answers point somewhere else.",
    ),
    _PARK,
)

SOLIDIFICATION_OPTIONS = (
    GateOption(
        value=Choice.ITERATE,
        title="Iterate",
        description="Change something after seeing it run.",
        what_happens_next="Submit your change request.",
        pros=("Feedback turns into the next version",),
        cons=("Shipping waits for one more round",),
        why_choose="Choose this when something important is not right yet.",
    ),
    GateOption(
        value=Choice.SHIP,
        title="Ship",
        description="It is good enough to show.",
        what_happens_next="We check what is left before it goes live.",
        pros=("Real users sooner",),
        cons=("Rough edges are visible",),
        why_choose="Choose this when a real user would get value today.",
    ),
    _PARK,
)

OPTIONS: dict[GateType, tuple[GateOption, ...]] = {
    GateType.DIRECTION: DIRECTION_OPTIONS,
    GateType.SOLIDIFICATION: SOLIDIFICATION_OPTIONS,
}


def choices_of(gate_type: GateType) -> frozenset[Choice]:
    """The decisions a gate takes; the other gate's are refused (GATE-03)."""
    return frozenset(option.value for option in OPTIONS[gate_type])


SUMMARIES: dict[Choice, tuple[str, str]] = {
    Choice.PROCEED: ("We go ahead in this direction.", "Choose an execution plan."),
    Choice.NARROW: ("We narrowed the scope.", "Read the new brief, then decide again."),
    Choice.PIVOT: ("We changed direction.", "Read the new brief, then decide again."),
    Choice.PARK: ("The project is parked.", "Resume it whenever you like."),
    Choice.ITERATE: ("We go for another round.", "Submit your change request."),
    Choice.SHIP: ("We get it ready to ship.", "See what is left before going live."),
}
