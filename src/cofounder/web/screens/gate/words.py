"""What the ceremony says around the fixed options."""

from __future__ import annotations

from typing import Literal

from cofounder.gates.models import Gate
from cofounder.gates.states import OPTIONS, SUMMARIES, Choice, GateType
from cofounder.web.screens.gate.pages import Alignment, GateOption, PastDecision
from cofounder.web.words import exact

TITLES = {
    GateType.DIRECTION: "Which way do we go?",
    GateType.SOLIDIFICATION: "You have seen it run. What next?",
}
LEADS = {
    GateType.DIRECTION: (
        "You decide, we only recommend. Planning and building stay closed until you "
        "choose."
    ),
    GateType.SOLIDIFICATION: (
        "You decide, we only recommend. New plans and builds wait for your choice."
    ),
}
BUTTONS = {
    Choice.PROCEED: "Proceed with this direction",
    Choice.NARROW: "Narrow it",
    Choice.PIVOT: "Change direction",
    Choice.PARK: "Park it",
    Choice.ITERATE: "Go another round",
    Choice.SHIP: "Get it ready to ship",
}
REASON = "Add a reason for later you, optional"
ASKS = {
    Choice.NARROW: "Which part do we keep? One sentence.",
    Choice.PIVOT: "What is the new direction? One sentence.",
}
SUGGESTED = {GateType.DIRECTION: Choice.PROCEED, GateType.SOLIDIFICATION: Choice.SHIP}
ADVICE = {
    "stabilize": "We would make what is there work first.",
    "simplify": "We would take something out before we add more.",
    "add_feature": "We would add what the brief promises and is still missing.",
    "begin_testing": "We would let real people try it now.",
}
RESOLVING = {
    Choice.NARROW: (
        "Writing the brief around your narrower scope…",
        "Your answers stay. Strategy, timeline and architecture follow the new brief.",
    ),
    Choice.PIVOT: (
        "Writing the brief for the new direction…",
        "What we learned stays. Strategy, timeline and architecture follow.",
    ),
}


def options_of(gate_type: GateType) -> tuple[GateOption, ...]:
    """The fixed options as cards (GATE-04)."""
    return tuple(
        GateOption(
            value=option.value.value,
            title=option.title,
            description=option.description,
            what_happens_next=option.what_happens_next,
            pros=option.pros,
            cons=option.cons,
            why_choose=option.why_choose,
            button=BUTTONS[option.value],
            asks=ASKS.get(option.value, REASON),
            needs_text=option.value in ASKS,
            is_suggested=option.value is SUGGESTED[gate_type],
        )
        for option in OPTIONS[gate_type]
    )


def title_of(choice: Choice) -> str:
    """A decision's name."""
    named = (o for options in OPTIONS.values() for o in options if o.value is choice)
    return next(named).title


def past_of(gate: Gate) -> PastDecision:
    """A decided gate as a line of the history."""
    assert gate.decision is not None and gate.decided_at is not None
    return PastDecision(
        title=title_of(gate.decision),
        date=exact(gate.decided_at),
        reason=gate.reason or "",
        decided_by="you" if gate.decided_by == "founder" else str(gate.decided_by),
    )


def what_changed(choice: Choice) -> str:
    """One sentence about what a decision did, and one about what to do next."""
    return " ".join(SUMMARIES[choice])


def alignment_of(gate: Gate) -> Alignment | None:
    """The score kept when Gate 2 opened: green from 80, amber from 60."""
    score = gate.context.get("alignment_score")
    if gate.gate_type is not GateType.SOLIDIFICATION or score is None:
        return None
    band: Literal["strong", "moderate", "needs_depth"] = "strong"
    if score < 80:
        band = "moderate" if score >= 60 else "needs_depth"
    advice = ADVICE.get(str(gate.context.get("recommended_action")), "")
    return Alignment(score=int(score), band=band, advice=advice)
