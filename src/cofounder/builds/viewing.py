"""The first look at a preview opens Gate 2, once per ready build (GATE-12, SOLD-01)."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.builds.errors import JobNotReady
from cofounder.builds.models import Build
from cofounder.builds.states import Stage
from cofounder.gates.errors import GateExists
from cofounder.gates.models import Gate
from cofounder.gates.repository import GateRepository
from cofounder.gates.service import open_gate
from cofounder.gates.states import GateType
from cofounder.projects.repository import ProjectRepository

NO_REQUESTS = {
    "alignment_score": 100,
    "scope_creep_detected": False,
    "recommended_action": "begin_testing",
}


async def preview_viewed(
    session: AsyncSession, build: Build, *, correlation_id: str
) -> Gate | None:
    """The gate this viewing opened, or None when it was opened before.

    Without change requests the alignment is complete (ALGN-01).

    Raises:
        JobNotReady: there is no preview to be seen.
        ProjectParked: the project rests.
    """
    if build.stage_status is not Stage.READY:
        raise JobNotReady
    project = await ProjectRepository(session).lock(build.project_id)
    if await GateRepository(session).find_for_build(build.id) is not None:
        return None
    try:
        return await open_gate(
            session,
            project,
            gate_type=GateType.SOLIDIFICATION,
            context=NO_REQUESTS,
            build_id=build.id,
            correlation_id=correlation_id,
        )
    except GateExists:
        return None
