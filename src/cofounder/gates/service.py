"""Use cases of gates: open one, decide it, and what a decision sets in motion.

A decision and its effects commit together. Narrow and pivot need a new brief: the
model is asked first, as a deferred call, and the gate stays pending if that fails
(GATE-06).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock
from cofounder.accounts.models import User
from cofounder.accounts.repository import UserRepository
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.following import follow_brief
from cofounder.artifacts.finalizing import brief_request, store_brief
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.artifacts.trio import start_trio
from cofounder.gates.errors import (
    GateDecided,
    GateExists,
    GateExpired,
    GatePending,
    NotProceed,
    StageLocked,
    WrongChoice,
)
from cofounder.gates.knowing import known, recap
from cofounder.gates.models import Gate, ProposalStatus
from cofounder.gates.repository import GateRepository, ProposalRepository
from cofounder.gates.states import Choice, GateStatus, GateType, choices_of
from cofounder.gates.tripwires import TripwireDraft, check_tripwires, set_tripwires
from cofounder.interviews.ports import IdeaBriefDraft, InterviewRequest
from cofounder.projects import service as projects
from cofounder.projects.models import Project
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.calls import Reply
from cofounder.runs.deferral import DeferredCall, defer
from cofounder.runs.models import Run

RESOLVE = "gates.resolve"
MAX_TEXT = 10_000


async def open_gate(
    session: AsyncSession,
    project: Project,
    *,
    correlation_id: str,
    gate_type: GateType = GateType.DIRECTION,
    context: dict[str, Any] | None = None,
    build_id: UUID | None = None,
) -> Gate:
    """Open a decision.

    Raises:
        ProjectParked: the project rests.
        GateExists: one of this type is pending already.
    """
    projects.check_not_parked(project)
    await ProjectRepository(session).lock(project.id)
    if await GateRepository(session).find_pending(project.id, gate_type) is not None:
        raise GateExists
    gate = Gate(
        project_id=project.id,
        gate_type=gate_type,
        stage_number=project.stage_number,
        status=GateStatus.PENDING,
        context={
            **await recap(session, project.id),
            **await known(session, project.id, gate_type),
            **(context or {}),
        },
        build_id=build_id,
    )
    session.add(gate)
    await session.flush()
    projects.record(
        session,
        project.id,
        "gate_created",
        correlation_id=correlation_id,
        detail={"gate_id": str(gate.id), "gate_type": gate_type.value},
    )
    return gate


async def decide(
    session: AsyncSession,
    gate: Gate,
    project: Project,
    *,
    choice: Choice,
    by: User,
    correlation_id: str,
    action_text: str = "",
    note: str = "",
    override_reason: str = "",
    tripwires: Sequence[TripwireDraft] = (),
) -> Run | None:
    """Decide a gate at once, or return the run that narrows or pivots and then does.

    Raises:
        GateDecided, GateExpired: it is not pending any more.
        ProjectParked: the project rests.
        WrongChoice: not a decision of this gate, narrow and pivot without a text, or
            tripwires that do not fit.
        StageLocked: there is no stage to proceed to.
    """
    gate = await lock_pending(session, gate, project)
    check_choice(gate, choice, action_text)
    check_tripwires(choice, tripwires)
    if choice in (Choice.NARROW, Choice.PIVOT):
        return await _defer(session, gate, choice, action_text, by, correlation_id)
    if choice is Choice.PROCEED:
        await _proceed(session, project, correlation_id)
    elif choice is Choice.PARK:
        await projects.park(
            session, project, correlation_id=correlation_id, note=note or None
        )
    elif choice is Choice.ITERATE:
        await _iterate(session, project, correlation_id)
    gate.context = {
        **gate.context,
        **await known(session, project.id, gate.gate_type),
        **({"override_reason": override_reason} if override_reason else {}),
    }
    await set_tripwires(session, gate, tripwires)
    reason = override_reason or note or action_text
    await _close(session, gate, choice, reason=reason, by=correlation_id)
    return None


async def lock_pending(session: AsyncSession, gate: Gate, project: Project) -> Gate:
    """The gate, locked, while it can still be decided.

    Raises:
        GateDecided, GateExpired: it is not pending any more.
        ProjectParked: the project rests.
    """
    gate = await GateRepository(session).get_for_update(gate.id)
    if gate.status is GateStatus.DECIDED:
        raise GateDecided
    if gate.status is GateStatus.EXPIRED:
        raise GateExpired
    projects.check_not_parked(project)
    return gate


def check_choice(gate: Gate, choice: Choice, action_text: str) -> None:
    """Refuse a decision of the other gate, and a turn without a text.

    Raises:
        WrongChoice: naming the field.
    """
    if choice not in choices_of(gate.gate_type):
        allowed = ", ".join(sorted(c.value for c in choices_of(gate.gate_type)))
        raise WrongChoice(f"decision: this gate takes {allowed}.")
    if choice in (Choice.NARROW, Choice.PIVOT) and not action_text.strip():
        raise WrongChoice(f"action_text: say in your words how to {choice.value}.")


async def _close(
    session: AsyncSession, gate: Gate, choice: Choice, *, reason: str, by: str
) -> None:
    gate.status = GateStatus.DECIDED
    gate.decision = choice
    gate.decided_by = "founder"
    gate.decided_at = clock.now()
    gate.reason = reason or None
    projects.record(
        session,
        gate.project_id,
        "gate_decided",
        correlation_id=by,
        actor="founder",
        detail={
            "gate_id": str(gate.id),
            "gate_type": gate.gate_type.value,
            "decision": choice.value,
        },
        reason=reason or None,
    )
    proposal = await ProposalRepository(session).find_open(gate.id, lock=True)
    if proposal is not None:  # decided without it
        proposal.status = ProposalStatus.DROPPED
        proposal.ended_at = clock.now()
    await session.flush()


async def _proceed(
    session: AsyncSession, project: Project, correlation_id: str
) -> None:
    if project.stage_number >= 4:
        raise StageLocked
    if project.stage_number < 2:
        await projects.complete_milestone(
            session, project, 1, "gate_proceed", correlation_id=correlation_id
        )
        await projects.enter_stage(
            session,
            project,
            2,
            correlation_id=correlation_id,
            actor="founder",
            proceed_decided=True,
        )


async def _iterate(
    session: AsyncSession, project: Project, correlation_id: str
) -> None:
    if project.stage_number == 3:
        await projects.enter_stage(
            session,
            project,
            4,
            correlation_id=correlation_id,
            actor="founder",
            proceed_decided=True,
        )


async def _defer(
    session: AsyncSession,
    gate: Gate,
    choice: Choice,
    text: str,
    by: User,
    correlation_id: str,
) -> Run:
    call = DeferredCall(
        operation=RESOLVE,
        subject=str(gate.id),
        label="Rewriting the brief for your decision",
        options={"choice": choice.value, "text": text},
        project_id=gate.project_id,
        subject_id=gate.id,
    )
    return await defer(session, call, by=by, correlation_id=correlation_id)


async def resolve_request(session: AsyncSession, run: Run) -> InterviewRequest:
    """What the interviewer needs to rewrite the brief for a decision."""
    kind = "narrow" if run.options["choice"] == Choice.NARROW else "pivot"
    return await brief_request(session, run, instruction=run.options["text"], kind=kind)


async def store_resolution(
    session: AsyncSession, run: Run, reply: Reply[IdeaBriefDraft]
) -> dict[str, Any]:
    """Decide a narrow or pivot with its new brief and all its effects, together."""
    assert run.subject_id is not None and run.project_id is not None
    gate = await GateRepository(session).get_for_update(run.subject_id)
    output = {"gate_id": str(gate.id)}
    if gate.status is not GateStatus.PENDING:
        return output
    choice, text = Choice(run.options["choice"]), run.options["text"]
    project = await ProjectRepository(session).lock(run.project_id)
    await turn(session, gate, project, choice, text, correlation_id=run.correlation_id)
    await store_brief(session, run, reply, reason=f"{choice.value.title()}: {text}")
    owner = await UserRepository(session).get(run.user_id)
    await start_trio(session, project.id, by=owner, correlation_id=run.correlation_id)
    await follow_brief(session, project.id, by=owner, correlation_id=run.correlation_id)
    return output


async def turn(
    session: AsyncSession,
    gate: Gate,
    project: Project,
    choice: Choice,
    text: str,
    *,
    correlation_id: str,
) -> None:
    """Everything a narrow or pivot does but the new brief, which follows at once."""
    key = "narrowing_instruction" if choice is Choice.NARROW else "pivot_description"
    evidence = await known(session, project.id, gate.gate_type)
    gate.context = {**gate.context, **evidence, key: text}
    await _apply_turn(session, project, choice, correlation_id)
    await _close(session, gate, choice, reason=text, by=correlation_id)
    if choice is Choice.PIVOT:
        await _expire_others(session, gate)
    await _plan_out_of_date(session, project)


async def _apply_turn(
    session: AsyncSession, project: Project, choice: Choice, correlation_id: str
) -> None:
    """Narrow resets the stage's milestones, pivot goes back to stage 1."""
    if choice is Choice.NARROW:
        stages = {project.stage_number}
    else:
        stages = set(range(2, 6))
        if project.stage_number > 1:
            await projects.enter_stage(
                session,
                project,
                1,
                correlation_id=correlation_id,
                actor="founder",
                proceed_decided=True,
            )
    await projects.reset_milestones(
        session, project, stages, correlation_id=correlation_id
    )


