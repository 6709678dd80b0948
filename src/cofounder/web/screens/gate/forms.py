"""What the ceremony's form sends."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form
from pydantic import BaseModel

from cofounder.gates.service import MAX_TEXT
from cofounder.gates.states import Choice, GateType

TOO_LONG = f"Keep it under {MAX_TEXT:,} characters."


class DecisionForm(BaseModel):
    """A decision with its text; lengths are checked by hand, to keep what was typed."""

    decision: Choice
    gate_type: GateType = GateType.DIRECTION
    seen: str = ""
    action_text: str = ""
    park_note: str = ""

    @property
    def reason(self) -> str:
        """The text that belongs to the decision; a park's note is its own."""
        return "" if self.decision is Choice.PARK else self.action_text.strip()

    @property
    def note(self) -> str:
        """The note of a park."""
        return self.park_note.strip() if self.decision is Choice.PARK else ""

    @property
    def problem(self) -> str:
        """What is wrong with the texts, in a sentence; nothing when they are fine."""
        if max(len(self.action_text), len(self.park_note)) > MAX_TEXT:
            return TOO_LONG
        if self.decision is Choice.NARROW and not self.reason:
            return "Say in one sentence which part we keep."
        if self.decision is Choice.PIVOT and not self.reason:
            return "Say in one sentence what the new direction is."
        return ""


Decision = Annotated[DecisionForm, Form()]
