"""Use cases of gates: open one and decide it.

A decision and its effects commit together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.gates.advancing import iterate, proceed
from cofounder.gates.checking import check_choice, lock_pending
from cofounder.gates.closing import close
from cofounder.gates.errors import (
    GateExists,
)
from cofounder.gates.knowing import known, recap
from cofounder.gates.models import Gate
from cofounder.gates.repository import GateRepository
from cofounder.gates.resolving import ask_for_brief
from cofounder.gates.states import Choice, GateStatus, GateType
from cofounder.gates.tripwires import TripwireDraft, check_tripwires, set_tripwires
from cofounder.projects import service as projects
from cofounder.projects.models import Project
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.models import Run

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
        return await ask_for_brief(
            session, gate, choice, action_text, by, correlation_id
        )
    if choice is Choice.PROCEED:
        await proceed(session, project, correlation_id)
    elif choice is Choice.PARK:
        await projects.park(
            session, project, correlation_id=correlation_id, note=note or None
        )
    elif choice is Choice.ITERATE:
        await iterate(session, project, correlation_id)
    gate.context = {
        **gate.context,
        **await known(session, project.id, gate.gate_type),
        **({"override_reason": override_reason} if override_reason else {}),
    }
    await set_tripwires(session, gate, tripwires)
    reason = override_reason or note or action_text
    await close(session, gate, choice, reason=reason, by=correlation_id)
    return None
