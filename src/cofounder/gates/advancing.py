"""What a decision to go on does to the stage."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.gates.errors import (
    StageLocked,
)
from cofounder.projects import service as projects
from cofounder.projects.models import Project


async def proceed(session: AsyncSession, project: Project, correlation_id: str) -> None:
    """Go on to stage 2; the direction is the founder's.

    Raises:
        StageLocked: there is no stage to proceed to.
    """
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


async def iterate(session: AsyncSession, project: Project, correlation_id: str) -> None:
    """Go on to the stage of feedback."""
    if project.stage_number == 3:
        await projects.enter_stage(
            session,
            project,
            4,
            correlation_id=correlation_id,
            actor="founder",
            proceed_decided=True,
        )
