"""A project's rows, read once; everything else here is a pure function of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock
from cofounder.accounts.models import User
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import Artifact, AssumptionVerdict
from cofounder.artifacts.repository import ArtifactRepository, VerdictRepository
from cofounder.builds.models import Build
from cofounder.builds.repository import BuildRepository
from cofounder.builds.states import Stage
from cofounder.decisions.repository import DecisionRepository
from cofounder.gates.models import Gate, Tripwire
from cofounder.gates.repository import GateRepository, TripwireRepository
from cofounder.gates.tripwires import overdue
from cofounder.interviews.models import OnboardingSession, UnderstandingSession
from cofounder.interviews.repository import (
    OnboardingRepository,
    UnderstandingRepository,
)
from cofounder.journey.decisions import DecisionRead, console_choices, plan_choices
from cofounder.projects.models import Project, StageConfig, StageEvent
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.call_repository import LlmCallRepository
from cofounder.runs.models import Run
from cofounder.runs.repository import RunRepository

log = structlog.get_logger()

EVENTS = 2_000
"""More than a project writes in years; what is older is no longer told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRows:
    """Everything a project's derived reads are made from, as it was at `now`.

    Gates, events and builds are newest first. `tokens_today` is None when the usage
    could not be read. `preview_address` makes a URL of a stored preview host.
    """

    project: Project
    now: datetime
    token_limit: int
    tokens_today: int | None = None
    stages: Sequence[StageConfig] = ()
    events: Sequence[StageEvent] = ()
    gates: Sequence[Gate] = ()
    artifacts: Sequence[Artifact] = ()
    builds: Sequence[Build] = ()
    active_runs: Sequence[Run] = ()
    onboarding: OnboardingSession | None = None
    understanding: UnderstandingSession | None = None
    console: tuple[DecisionRead, ...] = ()
    tripwires: Sequence[Tripwire] = ()
    verdicts: Sequence[AssumptionVerdict] = ()
    preview_address: Callable[[str], str] = str

    def artifact(self, kind: ArtifactType) -> Artifact | None:
        """The project's artifact of a type, if it has one."""
        return next((a for a in self.artifacts if a.artifact_type is kind), None)

    def written(self, kind: ArtifactType) -> Artifact | None:
        """The artifact of a type, once it has content."""
        row = self.artifact(kind)
        return None if row is None or row.current_content is None else row

    @property
    def decisions(self) -> tuple[DecisionRead, ...]:
        """Plan choices and console decisions."""
        plan = self.artifact(ArtifactType.EXECUTION_PLAN)
        chosen = plan_choices(self.events, plan.current_content if plan else None)
        return (*chosen, *self.console)

    @property
    def overdue(self) -> tuple[Tripwire, ...]:
        """Tripwires whose day has come, the longest waiting first."""
        return overdue(self.tripwires, self.now.date())

    @property
    def latest_ready(self) -> Build | None:
        """The ready build with the highest version."""
        ready = [b for b in self.builds if b.stage_status is Stage.READY]
        return max(ready, key=lambda build: build.number, default=None)


async def load_rows(
    session: AsyncSession,
    project: Project,
    owner: User,
    *,
    preview_address: Callable[[str], str] = str,
) -> ProjectRows:
    """Read a project's rows; about a dozen short queries, however much it holds."""
    projects = ProjectRepository(session)
    now = clock.now()
    return ProjectRows(
        project=project,
        now=now,
        token_limit=owner.limits.max_tokens_per_day,
        tokens_today=await _tokens_today(session, owner, now),
        stages=await projects.list_stages(project.id),
        events=await projects.list_events(project.id, limit=EVENTS),
        gates=await GateRepository(session).list_of(project.id),
        artifacts=await ArtifactRepository(session).list_of(project.id),
        builds=await BuildRepository(session).list_of(project.id),
        active_runs=await RunRepository(session).list_active(project.id),
        onboarding=await OnboardingRepository(session).find_by_project(project.id),
        understanding=await UnderstandingRepository(session).find_by_project(
            project.id
        ),
        console=console_choices(await DecisionRepository(session).list_of(project.id)),
        tripwires=await TripwireRepository(session).list_of(project.id),
        verdicts=await VerdictRepository(session).list_of(project.id),
        preview_address=preview_address,
    )


async def _tokens_today(
    session: AsyncSession, owner: User, now: datetime
) -> int | None:
    """Today's tokens; a usage table that fails costs a hint, never the page (ORC-10)."""
    try:
        async with session.begin_nested():
            return await LlmCallRepository(session).tokens_since(
                owner.id, clock.midnight(now)
            )
    except SQLAlchemyError:
        log.warning("token_usage_unread", user=str(owner.id), exc_info=True)
        return None