async def _expire_others(session: AsyncSession, decided: Gate) -> None:
    for gate in await GateRepository(session).list_of(decided.project_id):
        if gate.status is GateStatus.PENDING and gate.id != decided.id:
            gate.status = GateStatus.EXPIRED


async def _plan_out_of_date(session: AsyncSession, project: Project) -> None:
    """A new brief makes the plan stale and clears its selection (GATE-11)."""
    plan = await ArtifactRepository(session).find(
        project.id, ArtifactType.EXECUTION_PLAN, lock=True
    )
    if plan is not None:
        plan.is_stale = True
        plan.selected_option_id = plan.selected_at = plan.selection_locked_at = None


async def expire_all(session: AsyncSession, project_id: UUID) -> None:
    """Pending gates of a deleted project no longer wait for anybody (ENT-20)."""
    for gate in await GateRepository(session).list_of(project_id):
        if gate.status is GateStatus.PENDING:
            gate.status = GateStatus.EXPIRED


async def check_direction(session: AsyncSession, project_id: UUID) -> None:
    """Refuse planning and building unless the founder decided to proceed (GATE-02).

    Raises:
        GatePending: a decision is open, of either gate.
        NotProceed: the latest decided Gate 1 is something else, or none exists.
    """
    gates = GateRepository(session)
    pending = await gates.find_pending(project_id)
    if pending is not None:
        raise GatePending(pending.id, pending.gate_type.value)
    latest = await gates.find_latest_direction(project_id)
    if latest is None or latest.decision is not Choice.PROCEED:
        raise NotProceed
