"""Use cases of projects: make, park, resume, delete, and move along the journey."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock
from cofounder.accounts.models import User
from cofounder.accounts.repository import UserRepository
from cofounder.projects.errors import (
    ProjectLimitReached,
    ProjectNotParked,
    ProjectParked,
    StageRefused,
)
from cofounder.projects.models import Project, StageConfig, StageEvent
from cofounder.projects.repository import ProjectRepository
from cofounder.projects.stages import (
    MILESTONES,
    ProjectStatus,
    global_progress,
    refusal,
    stage_progress,
)

NAME_LENGTH = 50


def name_of(idea: str) -> str:
    """A project's name from its idea: the first 50 characters (ONBD-08)."""
    flat = " ".join(idea.split())
    return flat if len(flat) <= NAME_LENGTH else flat[:NAME_LENGTH] + "..."


async def check_limit(session: AsyncSession, user: User) -> None:
    """Refuse one more active project than the plan allows.

    Raises:
        ProjectLimitReached: with the active projects, to park or delete one.
    """
    # Locked: two requests at once must not both take the last place.
    await UserRepository(session).lock(user.id)
    projects = ProjectRepository(session)
    limit = user.limits.max_projects
    if not user.limits.allows(await projects.count_active(user.id), limit):
        raise ProjectLimitReached(await projects.list_active(user.id), limit)


async def create(
    session: AsyncSession,
    *,
    by: User,
    name: str,
    description: str = "",
    correlation_id: str,
    github_repo: str | None = None,
) -> Project:
    """A new project in stage 0 with its journey (PROJ-02, PROJ-03)."""
    await check_limit(session, by)
    project = Project(
        user_id=by.id, name=name, description=description, github_repo=github_repo
    )
    session.add(project)
    await session.flush()
    for stage in MILESTONES:
        session.add(StageConfig(project_id=project.id, stage_number=stage, done={}))
    record(session, project.id, "journey_initialized", correlation_id=correlation_id)
    await session.flush()
    return project


def record(
    session: AsyncSession,
    project_id: UUID,
    event_type: str,
    *,
    correlation_id: str,
    actor: str = "system",
    detail: dict[str, Any] | None = None,
    reason: str | None = None,
    from_stage: int | None = None,
    to_stage: int | None = None,
) -> StageEvent:
    """Write a line of the project's history; it is never changed afterwards."""
    event = StageEvent(
        project_id=project_id,
        event_type=event_type,
        correlation_id=correlation_id,
        actor=actor,
        detail=detail or {},
        reason=reason,
        from_stage=from_stage,
        to_stage=to_stage,
    )
    session.add(event)
    return event


async def enter_stage(
    session: AsyncSession,
    project: Project,
    stage: int,
    *,
    correlation_id: str,
    actor: str,
    proceed_decided: bool,
    detail: dict[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """Move the project to a stage.

    Raises:
        StageRefused: the journey does not allow it (STAG-02).
    """
    why_not = refusal(
        project.stage_number, stage, project.status, proceed_decided=proceed_decided
    )
    if why_not is not None:
        raise StageRefused(why_not)
    record(
        session,
        project.id,
        "transition",
        correlation_id=correlation_id,
        actor=actor,
        detail=detail,
        reason=reason,
        from_stage=project.stage_number,
        to_stage=stage,
    )
    project.stage_number = stage
    project.stage_entered_at = clock.now()
    await session.flush()


async def complete_milestone(
    session: AsyncSession,
    project: Project,
    stage: int,
    key: str,
    *,
    correlation_id: str,
) -> None:
    """Tick a line of a stage's checklist; ticking it again changes nothing."""
    stages = await ProjectRepository(session).list_stages(project.id)
    config = next(s for s in stages if s.stage_number == stage)
    if config.done.get(key):
        return
    config.done = {**config.done, key: clock.now().isoformat()}
    done = {s.stage_number: s.done for s in stages}
    project.progress_percent = global_progress(done)
    record(
        session,
        project.id,
        "milestone",
        correlation_id=correlation_id,
        detail={
            "key": key,
            "stage": stage,
            "stage_progress": stage_progress(stage, config.done),
            "global_progress": project.progress_percent,
        },
    )
    await session.flush()


async def reset_milestones(
    session: AsyncSession, project: Project, stages: set[int], *, correlation_id: str
) -> None:
    """Untick the checklists of some stages; progress may fall (GATE-08, GATE-09)."""
    configs = await ProjectRepository(session).list_stages(project.id)
    for config in configs:
        if config.stage_number in stages and config.done:
            config.done = {}
            record(
                session,
                project.id,
                "milestone_reset",
                correlation_id=correlation_id,
                detail={"stage": config.stage_number},
            )
    project.progress_percent = global_progress(
        {c.stage_number: c.done for c in configs}
    )
    await session.flush()


def check_not_parked(project: Project) -> None:
    """Refuse execution on a parked project.

    Raises:
        ProjectParked: resume it first.
    """
    if project.status is ProjectStatus.PARKED:
        raise ProjectParked


async def park(
    session: AsyncSession, project: Project, *, correlation_id: str, note: str | None
) -> None:
    """Put a project to rest: progress is kept, its place is free (PROJ-06)."""
    project.status = ProjectStatus.PARKED
    record(
        session,
        project.id,
        "park",
        correlation_id=correlation_id,
        actor="founder",
        reason=note,
    )
    await session.flush()


async def resume(
    session: AsyncSession, project: Project, *, by: User, correlation_id: str
) -> Project:
    """Take a parked project up again, if the plan has room.

    Raises:
        ProjectNotParked: it is not parked.
        ProjectLimitReached: too many active projects.
    """
    if project.status is not ProjectStatus.PARKED:
        raise ProjectNotParked
    await check_limit(session, by)
    project.status = ProjectStatus.ACTIVE
    record(
        session,
        project.id,
        "unpark",
        correlation_id=correlation_id,
        actor="founder",
    )
    await session.flush()
    return project
