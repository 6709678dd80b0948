"""What the ceremony says around the fixed options."""

from __future__ import annotations

from typing import Any, Literal

from cofounder.gates.models import Gate
from cofounder.gates.scorecard import Advice, Scorecard
from cofounder.gates.states import OPTIONS, SUMMARIES, Choice, GateType
from cofounder.web.screens.chips import Chips
from cofounder.web.screens.gate.pages import (
    Alignment,
    Evidence,
    EvidenceLine,
    GateOption,
    PastDecision,
)
from cofounder.web.words import exact

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
WHY_ANYWAY = "Why do we go ahead although the evidence is thin? One sentence."
CAPPED = "Say in one sentence why we go ahead although the evidence is thin."
ADVISED: dict[Advice, str] = {
    "proceed": "The evidence is good enough to go ahead.",
    "narrow": "I’d narrow it before we go ahead.",
    "learn_more": "I’d learn more before we go ahead.",
}
# What we would choose; where we would learn more first, nothing is suggested.
SUGGESTED: dict[Advice, Choice] = {
    "proceed": Choice.PROCEED,
    "narrow": Choice.NARROW,
}
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


def options_of(
    gate_type: GateType, scorecard: Scorecard | None
) -> tuple[GateOption, ...]:
    """The fixed options as cards (GATE-04); the evidence says which we would choose."""
    suggested = suggestion(gate_type, scorecard)
    capped = scorecard is not None and scorecard.recommendation.is_capped
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
            asks=_asks(option.value, capped=capped),
            needs_text=option.value in ASKS,
            is_suggested=option.value is suggested,
        )
        for option in OPTIONS[gate_type]
    )


def suggestion(gate_type: GateType, scorecard: Scorecard | None) -> Choice | None:
    """What we would choose; None where we would learn more first."""
    if gate_type is GateType.SOLIDIFICATION:
        return Choice.SHIP
    advice = "proceed" if scorecard is None else scorecard.recommendation.value
    return SUGGESTED.get(advice)


def _asks(choice: Choice, *, capped: bool) -> str:
    if choice is Choice.PROCEED and capped:
        return WHY_ANYWAY
    return ASKS.get(choice, REASON)


def evidence_of(scorecard: Scorecard, chips: Chips) -> Evidence:
    """The scorecard with its quotes as chips that open them."""
    advice = scorecard.recommendation
    return Evidence(
        advice=ADVISED[advice.value],
        reason=advice.reason,
        is_capped=advice.is_capped,
        lines=tuple(
            EvidenceLine(
                title=finding.title,
                level=finding.level,
                quotes=tuple(chips.chip(p.ref, p.quote) for p in finding.evidence),
                missing=finding.missing,
            )
            for finding in scorecard.criteria
        ),
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
        known=_known_then(gate),
        against_advice=bool(gate.context.get("override_reason")),
    )


def _known_then(gate: Gate) -> str:
    """What the evidence said when it was decided, in one sentence."""
    card: dict[str, Any] = gate.context.get("scorecard") or {}
    return str(card["recommendation"]["reason"]) if card else ""


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
