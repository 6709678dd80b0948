"""All decisions: look, ask the console, answer it, answer a tripwire."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from cofounder import ids
from cofounder.decisions import service as decisions
from cofounder.decisions.errors import (
    DecisionDecided,
    DecisionNotFound,
    DecisionPending,
)
from cofounder.decisions.reading import Decision, answer, get_decision, list_decisions
from cofounder.decisions.templates import ASKABLE, Template
from cofounder.plans.errors import OptionMissing
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.errors import RunActive
from cofounder.runs.models import Run
from cofounder.web.calls import wait_a_moment
from cofounder.web.edge import EdgeDep, VisitorDep, see_other
from cofounder.web.opened import Opened, OpenProject
from cofounder.web.rendering import page
from cofounder.web.screens.decisions.detail import detail
from cofounder.web.screens.decisions.loading import load
from cofounder.web.typed import TOO_LONG, is_too_long, typed

router = APIRouter()
OPEN_ALREADY = "This question is open already. Answer it first."
DECIDED_BEFORE = "This was decided already, maybe in another tab."
UNDER_WAY = "We are weighing answers to this already."
PICK_ONE = "Choose one of the options."


@router.get("/projects/{pid}/decisions")
async def show(opened: Opened) -> Response:
    """The open gate, the console, tripwires and history."""
    return page(await load(opened), await opened.frame("Decisions"))


@router.post("/projects/{pid}/decisions/ask")
async def ask(
    opened: Opened,
    edge: EdgeDep,
    who: VisitorDep,
    template: Annotated[str, Form()] = "",
    wish: Annotated[str, Form()] = "",
) -> Response:
    """Ask a question of the console; the page shows how far it is."""
    here = f"{opened.home}/decisions"
    if template not in ASKABLE or template == Template.BUILD_PATH:
        return see_other(here)
    if is_too_long(wish):
        view = await load(opened, error=TOO_LONG, error_key=template, typed=wish)
        return page(view, await opened.frame("Decisions"), status_code=422)
    try:
        async with edge.database.transaction() as session:
            project = await ProjectRepository(session).get_owned(opened.id, who.user.id)
            asked = await decisions.ask(
                session,
                project,
                Template(template),
                by=who.user,
                correlation_id=edge.correlation_id,
                wish=typed(wish).strip(),
            )
    except DecisionPending:
        return see_other(here, notice=OPEN_ALREADY)
    except RunActive:
        return see_other(here, notice=UNDER_WAY)
    if not isinstance(asked, Run):
        return see_other(f"{here}/{asked.id}")
    done = await wait_a_moment(edge, asked)
    made = (done.output or {}).get("decision_id")
    return see_other(f"{here}/{made}" if made else here)


@router.get("/projects/{pid}/decisions/{did}")
async def show_one(opened: Opened, did: str) -> Response:
    """One question with its options side by side, or the recorded answer."""
    decision = await _decision(opened, did)
    return page(detail(opened, decision), await opened.frame("Decisions"))


@router.post("/projects/{pid}/decisions/{did}")
async def resolve(
    opened: Opened,
    edge: EdgeDep,
    who: VisitorDep,
    did: str,
    option_id: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    """Record the answer; the page then shows it."""
    decision = await _decision(opened, did)
    if is_too_long(note):
        return await _once_more(opened, decision, TOO_LONG, note, option_id)
    here = f"{opened.home}/decisions/{decision.id}"
    try:
        async with edge.database.transaction() as session:
            await answer(
                session,
                decision.id,
                who.user.id,
                option_id=option_id,
                note=typed(note),
                correlation_id=edge.correlation_id,
            )
    except DecisionDecided:
        return see_other(here, notice=DECIDED_BEFORE)
    except OptionMissing:
        return await _once_more(opened, decision, PICK_ONE, note, "")
    return see_other(here, notice="Your decision is recorded.")


async def _once_more(
    opened: OpenProject, decision: Decision, error: str, note: str, option_id: str
) -> Response:
    view = detail(opened, decision, error=error, typed=note, picked=option_id)
    return page(view, await opened.frame("Decisions"), status_code=422)


async def _decision(opened: OpenProject, did: str) -> Decision:
    """The project's decision in the path, as the list knows it.

    Raises:
        DecisionNotFound: it is another project's, somebody else's, or none.
    """
    key = ids.parse_id(did)
    if key is None:
        raise DecisionNotFound
    await get_decision(opened.session, key, opened.who.user.id)
    for decision in await list_decisions(opened.session, opened.id):
        if decision.id == key:
            return decision
    raise DecisionNotFound
