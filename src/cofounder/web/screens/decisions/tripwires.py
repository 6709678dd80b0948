"""Answering a tripwire on the page of all decisions."""

from __future__ import annotations

from typing import Annotated, cast, get_args

from fastapi import APIRouter, Form
from starlette.responses import Response

from cofounder import ids
from cofounder.gates.errors import TripwireAnswered, TripwireNotFound
from cofounder.gates.repository import TripwireRepository
from cofounder.gates.tripwires import Outcome, answer_tripwire
from cofounder.web.edge import EdgeDep, VisitorDep, see_other
from cofounder.web.opened import Opened
from cofounder.web.rendering import page
from cofounder.web.screens.decisions.loading import load
from cofounder.web.typed import TOO_LONG, is_too_long, typed

router = APIRouter()
ANSWERED_BEFORE = "This tripwire was answered already."
SAID: dict[str, str] = {
    "held": "Recorded: it held.",
    "tripped": "Recorded: it tripped. You can decide the direction anew below.",
    "dropped": "Recorded: we no longer look at it.",
}


@router.post("/projects/{pid}/decisions/tripwires/{tid}")
async def answer_one(
    opened: Opened,
    edge: EdgeDep,
    who: VisitorDep,
    tid: str,
    outcome: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    """Say what became of a tripwire."""
    here = f"{opened.home}/decisions"
    key = ids.parse_id(tid)
    if key is None:
        raise TripwireNotFound
    if outcome not in get_args(Outcome):
        return see_other(here)
    if is_too_long(note):
        view = await load(opened, error=TOO_LONG, error_key=tid, typed=note)
        return page(view, await opened.frame("Decisions"), status_code=422)
    try:
        async with edge.database.transaction() as session:
            row = await TripwireRepository(session).get_owned(key, who.user.id)
            await answer_tripwire(
                session,
                row,
                outcome=cast(Outcome, outcome),
                note=typed(note),
                correlation_id=edge.correlation_id,
            )
    except TripwireAnswered:
        return see_other(here, notice=ANSWERED_BEFORE)
    return see_other(here, notice=SAID[outcome])
