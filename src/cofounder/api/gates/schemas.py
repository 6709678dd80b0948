"""Bodies of the gate endpoints."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from cofounder import clock
from cofounder.api.schemas import FilledText, StrictIn, Text
from cofounder.gates.models import Gate, Tripwire, TripwireStatus
from cofounder.gates.states import OPTIONS, SUMMARIES, Choice, GateStatus, GateType
from cofounder.gates.tripwires import (
    MAX_CONDITION,
    MAX_TRIPWIRES,
    Outcome,
    TripwireDraft,
)

REOPEN = "Open Gate 1 and decide the direction anew."


class CreateIn(StrictIn):
    """Which decision to open, for which project."""

    project_id: UUID
    gate_type: GateType = GateType.DIRECTION


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("say which condition could turn out false")
    return text


class TripwireIn(StrictIn):
    """A condition that can turn out false, and the day we look at it again."""

    condition: Annotated[
        FilledText, Field(max_length=MAX_CONDITION), AfterValidator(_said)
    ]
    due_on: date

    def draft(self) -> TripwireDraft:
        """As the use case takes it."""
        return TripwireDraft(self.condition, self.due_on)


class ResolveIn(BaseModel):
    """The founder's decision."""

    decision: Choice
    action_text: Text = ""
    park_note: Text = ""
    override_reason: Text = ""
    tripwires: list[TripwireIn] = Field(
        default_factory=list[TripwireIn], max_length=MAX_TRIPWIRES
    )


class CompareIn(StrictIn):
    """The turn to be worked out."""

    decision: Choice
    action_text: Text = ""


class AnswerIn(StrictIn):
    """What became of a tripwire."""

    outcome: Outcome
    note: Text = ""


class OptionOut(BaseModel):
    """One way to decide."""

    value: str
    title: str
    description: str
    what_happens_next: str
    pros: list[str]
    cons: list[str]
    why_choose: str


def options_of(gate: Gate) -> list[OptionOut]:
    """The gate's options while it is pending, else none."""
    if gate.status is not GateStatus.PENDING:
        return []
    return [OptionOut(**option.as_dict()) for option in OPTIONS[gate.gate_type]]


class CreatedOut(BaseModel):
    """A gate that was just opened."""

    gate_id: UUID
    gate_type: str
    status: str
    options: list[OptionOut]
    created_at: datetime

    @classmethod
    def of(cls, gate: Gate) -> CreatedOut:
        """The gate as the API shows it."""
        return cls(
            gate_id=gate.id,
            gate_type=gate.gate_type.value,
            status=gate.status.value,
            options=options_of(gate),
            created_at=gate.created_at,
        )


class GateOut(BaseModel):
    """A gate and its decision."""

    gate_id: UUID
    gate_type: str
    status: str
    decision: str | None
    decided_at: datetime | None
    reason: str | None
    context: dict[str, Any]
    options: list[OptionOut]
    created_at: datetime

    @classmethod
    def of(cls, gate: Gate) -> GateOut:
        """The gate as the API shows it."""
        return cls(
            gate_id=gate.id,
            gate_type=gate.gate_type.value,
            status=gate.status.value,
            decision=None if gate.decision is None else gate.decision.value,
            decided_at=gate.decided_at,
            reason=gate.reason,
            context=gate.context,
            options=options_of(gate),
            created_at=gate.created_at,
        )


class ResolvedOut(BaseModel):
    """What was decided and what comes next."""

    gate_id: UUID
    decision: str
    status: str
    resolution_summary: str
    next_action: str

    @classmethod
    def of(cls, gate: Gate) -> ResolvedOut:
        """The decision as the API shows it."""
        assert gate.decision is not None
        summary, following = SUMMARIES[gate.decision]
        return cls(
            gate_id=gate.id,
            decision=gate.decision.value,
            status=gate.status.value,
            resolution_summary=summary,
            next_action=following,
        )


class TripwireOut(BaseModel):
    """A tripwire; `next_action` says what one that tripped is a reason for."""

    id: UUID
    project_id: UUID
    gate_id: UUID
    condition: str
    due_on: date
    status: str
    is_overdue: bool
    note: str | None
    answered_at: datetime | None
    next_action: str | None

    @classmethod
    def of(cls, row: Tripwire) -> TripwireOut:
        """The tripwire as the API shows it."""
        is_open = row.status is TripwireStatus.OPEN
        return cls(
            id=row.id,
            project_id=row.project_id,
            gate_id=row.gate_id,
            condition=row.condition,
            due_on=row.due_on,
            status=row.status.value,
            is_overdue=is_open and row.due_on <= clock.now().date(),
            note=row.note or None,
            answered_at=row.answered_at,
            next_action=REOPEN if row.status is TripwireStatus.TRIPPED else None,
        )


class BlockingOut(BaseModel):
    """Whether an open decision blocks planning and building."""

    blocking: bool
