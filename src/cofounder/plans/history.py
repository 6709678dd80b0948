"""Every plan set a project had, and what was chosen in it (TRAP-24, PLAN-07)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
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
    """One set of options; `is_present` is the one that can be chosen from now.

    A set the founder edited stays the same set: it shows its latest content, and keeps
    the id and the time of its first version.
    """

    id: UUID
    """The id of its first version; as a decision of the console it goes by this."""
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
    replaces_id: UUID | None = None
    """The last set before it in which something was chosen (DCSN-05)."""

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
    found: list[PlanSet] = []
    replaced: UUID | None = None
    for _, of_one_set in groupby(reversed(versions), key=_set_id):
        made = _set(plan, [*of_one_set], events, replaced)
        found.append(made)
        if made.chosen_id is not None:
            replaced = made.id
    return tuple(reversed(found))


async def find_plan_set(
    session: AsyncSession, set_id: UUID, user_id: UUID
) -> PlanSet | None:
    """The user's plan set."""
    version = await session.get(ArtifactVersion, set_id)
    if version is None:
        return None
    plan = await ArtifactRepository(session).get_owned(version.artifact_id, user_id)
    if plan.artifact_type is not ArtifactType.EXECUTION_PLAN:
        return None
    sets = await plan_sets(session, plan.project_id)
    return next((each for each in sets if each.id == set_id), None)


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
    plan: Artifact,
    versions: Sequence[ArtifactVersion],
    events: Sequence[StageEvent],
    replaced: UUID | None,
) -> PlanSet:
    first, latest = versions[0], versions[-1]
    is_present = latest.version_number == plan.version_number
    of_set = (e for e in events if e.detail.get("plan_set_id") == _set_id(latest))
    event = next(of_set, None)
    chosen, at = (plan.selected_option_id, plan.selected_at)
    if not is_present:
        chosen = event.detail["option_id"] if event else None
        at = event.created_at if event else None
    return PlanSet(
        id=first.id,
        project_id=plan.project_id,
        version=latest.version_number,
        content=latest.content,
        made_at=first.created_at,
        generated_by=first.generated_by,
        run_id=first.run_id,
        is_present=is_present,
        is_stale=is_present and plan.is_stale,
        chosen_id=chosen,
        chosen_at=at,
        note=(event.reason or "") if event and chosen else "",
        replaces_id=replaced,
    )


def _set_id(version: ArtifactVersion) -> Any:
    return version.content.get("plan_set_id")
