"""Bodies of comparing before deciding."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from cofounder.gates.differences import Change, Difference
from cofounder.gates.models import Proposal


class PieceOut(BaseModel):
    """A run of text that stayed, came or went."""

    kind: str
    text: str


class ChangeOut(BaseModel):
    """One section now and as proposed, with its words compared."""

    section: str
    title: str
    present: str
    proposed: str
    added: int
    removed: int
    pieces: list[PieceOut]

    @classmethod
    def of(cls, change: Change) -> ChangeOut:
        """The change as the API shows it."""
        return cls(
            section=change.section,
            title=change.title,
            present=change.present,
            proposed=change.proposed,
            added=change.added,
            removed=change.removed,
            pieces=[PieceOut(**asdict(piece)) for piece in change.pieces],
        )


class ProposalOut(BaseModel):
    """A narrow or pivot worked out: what it would change, and what became of it."""

    proposal_id: UUID
    gate_id: UUID
    decision: str
    action_text: str
    status: str
    base_version: int
    is_stale: bool
    scope: list[ChangeOut]
    users: list[ChangeOut]
    timeline: ChangeOut
    present_weeks: int | None
    proposed_weeks: int
    generated_by: str
    created_at: datetime

    @classmethod
    def of(cls, proposal: Proposal, difference: Difference) -> ProposalOut:
        """The proposal as the API shows it."""
        return cls(
            proposal_id=proposal.id,
            gate_id=proposal.gate_id,
            decision=proposal.choice.value,
            action_text=proposal.text,
            status=proposal.status.value,
            base_version=proposal.base_version,
            is_stale=difference.is_stale,
            scope=[ChangeOut.of(change) for change in difference.scope],
            users=[ChangeOut.of(change) for change in difference.users],
            timeline=ChangeOut.of(difference.timeline),
            present_weeks=difference.present_weeks,
            proposed_weeks=difference.proposed_weeks,
            generated_by=proposal.generated_by,
            created_at=proposal.created_at,
        )
