"""The ceremony: look, decide, and wait where the brief has to be rewritten first."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from cofounder import ids
from cofounder.artifacts.brief_edits import get_brief
from cofounder.decisions.errors import DecisionNotFound
from cofounder.decisions.reading import get_decision, narrowing_text
from cofounder.gates import service as gates
from cofounder.gates.errors import GateDecided, GateExpired, StageLocked
from cofounder.gates.models import Gate
from cofounder.gates.repository import GateRepository
from cofounder.gates.states import Choice, GateType, choices_of
from cofounder.projects.models import Project
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.errors import RunActive
from cofounder.runs.models import Run
from cofounder.web.calls import wait_a_moment
from cofounder.web.edge import Edge, EdgeDep, Visitor, VisitorDep, see_other
from cofounder.web.opened import Opened, OpenProject
from cofounder.web.rendering import page
from cofounder.web.screens.gate import words
from cofounder.web.screens.gate.forms import Decision, DecisionForm
from cofounder.web.screens.gate.loading import Gates, ceremony, load
from cofounder.web.screens.gate.words import what_changed

router = APIRouter()
DECIDED_BEFORE = "This was decided already, maybe in another tab."
WRITING = "We are writing the brief for a decision already."


@router.get("/projects/{pid}/gate")
async def show(opened: Opened, again: str = "", narrow: str = "") -> Response:
    """The ceremony, or the last decision; `again` opens a decided direction anew.

    `narrow` is a decision of the console about the scope: the text is filled from it.
    """
    typed = await _narrowing(opened, narrow) if narrow else None
    shown = await load(opened, again=bool(again or typed), typed=typed)
    return page(shown, await opened.frame("Decisions"))


async def _narrowing(opened: OpenProject, decision_id: str) -> DecisionForm | None:
    """The ceremony as a decided scope fills it (DCSN-04)."""
    key = ids.parse_id(decision_id)
    if key is None:
        return None
    try:
        decision = await get_decision(opened.session, key, opened.who.user.id)
    except DecisionNotFound:
        return None
    if decision.project_id != opened.id or decision.chosen is None:
        return None
    return DecisionForm(decision=Choice.NARROW, action_text=narrowing_text(decision))


@router.post("/projects/{pid}/gate")
async def decide(
    opened: Opened, edge: EdgeDep, who: VisitorDep, form: Decision
) -> Response:
    """Open the gate if nobody did, and decide it, in one go."""
    here = f"{opened.home}/gate"
    gates_now = await Gates.load(opened)
    if form.seen != gates_now.seen or form.decision not in choices_of(form.gate_type):
        return see_other(here, notice=DECIDED_BEFORE)
    if problem := form.problem or _unsupported(gates_now, form):
        return await once_more(opened, gates_now, form, problem)
    try:
        against = goes_against(gates_now, form)
        run = await _carry_out(edge, who, opened.id, form, against=against)
    except (GateDecided, GateExpired):
        return see_other(here, notice=DECIDED_BEFORE)
    except RunActive:
        return see_other(here, notice=WRITING)
    except StageLocked as error:
        return await once_more(opened, gates_now, form, error.message)
    if run is not None:
        await wait_a_moment(edge, run)
        return see_other(here)
    after = opened.home if form.decision is Choice.PARK else here
    return see_other(after, notice=what_changed(form.decision))


def _unsupported(gates_now: Gates, form: DecisionForm) -> str:
    """Against the evidence we go ahead with a recorded reason, or not at all."""
    return words.CAPPED if goes_against(gates_now, form) and not form.reason else ""


def goes_against(gates_now: Gates, form: DecisionForm) -> bool:
    """Whether the founder proceeds although the evidence caps it."""
    card = gates_now.scorecard
    capped = card is not None and card.recommendation.is_capped
    return capped and form.decision is Choice.PROCEED


async def once_more(
    opened: OpenProject, gates_now: Gates, form: DecisionForm, error: str
) -> Response:
    """The ceremony with what was typed and what is wrong with it."""
    brief = await get_brief(opened.session, opened.id)
    view = ceremony(opened, gates_now, brief, typed=form, error=error)
    return page(view, await opened.frame("Decisions"), status_code=422)


async def _carry_out(
    edge: Edge, who: Visitor, project_id: UUID, form: DecisionForm, *, against: bool
) -> Run | None:
    async with edge.database.transaction() as session:
        project = await ProjectRepository(session).lock(project_id)
        gate = await pending_gate(session, edge, project, form)
        return await gates.decide(
            session,
            gate,
            project,
            choice=form.decision,
            by=who.user,
            correlation_id=edge.correlation_id,
            action_text=form.reason,
            note=form.note,
            override_reason=form.reason if against else "",
            tripwires=form.tripwires,
        )


async def pending_gate(
    session: AsyncSession, edge: Edge, project: Project, form: DecisionForm
) -> Gate:
    """The gate that waits; Gate 1 opens here when nobody opened it before.

    Raises:
        GateDecided: it was decided between the page and this form.
    """
    repository = GateRepository(session)
    gate = await repository.find_pending(project.id, form.gate_type)
    if gate is not None:
        return gate
    decided = [g for g in await repository.list_of(project.id) if g.decided_at]
    newest = max(decided, key=lambda g: str(g.decided_at), default=None)
    if form.gate_type is not GateType.DIRECTION:
        raise GateDecided
    if form.seen != ("" if newest is None else str(newest.id)):
        raise GateDecided
    await get_brief(session, project.id)
    return await gates.open_gate(session, project, correlation_id=edge.correlation_id)
