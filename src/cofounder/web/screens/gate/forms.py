"""What the ceremony's form sends."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from itertools import zip_longest
from typing import Annotated

from fastapi import Form
from pydantic import BaseModel, Field

from cofounder.gates.errors import WrongChoice
from cofounder.gates.service import MAX_TEXT
from cofounder.gates.states import Choice, GateType
from cofounder.gates.tripwires import TripwireDraft, check_tripwires
from cofounder.web.typed import typed

TOO_LONG = f"Keep it under {MAX_TEXT:,} characters."


class DecisionForm(BaseModel):
    """A decision with its text; lengths are checked by hand, to keep what was typed."""

    decision: Choice
    gate_type: GateType = GateType.DIRECTION
    seen: str = ""
    action_text: str = ""
    park_note: str = ""
    tripwire_condition: list[str] = Field(default_factory=list[str])
    tripwire_due: list[str] = Field(default_factory=list[str])

    @property
    def reason(self) -> str:
        """The text that belongs to the decision; a park's note is its own."""
        return "" if self.decision is Choice.PARK else typed(self.action_text).strip()

    @property
    def note(self) -> str:
        """The note of a park."""
        return typed(self.park_note).strip() if self.decision is Choice.PARK else ""

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The tripwires as they were typed; untouched lines are none."""
        pairs = zip_longest(self.tripwire_condition, self.tripwire_due, fillvalue="")
        return [(typed(text).strip(), due) for text, due in pairs if text or due]

    @property
    def tripwires(self) -> list[TripwireDraft]:
        """The tripwires of a proceed; a day that is none counts as missing."""
        if self.decision is not Choice.PROCEED:
            return []
        return [TripwireDraft(text, _day(due)) for text, due in self.lines]

    @property
    def problem(self) -> str:
        """What is wrong with the texts, in a sentence; nothing when they are fine."""
        if max(len(self.action_text), len(self.park_note)) > MAX_TEXT:
            return TOO_LONG
        if self.decision is Choice.NARROW and not self.reason:
            return "Say in one sentence which part we keep."
        if self.decision is Choice.PIVOT and not self.reason:
            return "Say in one sentence what the new direction is."
        return self._tripwire_problem()

    def _tripwire_problem(self) -> str:
        try:
            check_tripwires(self.decision, self.tripwires)
        except WrongChoice as wrong:
            return wrong.message.replace("tripwires: number", "Tripwire")
        return ""


def _day(text: str) -> date:
    with suppress(ValueError):
        return date.fromisoformat(text)
    return date.min


Decision = Annotated[DecisionForm, Form()]
