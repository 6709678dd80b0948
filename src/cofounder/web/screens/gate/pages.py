"""A gate as a full-screen ceremony (GATE-15): Gate 1, and Gate 2 after a preview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cofounder.web.screens.pieces import ConfidenceLevel, Failure
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
class PastDecision:
    """A decision in the history of this gate."""

    title: str
    date: str
    reason: str
    decided_by: str


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
