"""Comparing before deciding: work a turn out, look at it, accept it or drop it."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from cofounder import clock
from cofounder.artifacts.errors import VersionConflict
from cofounder.gates import proposals
from cofounder.gates.differences import Change as Changed
from cofounder.gates.differences import Difference, difference_of
from cofounder.gates.errors import GateDecided, GateExpired, ProposalMissing
from cofounder.gates.models import Gate, Proposal
from cofounder.gates.repository import GateRepository, ProposalRepository
from cofounder.gates.states import Choice, GateType
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.errors import RunActive
from cofounder.runs.models import Run
from cofounder.web.calls import (
    failure_of,
    has_failed,
    latest_call,
    note_of,
    seconds_since_start,
    wait_a_moment,
)
from cofounder.web.edge import Edge, EdgeDep, Visitor, VisitorDep, see_other
from cofounder.web.opened import Opened, OpenProject
from cofounder.web.rendering import page
from cofounder.web.screens.gate.forms import Decision, DecisionForm
from cofounder.web.screens.gate.loading import Gates
from cofounder.web.screens.gate.pages import (
    Change,
    CompareFailedPage,
    ComparePage,
    GateResolvingPage,
)
from cofounder.web.screens.gate.routes import (
    DECIDED_BEFORE,
    once_more,
    pending_gate,
)
from cofounder.web.screens.gate.words import what_changed
from cofounder.web.words import ago

router = APIRouter()
WORKING = "We are working out another turn already."
GONE = "There is nothing to compare any more."
CHANGED = "The brief changed since. Compare again, then decide."
KEPT = "Nothing was changed and the decision waits for you."
TITLES = {
    Choice.NARROW: "What narrowing would change",
    Choice.PIVOT: "What the pivot would change",
}
ACCEPT = {Choice.NARROW: "Accept and narrow it", Choice.PIVOT: "Accept and pivot"}


@router.get("/projects/{pid}/gate/compare")
async def show(opened: Opened) -> Response:
    """The proposal beside what is there, or how far we are with it."""
    gate = await GateRepository(opened.session).find_pending(
        opened.id, GateType.DIRECTION
    )
    if gate is None:
        return see_other(f"{opened.home}/gate")
    call = await latest_call(opened.session, proposals.COMPARE, gate.id)
    frame = await opened.frame("Decisions")
    if call is not None and not call.is_over:
        return page(_working(opened, call), frame)
    if call is not None and has_failed(call):
        return page(_failed(opened, call), frame)
    found = await ProposalRepository(opened.session).find_open(gate.id)
    if found is None:
        return see_other(f"{opened.home}/gate")
    return page(await _beside(opened, gate, found), frame)


@router.post("/projects/{pid}/gate/compare")
async def compare(
    opened: Opened, edge: EdgeDep, who: VisitorDep, form: Decision
) -> Response:
    """Open the gate if nobody did, and work the turn out."""
    gates_now = await Gates.load(opened)
    if form.decision not in (Choice.NARROW, Choice.PIVOT):
        return see_other(f"{opened.home}/gate")
    if form.problem:
        return await once_more(opened, gates_now, form, form.problem)
    here = f"{opened.home}/gate/compare"
    try:
        run = await _ask(edge, who, opened, form)
    except (GateDecided, GateExpired):
        return see_other(f"{opened.home}/gate", notice=DECIDED_BEFORE)
    except RunActive:
        return see_other(here, notice=WORKING)
    await wait_a_moment(edge, run)
    return see_other(here)


async def _ask(
    edge: Edge, who: Visitor, opened: OpenProject, form: DecisionForm
) -> Run:
    async with edge.database.transaction() as session:
        project = await ProjectRepository(session).lock(opened.id)
        gate = await pending_gate(session, edge, project, form)
        return await proposals.compare(
            session,
            gate,
            project,
            choice=form.decision,
            action_text=form.reason,
            by=who.user,
            correlation_id=edge.correlation_id,
        )


@router.post("/projects/{pid}/gate/compare/accept")
async def accept(opened: Opened, edge: EdgeDep, who: VisitorDep) -> Response:
    """Decide with exactly what was shown."""
    try:
        async with edge.database.transaction() as session:
            project = await ProjectRepository(session).lock(opened.id)
            gate = await GateRepository(session).find_pending(
                project.id, GateType.DIRECTION
            )
            if gate is None:
                raise ProposalMissing
            decided = await proposals.accept(
                session,
                gate,
                project,
                by=who.user,
                correlation_id=edge.correlation_id,
            )
    except (ProposalMissing, GateDecided, GateExpired):
        return see_other(f"{opened.home}/gate", notice=GONE)
    except VersionConflict:
        return see_other(f"{opened.home}/gate/compare", notice=CHANGED)
    assert decided.decision is not None
    notice = what_changed(decided.decision)
    return see_other(f"{opened.home}/gate", notice=notice)


@router.post("/projects/{pid}/gate/compare/drop")
async def drop(opened: Opened, edge: EdgeDep) -> Response:
    """Let the proposal go; the gate waits as before."""
    async with edge.database.transaction() as session:
        project = await ProjectRepository(session).lock(opened.id)
        gate = await GateRepository(session).find_pending(
            project.id, GateType.DIRECTION
        )
        if gate is not None and await ProposalRepository(session).find_open(gate.id):
            await proposals.drop(session, gate, project)
    return see_other(f"{opened.home}/gate", notice="Dropped. Nothing was changed.")


def _working(opened: OpenProject, call: Run) -> GateResolvingPage:
    return GateResolvingPage(
        project_name=opened.project.name,
        title="Working out what would change…",
        text=note_of(call)
        or "First the brief, then the timeline that follows from it.",
        elapsed_seconds=seconds_since_start(call),
    )


def _failed(opened: OpenProject, call: Run) -> CompareFailedPage:
    return CompareFailedPage(
        failure=failure_of(call, KEPT),
        retry_action=f"{opened.home}/gate/compare",
        decision=str(call.options["choice"]),
        said=str(call.options["text"]),
        back_href=f"{opened.home}/gate",
    )


async def _beside(opened: OpenProject, gate: Gate, found: Proposal) -> ComparePage:
    tier = opened.who.user.tier
    difference = await difference_of(opened.session, gate, found, tier)
    here = f"{opened.home}/gate/compare"
    return ComparePage(
        title=TITLES[found.choice],
        said=found.text,
        present=f"Version {found.base_version} of your brief",
        proposed=f"Version {found.base_version + 1}, if you accept",
        made=f"{ago(found.created_at, clock.now())}, co-founder",
        sections=tuple(_change(each) for each in _in_order(difference)),
        timeline=_change(difference.timeline),
        present_weeks=difference.present_weeks,
        proposed_weeks=difference.proposed_weeks,
        accept_action=f"{here}/accept",
        accept_label=ACCEPT[found.choice],
        drop_action=f"{here}/drop",
        again_action=here,
        decision=found.choice.value,
        back_href=f"{opened.home}/gate",
        is_stale=difference.is_stale,
        is_demo=found.generated_by == "demo",
    )


def _in_order(difference: Difference) -> tuple[Changed, ...]:
    return (*difference.users, *difference.scope)


def _change(changed: Changed) -> Change:
    return Change(
        id=changed.section,
        title=changed.title,
        pieces=tuple((piece.kind, piece.text) for piece in changed.pieces),
        added=changed.added,
        removed=changed.removed,
    )
