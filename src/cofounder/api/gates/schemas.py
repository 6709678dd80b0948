"""Bodies of the gate endpoints."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from cofounder.api.schemas import StrictIn, Text
from cofounder.gates.models import Gate
from cofounder.gates.states import OPTIONS, SUMMARIES, Choice, GateStatus, GateType


class CreateIn(StrictIn):
    """Which decision to open, for which project."""

    project_id: UUID
    gate_type: GateType = GateType.DIRECTION


class ResolveIn(BaseModel):
    """The founder's decision."""

    decision: Choice
    action_text: Text = ""
    park_note: Text = ""


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


class BlockingOut(BaseModel):
    """Whether an open decision blocks planning and building."""

    blocking: bool
