"""Every plan set a project had, and what was chosen in it (TRAP-24, PLAN-07)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import Artifact, ArtifactVersion
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.plans.errors import PlanMissing
from cofounder.projects.models import StageEvent
from cofounder.projects.repository import ProjectRepository


@dataclass(frozen=True, slots=True)
class PlanSet:
    """One set of options; `is_present` is the one that can be chosen from now."""

    id: UUID
    """The id of its version; as a decision of the console it goes by this."""
    project_id: UUID
    version: int
    content: dict[str, Any]
    made_at: datetime
    generated_by: str
    run_id: UUID | None
    is_present: bool
    is_stale: bool
    chosen_id: str | None
    chosen_at: datetime | None
    note: str = ""

    @property
    def plan_set_id(self) -> str:
        """The id the options go by."""
        return str(self.content["plan_set_id"])

    @property
    def chosen(self) -> dict[str, Any] | None:
        """The chosen option, if one was."""
        options: list[dict[str, Any]] = self.content["options"]
        return next((o for o in options if o["id"] == self.chosen_id), None)


async def plan_sets(session: AsyncSession, project_id: UUID) -> tuple[PlanSet, ...]:
    """All plan sets, newest first; none before the first was made."""
    artifacts = ArtifactRepository(session)
    plan = await artifacts.find(project_id, ArtifactType.EXECUTION_PLAN)
    if plan is None or plan.current_content is None:
        return ()
    versions = await artifacts.list_versions(plan.id)
    events = await ProjectRepository(session).list_events_of(
        project_id, "plan_selected"
    )
    return tuple(_set(plan, version, events) for version in versions)


async def find_plan_set(
    session: AsyncSession, version_id: UUID, user_id: UUID
) -> PlanSet | None:
    """The user's plan set by the id of its version."""
    version = await session.get(ArtifactVersion, version_id)
    if version is None:
        return None
    plan = await ArtifactRepository(session).get_owned(version.artifact_id, user_id)
    if plan.artifact_type is not ArtifactType.EXECUTION_PLAN:
        return None
    sets = await plan_sets(session, plan.project_id)
    return next((each for each in sets if each.id == version_id), None)


async def present_set(session: AsyncSession, project_id: UUID) -> PlanSet:
    """The set that can be chosen from now.

    Raises:
        PlanMissing: none was made yet.
    """
    for each in await plan_sets(session, project_id):
        if each.is_present:
            return each
    raise PlanMissing


def _set(
    plan: Artifact, version: ArtifactVersion, events: Sequence[StageEvent]
) -> PlanSet:
    is_present = version.version_number == plan.version_number
    event = next((e for e in events if _is_of(e, version)), None)
    chosen, at = (plan.selected_option_id, plan.selected_at)
    if not is_present:
        chosen = event.detail["option_id"] if event else None
        at = event.created_at if event else None
    return PlanSet(
        id=version.id,
        project_id=plan.project_id,
        version=version.version_number,
        content=version.content,
        made_at=version.created_at,
        generated_by=version.generated_by,
        run_id=version.run_id,
        is_present=is_present,
        is_stale=is_present and plan.is_stale,
        chosen_id=chosen,
        chosen_at=at,
        note=(event.reason or "") if event and chosen else "",
    )


def _is_of(event: StageEvent, version: ArtifactVersion) -> bool:
    return event.detail.get("plan_set_id") == version.content.get("plan_set_id")
