"""How far a project is, as its rows say: for the rail, the stage bar and banners."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.tiers import Tier
from cofounder.artifacts.assumptions import open_count
from cofounder.artifacts.contents import GENERATION_ORDER, ArtifactType
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.builds.repository import BuildRepository
from cofounder.gates.repository import GateRepository
from cofounder.gates.states import TITLES, Choice, GateType
from cofounder.interviews.answers import answered_count
from cofounder.interviews.models import SessionStatus
from cofounder.interviews.repository import (
    OnboardingRepository,
    UnderstandingRepository,
)
from cofounder.projects.models import Project
from cofounder.projects.stages import ProjectStatus
from cofounder.runs.call_repository import LlmCallRepository
from cofounder.web.frame import Banner

# Where each step of the stage bar leads, in their order; "Idea" is always behind us, and
# the backlog has no page yet.
TAILS = {
    "Interview": "/understanding",
    "Decision": "/gate",
    "Documents": "/documents",
    "Plan": "/plan",
    "MVP": "/build",
    "Export": "/documents",
}


class Standing:
    """How far a project is, as its rows say: read once for the whole shell."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.interview_note: str | None = None
        self.interview_open = False
        self.is_onboarded = False
        self.has_brief = self.has_trio = self.has_plan = self.has_choice = False
        self.has_documents = self.has_any = False
        self.assumptions = 0
        self.pending: GateType | None = None
        self.proceeds = False
        self.builds = 0
        self.has_ready = False
        self.cost: int | None = 0

    @classmethod
    async def load(
        cls, session: AsyncSession, project: Project, tier: Tier
    ) -> Standing:
        """Read what the shell shows."""
        self = cls(project)
        await self._read_interviews(session)
        await self._read_artifacts(session, tier)
        await self._read_decisions(session)
        builds = await BuildRepository(session).list_of(project.id)
        self.builds = len(builds)
        self.has_ready = any(b.preview_host for b in builds)
        _, _, self.cost = await LlmCallRepository(session).totals(project_id=project.id)
        return self

    async def _read_interviews(self, session: AsyncSession) -> None:
        project = self.project
        first = await OnboardingRepository(session).find_by_project(project.id)
        self.is_onboarded = (
            first is not None and first.status is SessionStatus.COMPLETED
        )
        interview = await UnderstandingRepository(session).find_by_project(project.id)
        if interview is not None:
            self.interview_open = interview.status is SessionStatus.IN_PROGRESS
            answered, total = answered_count(interview), len(interview.questions)
            self.interview_note = f"{answered}/{total}" if self.interview_open else None

    async def _read_artifacts(self, session: AsyncSession, tier: Tier) -> None:
        project = self.project
        artifacts = await ArtifactRepository(session).list_of(project.id)
        written = {a.artifact_type for a in artifacts if a.current_content is not None}
        self.has_brief = ArtifactType.IDEA_BRIEF in written
        self.has_trio = ArtifactType.STRATEGY_GRAPH in written
        self.has_plan = ArtifactType.EXECUTION_PLAN in written
        self.has_choice = any(a.selected_option_id for a in artifacts)
        self.has_documents = set(GENERATION_ORDER) <= written
        self.has_any = bool(written)
        if self.has_brief:
            self.assumptions = await open_count(session, project.id, tier)

    async def _read_decisions(self, session: AsyncSession) -> None:
        project = self.project
        gates = GateRepository(session)
        pending = await gates.find_pending(project.id)
        self.pending = None if pending is None else pending.gate_type
        latest = await gates.find_latest_direction(project.id)
        self.proceeds = latest is not None and latest.decision is Choice.PROCEED

    def locked(self) -> dict[str, str]:
        """Per label of the rail what opens the page."""
        locked: dict[str, str] = {}
        if not (self.has_brief or self.is_onboarded):
            locked["Documents"] = "Tell us your idea first"
        if not self.has_trio:
            for label in ("Strategy", "Timeline", "Architecture"):
                locked[label] = "Finish the interview first"
        if not (self.has_brief and self.proceeds) and not self.has_plan:
            locked["Plan"] = (
                "Decide the open gate first"
                if self.has_brief
                else "Complete the interview first"
            )
        if not self.has_choice and not self.builds:
            locked["Build"] = "Choose a plan first"
        return locked

    def notes(self) -> dict[str, str]:
        """Counts at the end of a line of the rail."""
        notes = {
            "Interview": self.interview_note,
            "Documents": f"{self.assumptions} assumed" if self.assumptions else None,
            "Build": str(self.builds) if self.builds else None,
        }
        return {label: note for label, note in notes.items() if note}

    def needs_you(self) -> frozenset[str]:
        """Where a decision or an answer waits for the founder."""
        waiting = {"Interview"} if self.interview_open else set[str]()
        return frozenset(waiting | ({"Decisions"} if self.pending else set()))

    def done(self) -> frozenset[str]:
        """Steps of the journey that are behind us."""
        steps = {
            "Idea": True,
            "Interview": self.has_brief,
            "Decision": self.proceeds and self.pending is not GateType.DIRECTION,
            "Documents": self.has_documents,
            "Plan": self.has_choice,
            "MVP": self.has_ready,
        }
        return frozenset(step for step, is_done in steps.items() if is_done)

    def now(self) -> str:
        """The first step that is not behind us."""
        return next((step for step in TAILS if step not in self.done()), "Export")

    def hrefs(self, home: str) -> dict[str, str]:
        """Where the open steps lead."""
        closed = self.locked()
        reachable = self.done() | {self.now()}
        if self.has_brief:
            reachable |= {"Decision"}
        if self.has_any:
            reachable |= {"Export"}
        reachable |= {step for step in ("Documents", "Plan") if step not in closed}
        return {step: home + tail for step, tail in TAILS.items() if step in reachable}

    def banners(self, home: str, section: str) -> tuple[Banner, ...]:
        """Pending gate first, then notices (ux.md 1)."""
        found: list[Banner] = []
        if self.pending is not None and section != "Decisions":
            found.append(
                Banner(
                    tone="warning",
                    icon="signpost",
                    strong=f"{TITLES[self.pending]}:",
                    text="a decision waits for you.",
                    action_label="Decide",
                    action_href=f"{home}/gate",
                )
            )
        if self.project.status is ProjectStatus.PARKED:
            found.append(
                Banner(
                    tone="info",
                    icon="pause",
                    text="This project is parked. Everything stays readable.",
                    action_label="Resume on Home",
                    action_href="/",
                )
            )
        return tuple(found)
