"""What a narrow or pivot does beside the new brief."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.gates.closing import close
from cofounder.gates.knowing import known
from cofounder.gates.models import Gate
from cofounder.gates.repository import GateRepository
from cofounder.gates.states import Choice, GateStatus
from cofounder.projects import service as projects
from cofounder.projects.models import Project


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
    await close(session, gate, choice, reason=text, by=correlation_id)
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
