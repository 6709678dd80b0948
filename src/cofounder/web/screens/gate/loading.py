"""Reading gates into the ceremony, the wait, or the last decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from cofounder import clock
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.reading import shown
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.gates.knowing import evidence
from cofounder.gates.models import Gate, Proposal
from cofounder.gates.repository import GateRepository, ProposalRepository
from cofounder.gates.resolving import RESOLVE
from cofounder.gates.scorecard import Scorecard
from cofounder.gates.states import ASKED, Choice, GateStatus, GateType
from cofounder.gates.tripwires import MAX_TRIPWIRES
from cofounder.projects.stages import ProjectStatus
from cofounder.runs.models import Run
from cofounder.web.calls import (
    failure_of,
    has_failed,
    latest_call,
    note_of,
    seconds_since_start,
)
from cofounder.web.opened import OpenProject
from cofounder.web.rows import rows_of
from cofounder.web.screens.chips import Chips
from cofounder.web.screens.gate import words
from cofounder.web.screens.gate.forms import DecisionForm
from cofounder.web.screens.gate.pages import (
    Evidence,
    GateDecidedPage,
    GatePage,
    GateResolvingPage,
    PastDecision,
    Recap,
    TripwireRow,
)
from cofounder.web.screens.pieces import ConfidenceLevel, Failure

Anything = GatePage | GateResolvingPage | GateDecidedPage
KEPT = "Your decision waits and nothing was changed."
TOO_EARLY = (
    "The first decision opens when the interview is finished and your idea brief is "
    "written."
)
PARKED = "This project is parked. Resume it, and the decision opens."
NEXT = {
    Choice.PROCEED: ("Compare options", "/plan"),
    Choice.NARROW: ("Read the new brief", "/brief"),
    Choice.PIVOT: ("Read the new brief", "/brief"),
    Choice.PARK: ("Go to the overview", ""),
    Choice.ITERATE: ("Build the next version", "/build?new=1"),
    Choice.SHIP: ("Go to the build", "/build"),
}


@dataclass(frozen=True, slots=True)
class Gates:
    """The project's gates as the page needs them."""

    pending: Gate | None
    latest: Gate | None
    """The latest decided Gate 1."""
    decided: tuple[Gate, ...]
    """Every decided one, newest decision first."""
    call: Run | None
    """The last rewriting of the brief for the pending gate."""
    scorecard: Scorecard | None
    """What the evidence says now; only for a direction."""
    evidence: Evidence | None
    """The same, in words and with the founder's own behind each."""
    proposal: Proposal | None

    @classmethod
    async def load(cls, opened: OpenProject) -> Gates:
        """Read them."""
        gates = GateRepository(opened.session)
        rows = await gates.list_of(opened.id)
        pending = await gates.find_pending(opened.id)
        call = None
        if pending is not None:
            call = await latest_call(opened.session, RESOLVE, pending.id)
        decided = [gate for gate in rows if gate.status is GateStatus.DECIDED]
        decided.sort(key=lambda gate: str(gate.decided_at), reverse=True)
        latest = await gates.find_latest_direction(opened.id)
        card = await _scorecard(opened, pending)
        return cls(
            pending,
            latest,
            tuple(decided),
            call,
            scorecard=card,
            evidence=None if card is None else await _evidence(opened, card),
            proposal=await _proposal(opened, pending),
        )

    @property
    def seen(self) -> str:
        """Names the last decision, so that an old form is noticed."""
        return str(self.decided[0].id) if self.decided else ""

    @property
    def proceeds(self) -> bool:
        """Whether the direction is decided and nothing is open."""
        return (
            self.pending is None
            and self.latest is not None
            and self.latest.decision is Choice.PROCEED
        )


async def _scorecard(opened: OpenProject, pending: Gate | None) -> Scorecard | None:
    if pending is not None and pending.gate_type is not GateType.DIRECTION:
        return None
    return await evidence(opened.session, opened.id)


async def _evidence(opened: OpenProject, card: Scorecard) -> Evidence:
    return words.evidence_of(card, Chips.of(await rows_of(opened)))


async def _proposal(opened: OpenProject, pending: Gate | None) -> Proposal | None:
    if pending is None:
        return None
    return await ProposalRepository(opened.session).find_open(pending.id)


async def load(
    opened: OpenProject, *, again: bool = False, typed: DecisionForm | None = None
) -> Anything:
    """What `/gate` shows now; `typed` fills the ceremony where it is shown."""
    gates = await Gates.load(opened)
    brief = await ArtifactRepository(opened.session).find(
        opened.id, ArtifactType.IDEA_BRIEF
    )
    if brief is None or brief.current_content is None:
        return _nothing_yet(opened, TOO_EARLY, "Go to the interview", "/understanding")
    if gates.call is not None and not gates.call.is_over:
        return _resolving(opened, gates.call)
    if opened.project.status is ProjectStatus.PARKED and gates.decided:
        return _decided(opened, gates, gates.decided[0])
    if opened.project.status is ProjectStatus.PARKED:
        return _nothing_yet(opened, PARKED, "Go to the overview", "")
    if gates.proceeds and not again:
        return _decided(opened, gates, gates.decided[0])
    return ceremony(opened, gates, brief, typed=typed)


