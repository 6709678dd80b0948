"""A gate as a full-screen ceremony (GATE-15): Gate 1, and Gate 2 after a preview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cofounder.gates.scorecard import EvidenceLevel
from cofounder.web.screens.pieces import ConfidenceLevel, Failure, Source
from cofounder.web.views import Screen


@dataclass(frozen=True, kw_only=True)
class GateOption:
    """One of the fixed options."""

    value: str
    title: str
    description: str
    what_happens_next: str
    pros: tuple[str, ...]
    cons: tuple[str, ...]
    why_choose: str
    button: str
    """The primary button's words when it is chosen."""
    asks: str = ""
    """What the text field asks while it is chosen."""
    needs_text: bool = False
    is_suggested: bool = False


@dataclass(frozen=True, kw_only=True)
class Recap:
    """The brief in three lines; the template cuts each at 100 characters."""

    problem: str
    target_user: str
    value: str
    confidence: ConfidenceLevel
    assumption_count: int
    brief_href: str


@dataclass(frozen=True, kw_only=True)
class Alignment:
    """How well what was asked for fits the brief (ALGN-01), for Gate 2."""

    score: int
    band: Literal["strong", "moderate", "needs_depth"]
    """80 and above, 60 to 79, below 60."""
    advice: str


@dataclass(frozen=True, kw_only=True)
class EvidenceLine:
    """One of the seven points: what is known of it, from where, and what is missing."""

    title: str
    level: EvidenceLevel
    quotes: tuple[Source, ...] = ()
    missing: str = ""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The scorecard: what we would do, why, and the seven points."""

    advice: str
    reason: str
    is_capped: bool
    """Going ahead is more than the evidence supports; it takes a reason then."""
    lines: tuple[EvidenceLine, ...]


@dataclass(frozen=True, kw_only=True)
class TripwireRow:
    """A line of the form: a condition and the day we look at it."""

    number: int
    condition: str = ""
    due_on: str = ""


@dataclass(frozen=True, kw_only=True)
class PastDecision:
    """A decision in the history of this gate, with what was known then."""

    title: str
    date: str
    reason: str
    decided_by: str
    known: str = ""
    against_advice: bool = False


@dataclass(frozen=True, kw_only=True)
class GatePage(Screen):
    """The open gate. Posts decision, action_text and park_note."""

    template = "screens/gate/page.html"

    gate_type: Literal["direction", "solidification"]
    title: str
    lead: str
    project_name: str
    action: str
    close_href: str
    seen: str
    """The decision before this one: a form from before it was taken is refused."""
    recap: Recap
    options: tuple[GateOption, ...]
    compare_action: str = ""
    compared_href: str = ""
    """Where an open proposal is looked at."""
    earliest: str = ""
    """The first day a tripwire may name."""
    evidence: Evidence | None = None
    tripwires: tuple[TripwireRow, ...] = ()
    alignment: Alignment | None = None
    history: tuple[PastDecision, ...] = ()
    chosen: str = "proceed"
    action_text: str = ""
    park_note: str = ""
    error: str = ""
    failure: Failure | None = None


@dataclass(frozen=True, kw_only=True)
class GateResolvingPage(Screen):
    """The decision is taken and the brief is being written around it."""

    template = "screens/gate/resolving.html"

    project_name: str
    title: str
    text: str
    elapsed_seconds: int


@dataclass(frozen=True, kw_only=True)
class GateDecidedPage(Screen):
    """No gate is open: the last decision, and how to go on."""

    template = "screens/gate/decided.html"

    current: PastDecision | None
    """None when nothing was ever decided; then `opens` says what opens the gate."""
    what_changed: str
    history: tuple[PastDecision, ...]
    next_label: str
    next_href: str
    opens: str = ""
    again_href: str = ""
    """Opens the decision anew, where that is possible."""
    all_href: str = ""
    """The page of all decisions."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One section of a proposal beside the present one."""

    id: str
    title: str
    pieces: tuple[tuple[str, str], ...]
    added: int
    removed: int

    @property
    def is_changed(self) -> bool:
        """Whether a word of it differs."""
        return bool(self.added or self.removed)


@dataclass(frozen=True, kw_only=True)
class ComparePage(Screen):
    """A narrow or pivot worked out: accept it, drop it, or compare something else."""

    template = "screens/gate/compare.html"

    title: str
    said: str
    """The founder's own words for the turn."""
    present: str
    proposed: str
    made: str
    sections: tuple[Change, ...]
    timeline: Change
    present_weeks: int | None
    proposed_weeks: int
    accept_action: str
    accept_label: str
    drop_action: str
    again_action: str
    decision: str
    back_href: str
    is_stale: bool = False
    is_demo: bool = False

    @property
    def changed(self) -> tuple[Change, ...]:
        """The sections in which something differs."""
        return tuple(section for section in self.sections if section.is_changed)

    @property
    def unchanged(self) -> tuple[Change, ...]:
        """The sections that stay word for word."""
        return tuple(s for s in self.sections if not s.is_changed)


@dataclass(frozen=True, kw_only=True)
class CompareFailedPage(Screen):
    """The proposal could not be worked out; nothing changed."""

    template = "screens/gate/compare_failed.html"

    failure: Failure
    retry_action: str
    decision: str
    said: str
    back_href: str
