"""Writing any artifact again: the plan by its own rules, the others by theirs."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.artifacts.brief_edits import get_brief
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents import rewriting
from cofounder.artifacts.documents.ordering import Order, start
from cofounder.artifacts.documents.rewriting import EditsInTheWay
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.writing import check_not_generating
from cofounder.gates.checking import check_direction
from cofounder.plans.errors import PlanAlreadySelected
from cofounder.plans.service import GENERATE
from cofounder.projects import service as projects
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.deferral import lane_of
from cofounder.runs.models import Run
from cofounder.runs.states import RunKind


async def regenerate(
    session: AsyncSession,
    artifact: Artifact,
    *,
    by: User,
    correlation_id: str,
    force: bool = False,
    keep_edits: bool = False,
    instruction: str = "",
) -> Run | EditsInTheWay:
    """Write an artifact of any type again (API-075, VERS-08).

    Raises:
        GatePending, NotProceed, BriefMissing: what a plan needs first (PLAN-05).
        PlanAlreadySelected: a chosen plan needs an instruction or `force` (PLAN-07).
        CofounderError: what `rewriting.regenerate` raises.
    """
    if artifact.artifact_type is not ArtifactType.EXECUTION_PLAN:
        return await rewriting.regenerate(
            session,
            artifact,
            by=by,
            correlation_id=correlation_id,
            force=force,
            keep_edits=keep_edits,
            instruction=instruction,
        )
    project = await ProjectRepository(session).lock(artifact.project_id)
    projects.check_not_parked(project)
    await check_direction(session, project.id)
    await get_brief(session, project.id)
    await session.refresh(artifact)
    check_not_generating(artifact)
    if artifact.edited_sections and not force:
        return EditsInTheWay(artifact, list(artifact.edited_sections))
    if artifact.selected_option_id and not (force or instruction.strip()):
        raise PlanAlreadySelected
    return await start(
        session,
        project.id,
        Order(
            kind=RunKind.REGENERATE_ARTIFACT,
            kinds=(ArtifactType.EXECUTION_PLAN,),
            by=by,
            correlation_id=correlation_id,
            lane=lane_of(GENERATE, project.id),
            subject_id=artifact.id,
            options={"feedback": instruction},
        ),
    )