def _nothing_yet(
    opened: OpenProject, opens: str, label: str, tail: str
) -> GateDecidedPage:
    return GateDecidedPage(
        current=None,
        what_changed="",
        history=(),
        next_label=label,
        next_href=opened.home + tail,
        opens=opens,
    )


def _resolving(opened: OpenProject, call: Run) -> GateResolvingPage:
    title, text = words.RESOLVING[Choice(call.options["choice"])]
    return GateResolvingPage(
        project_name=opened.project.name,
        title=title,
        text=note_of(call) or text,
        elapsed_seconds=seconds_since_start(call),
    )


def _decided(opened: OpenProject, gates: Gates, current: Gate) -> GateDecidedPage:
    choice = current.decision
    assert choice is not None
    label, tail = NEXT[choice]
    parked = opened.project.status is ProjectStatus.PARKED
    return GateDecidedPage(
        current=words.past_of(current),
        what_changed=words.what_changed(choice),
        history=_history(gates.decided[1:]),
        next_label=label,
        next_href=opened.home + tail,
        again_href="" if parked else f"{opened.home}/gate?again=1",
        all_href=f"{opened.home}/decisions",
    )


def _history(gates: tuple[Gate, ...]) -> tuple[PastDecision, ...]:
    return tuple(words.past_of(gate) for gate in gates)


def ceremony(
    opened: OpenProject,
    gates: Gates,
    brief: Artifact,
    *,
    typed: DecisionForm | None = None,
    error: str = "",
) -> GatePage:
    """The open gate; with `typed`, as the founder left it."""
    pending = gates.pending
    gate_type = GateType.DIRECTION if pending is None else pending.gate_type
    typed = typed or _kept(gates.call) or _untouched(gate_type, gates.scorecard)
    return GatePage(
        gate_type=cast(Any, gate_type.value),
        title=ASKED[gate_type],
        lead=words.LEADS[gate_type],
        project_name=opened.project.name,
        action=f"{opened.home}/gate",
        close_href=opened.home,
        seen=gates.seen,
        recap=recap_of(opened, brief),
        options=words.options_of(gate_type, gates.scorecard),
        compare_action=f"{opened.home}/gate/compare",
        compared_href=f"{opened.home}/gate/compare" if gates.proposal else "",
        earliest=(clock.now().date() + timedelta(days=1)).isoformat(),
        evidence=gates.evidence,
        tripwires=_rows(typed) if gate_type is GateType.DIRECTION else (),
        alignment=None if pending is None else words.alignment_of(pending),
        history=_history(gates.decided),
        chosen=typed.decision.value,
        action_text=typed.action_text,
        park_note=typed.park_note,
        error=error,
        failure=_failure(gates.call),
    )


def _untouched(gate_type: GateType, card: Scorecard | None) -> DecisionForm:
    first = Choice.PROCEED if gate_type is GateType.DIRECTION else Choice.SHIP
    suggested = words.suggestion(gate_type, card) or first
    return DecisionForm(decision=suggested, gate_type=gate_type)


def _rows(typed: DecisionForm) -> tuple[TripwireRow, ...]:
    """The lines that were typed, then empty ones."""
    lines = [*typed.lines, *[("", "")] * MAX_TRIPWIRES][: max(3, len(typed.lines))]
    return tuple(
        TripwireRow(number=number, condition=text, due_on=due)
        for number, (text, due) in enumerate(lines, start=1)
    )


def _kept(call: Run | None) -> DecisionForm | None:
    """What was typed before the rewriting failed."""
    if call is None or not has_failed(call):
        return None
    return DecisionForm(
        decision=Choice(call.options["choice"]), action_text=call.options["text"]
    )


def _failure(call: Run | None) -> Failure | None:
    return None if call is None or not has_failed(call) else failure_of(call, KEPT)


def recap_of(opened: OpenProject, brief: Artifact) -> Recap:
    """The brief in three lines, how sure we are, and how much is assumed."""
    visible = shown(brief, opened.who.user.tier)
    content = visible.content
    return Recap(
        problem=str(content.get("problem_statement") or ""),
        target_user=str(content.get("target_user") or ""),
        value=str(content.get("value_prop") or ""),
        confidence=_overall(content.get("confidence_scores") or {}),
        assumption_count=len(visible.assumptions),
        brief_href=f"{opened.home}/brief",
    )


def _overall(scores: Mapping[str, str]) -> ConfidenceLevel:
    """The level most sections have; where two are level, the more cautious one."""
    counts = Counter(scores.values())
    levels: tuple[ConfidenceLevel, ...] = ("needs_depth", "moderate", "strong")
    return max(levels, key=lambda level: counts[level]) if counts else "moderate"
