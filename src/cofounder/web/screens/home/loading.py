"""Reading a founder's projects into cards, each with its one next action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock
from cofounder.accounts.models import User
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.gates.repository import GateRepository
from cofounder.gates.states import GateType
from cofounder.interviews.answers import answered_count
from cofounder.interviews.models import OnboardingSession, SessionStatus
from cofounder.interviews.repository import (
    OnboardingRepository,
    UnderstandingRepository,
)
from cofounder.projects.models import Project
from cofounder.projects.repository import ProjectRepository
from cofounder.projects.stages import ProjectStatus
from cofounder.runs.repository import RunRepository
from cofounder.runs.states import RunKind
from cofounder.web.opened import home_of
from cofounder.web.screens.home.pages import (
    ActiveProject,
    FirstRunPage,
    HomePage,
    OpenOnboarding,
    ProjectCard,
    ProjectLimit,
)
from cofounder.web.words import ago, exact

WRONG_NAME = "This is not its name. Nothing was deleted."
WAITING = {
    GateType.DIRECTION: "Direction to decide",
    GateType.SOLIDIFICATION: "Next step to decide",
}


@dataclass(frozen=True, slots=True)
class Refused:
    """A project that was not deleted, because another name was typed."""

    project_id: UUID
    error: str = WRONG_NAME


async def load(
    session: AsyncSession,
    user: User,
    *,
    query: str = "",
    refused: Refused | None = None,
) -> HomePage | FirstRunPage:
    """The founder's projects; the one field while there is nothing yet."""
    projects = await ProjectRepository(session).list_owned(user.id)
    started = await OnboardingRepository(session).list_open(user.id)
    if not projects and not started:
        return FirstRunPage()
    states = [await Standing.load(session, project) for project in projects]
    wanted = query.strip().casefold()
    limit = _limit(states, user, refused)
    return HomePage(
        projects=tuple(s.card for s in states if wanted in s.project.name.casefold()),
        onboarding=open_onboarding(started[0]) if started else None,
        limit=limit,
        others=() if limit else tuple(s.line(refused) for s in states),
        query=query.strip(),
    )


def open_onboarding(row: OnboardingSession) -> OpenOnboarding:
    """An idea that is no project yet, and how far it is."""
    href = f"/new/{row.id}"
    if row.status is SessionStatus.COMPLETED:
        return OpenOnboarding(
            idea=row.idea_text, progress="Your summary is ready", continue_href=href
        )
    answered, total = answered_count(row), len(row.questions)
    return OpenOnboarding(
        idea=row.idea_text,
        progress=f"{answered} of {total} answered",
        continue_href=href,
        abandon_action=f"{href}/abandon",
    )


def _limit(
    states: Sequence[Standing], user: User, refused: Refused | None
) -> ProjectLimit | None:
    active = [s for s in states if s.project.status is ProjectStatus.ACTIVE]
    most = user.limits.max_projects
    if user.limits.allows(len(active), most):
        return None
    lines = tuple(state.line(refused) for state in active)
    return ProjectLimit(used=len(active), limit=most, projects=lines)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a project is, as far as its card tells."""

    project: Project
    changed_at: datetime
    pending: GateType | None
    has_plan: bool
    has_choice: bool
    has_brief: bool
    is_interviewing: bool
    is_building: bool

    @classmethod
    async def load(cls, session: AsyncSession, project: Project) -> Standing:
        """Read one project's card."""
        rows = await ArtifactRepository(session).list_of(project.id)
        written = {a.artifact_type: a for a in rows if a.current_content is not None}
        plan = written.get(ArtifactType.EXECUTION_PLAN)
        gate = await GateRepository(session).find_pending(project.id)
        interview = await UnderstandingRepository(session).find_by_project(project.id)
        build = await RunRepository(session).find_active(project.id, RunKind.BUILD)
        moments = [row.updated_at for row in (project, interview, *rows) if row]
        return cls(
            project=project,
            changed_at=max(moments),
            pending=None if gate is None else gate.gate_type,
            has_plan=plan is not None,
            has_choice=plan is not None and plan.selected_option_id is not None,
            has_brief=ArtifactType.IDEA_BRIEF in written,
            is_interviewing=interview is not None
            and interview.status is SessionStatus.IN_PROGRESS,
            is_building=build is not None,
        )

    @property
    def home(self) -> str:
        """The path of the project's overview."""
        return home_of(self.project.id)

    @property
    def is_parked(self) -> bool:
        """Whether it rests."""
        return self.project.status is ProjectStatus.PARKED

    @property
    def action(self) -> tuple[str, str]:
        """What there is to do and where, the first that fits (PROJ-05)."""
        if self.is_parked:
            return "Resume Project", f"{self.home}/resume"
        if self.has_plan:
            tail = "/build" if self.has_choice else "/plan"
            return "Continue to Build", self.home + tail
        if self.pending is not None:
            return "Make Decision", f"{self.home}/gate"
        if self.has_brief:
            return "Review & Decide", f"{self.home}/gate"
        label = "Continue Interview" if self.is_interviewing else "Start Interview"
        return label, f"{self.home}/understanding"

    @property
    def card(self) -> ProjectCard:
        """The project on Home."""
        label, href = self.action
        waits = None if self.pending is None else WAITING[self.pending]
        return ProjectCard(
            name=self.project.name,
            description=self.project.description,
            href=self.home,
            stage=self.project.stage_name,
            changed=ago(self.changed_at, clock.now()),
            changed_at=exact(self.changed_at),
            action_label=label,
            action_href=href,
            action_posts=self.is_parked,
            needs_you=None if self.is_parked else waits,
            is_parked=self.is_parked,
            is_building=self.is_building,
        )

    def line(self, refused: Refused | None) -> ActiveProject:
        """The project as something to park or delete."""
        is_refused = refused is not None and refused.project_id == self.project.id
        return ActiveProject(
            name=self.project.name,
            stage="Parked" if self.is_parked else self.project.stage_name,
            changed=ago(self.changed_at, clock.now()),
            park_action="" if self.is_parked else f"{self.home}/park",
            delete_action=f"{self.home}/delete",
            error=refused.error if refused is not None and is_refused else "",
        )
