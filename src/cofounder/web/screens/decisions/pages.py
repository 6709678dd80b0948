"""What the founder decided and has to decide (ux.md 1, DCSN-01 to DCSN-05)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cofounder.web.screens.gate.pages import EvidenceLine
from cofounder.web.screens.pieces import Failure
from cofounder.web.views import Screen

QuestionState = Literal["unasked", "thinking", "failed", "pending", "decided"]


@dataclass(frozen=True, kw_only=True)
class Direction:
    """The gate that waits, the last decision about it, or what opens the next one."""

    title: str
    text: str
    reason: str = ""
    meta: str = ""
    is_open: bool = False
    is_decided: bool = False
    action_label: str = ""
    action_href: str = ""
    missing: tuple[EvidenceLine, ...] = ()
    """What we know too little about, each with what would help."""


@dataclass(frozen=True, kw_only=True)
class ConsoleQuestion:
    """A question of the console and how far it is."""

    key: str
    title: str
    question: str
    state: QuestionState
    answer: str = ""
    note: str = ""
    meta: str = ""
    is_blocking: bool = False
    href: str = ""
    """Where it is compared and answered, or where it is decided instead."""
    href_label: str = ""
    failure: Failure | None = None
    wish: str = ""


@dataclass(frozen=True, kw_only=True)
class TripwireLine:
    """A promise to look again; overdue ones ask for their answer."""

    id: str
    condition: str
    state: Literal["open", "overdue", "held", "tripped", "dropped"]
    meta: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the history of everything that was decided."""

    what: str
    title: str
    reason: str
    date: str
    who: str
    href: str = ""
    mark: str = ""
    """"Superseded" or "Against our advice"."""


@dataclass(frozen=True, kw_only=True)
class DecisionsPage(Screen):
    """`/projects/{id}/decisions`."""

    template = "screens/decisions/page.html"

    direction: Direction
    questions: tuple[ConsoleQuestion, ...]
    console_locked: str = ""
    ask_action: str = ""
    tripwires: tuple[TripwireLine, ...] = ()
    tripwire_action: str = ""
    history: tuple[Entry, ...] = ()
    gate_href: str = ""
    can_reopen: bool = False
    is_thinking: bool = False
    error: str = ""
    error_key: str = ""
    typed: str = ""

    @property
    def overdue(self) -> tuple[TripwireLine, ...]:
        """The tripwires whose day has come."""
        return tuple(t for t in self.tripwires if t.state == "overdue")

    @property
    def waiting(self) -> tuple[TripwireLine, ...]:
        """The tripwires whose day will come."""
        return tuple(t for t in self.tripwires if t.state == "open")

    @property
    def answered(self) -> tuple[TripwireLine, ...]:
        """The tripwires that have their answer."""
        return tuple(t for t in self.tripwires if t.state not in ("open", "overdue"))


@dataclass(frozen=True, kw_only=True)
class DecisionOption:
    """A column of the comparison (DCSN-02)."""

    id: str
    name: str
    meaning: str
    time_to_ship: str
    engineering_cost: str
    cost_note: str
    risk_level: Literal["low", "medium", "high"]
    pros: tuple[str, ...]
    cons: tuple[str, ...]
    engineering_impact: str
    technical_deep_dive: str
    is_recommended: bool
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class DecisionPage(Screen):
    """One question with its options side by side, and the recorded answer."""

    template = "screens/decisions/decision.html"

    title: str
    question: str
    wish: str
    options: tuple[DecisionOption, ...]
    reason: str
    action: str
    back_href: str
    meta: str = ""
    note: str = ""
    is_blocking: bool = False
    is_superseded: bool = False
    is_demo: bool = False
    can_choose: bool = True
    next_label: str = ""
    next_href: str = ""
    earlier_href: str = ""
    error: str = ""
    typed: str = ""
    picked: str = ""

    @property
    def chosen(self) -> DecisionOption | None:
        """The chosen option, if one was."""
        return next((option for option in self.options if option.is_chosen), None)

    @property
    def selected(self) -> str:
        """Which option the form has ticked."""
        best = next((o.id for o in self.options if o.is_recommended), "")
        return self.picked or best
