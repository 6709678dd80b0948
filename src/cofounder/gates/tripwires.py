"""Tripwires: what a proceed promises to look at again, and when.

A tripwire is a condition that can turn out false and a day. On that day the founder
says whether it held; one that tripped is a reason to open Gate 1 again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock
from cofounder.gates.errors import TripwireAnswered, WrongChoice
from cofounder.gates.models import Gate, Tripwire, TripwireStatus
from cofounder.gates.repository import TripwireRepository
from cofounder.gates.states import Choice
from cofounder.projects import service as projects

MAX_TRIPWIRES = 5
MAX_CONDITION = 500
MAX_NOTE = 10_000
Outcome = Literal["held", "tripped", "dropped"]


@dataclass(frozen=True, slots=True)
class TripwireDraft:
    """A condition and the day we look at it."""

    condition: str
    due_on: date


def check_tripwires(choice: Choice, drafts: Sequence[TripwireDraft]) -> None:
    """Refuse tripwires that do not belong here or can never be looked at.

    Raises:
        WrongChoice: not a proceed, too many, blank, too long, or not in the future.
    """
    if drafts and choice is not Choice.PROCEED:
        raise WrongChoice("tripwires: only a decision to proceed carries tripwires.")
    if len(drafts) > MAX_TRIPWIRES:
        raise WrongChoice(f"tripwires: at most {MAX_TRIPWIRES}.")
    for number, draft in enumerate(drafts, start=1):
        where = f"tripwires: number {number}"
        if not draft.condition.strip():
            raise WrongChoice(f"{where} needs a condition that can turn out false.")
        if len(draft.condition) > MAX_CONDITION:
            raise WrongChoice(f"{where}: keep it under {MAX_CONDITION} characters.")
        if draft.due_on <= clock.now().date():
            raise WrongChoice(f"{where} needs a day after today.")


async def set_tripwires(
    session: AsyncSession, gate: Gate, drafts: Sequence[TripwireDraft]
) -> None:
    """Set the tripwires of a proceed."""
    for draft in drafts:
        session.add(
            Tripwire(
                project_id=gate.project_id,
                gate_id=gate.id,
                condition=draft.condition.strip(),
                due_on=draft.due_on,
            )
        )
    await session.flush()


async def answer_tripwire(
    session: AsyncSession,
    tripwire: Tripwire,
    *,
    outcome: Outcome,
    note: str = "",
    correlation_id: str,
) -> Tripwire:
    """Say what became of a tripwire; said once, it stays.

    Raises:
        TripwireAnswered: it was answered with something else before.
    """
    tripwire = await TripwireRepository(session).get_for_update(tripwire.id)
    status = TripwireStatus(outcome)
    if tripwire.status is status:
        return tripwire
    if tripwire.status is not TripwireStatus.OPEN:
        raise TripwireAnswered
    tripwire.status = status
    tripwire.note = note.strip()
    tripwire.answered_at = clock.now()
    projects.record(
        session,
        tripwire.project_id,
        "decision_recorded",
        correlation_id=correlation_id,
        actor="founder",
        detail={
            "tripwire_id": str(tripwire.id),
            "condition": tripwire.condition,
            "outcome": outcome,
        },
        reason=tripwire.note or None,
    )
    await session.flush()
    return tripwire


def overdue(rows: Iterable[Tripwire], today: date) -> tuple[Tripwire, ...]:
    """Those whose day has come and that nobody answered, in the order given."""
    return tuple(
        row for row in rows if row.status is TripwireStatus.OPEN and row.due_on <= today
    )
