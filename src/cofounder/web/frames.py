"""Filling the shell: where the founder is, what is open, what it has cost."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request

from cofounder import ids
from cofounder.artifacts.contents import DOCUMENTS, ArtifactType
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.builds.repository import BuildRepository
from cofounder.gates.repository import GateRepository
from cofounder.gates.states import Choice, GateType
from cofounder.interviews.answers import answered_count
from cofounder.interviews.models import SessionStatus
from cofounder.interviews.repository import UnderstandingRepository
from cofounder.projects.models import Project
from cofounder.projects.repository import ProjectRepository
from cofounder.projects.stages import ProjectStatus
from cofounder.runner import Mode
from cofounder.runs.repository import LlmCallRepository
from cofounder.web import words
from cofounder.web.edge import (
    NOTICE_COOKIE,
    THEME_COOKIE,
    Edge,
    Visitor,
    is_swap,
)
from cofounder.web.frame import (
    Banner,
    Crumb,
    Frame,
    NavEntry,
    ProjectFrame,
    ProjectLink,
    Theme,
    project_nav,
    stage_bar,
)

GATE_NAMES = {GateType.DIRECTION: "Direction", GateType.SOLIDIFICATION: "What next"}


def theme_of(request: Request) -> Theme:
    """The theme the founder chose; the system's when they did not."""
    chosen = request.cookies.get(THEME_COOKIE)
    return cast(Theme, chosen) if chosen in ("light", "dark") else "system"


def notice_of(request: Request) -> str | None:
    """What the last action changed, said once: the page that says it drops it.

    A swap that led to another page is thrown away, and that page is loaded again.
    """
    packed = request.cookies.get(NOTICE_COOKIE)
    if packed is None or _leads_elsewhere(request):
        return None
    return ids.unpack_text(packed)


def _leads_elsewhere(request: Request) -> bool:
    if not is_swap(request):
        return False
    shown = urlsplit(request.headers.get("hx-current-url", ""))
    return shown.path != request.url.path


def bare_frame(request: Request) -> Frame:
    """The shell for pages without a founder: login and errors."""
    runner = getattr(request.app.state, "runner", None)
    live = runner is not None and runner.mode is Mode.LIVE
    return Frame(
        csrf_token="",
        mode="live" if live else "demo",
        theme=theme_of(request),
        path=request.url.path,
    )


async def home_frame(
    request: Request,
    session: AsyncSession,
    edge: Edge,
    who: Visitor,
    *,
    crumbs: tuple[Crumb, ...] = (),
) -> Frame:
    """The shell for pages outside a project."""
    return Frame(
        csrf_token=who.browser.csrf_token,
        mode="live" if edge.runner.mode is Mode.LIVE else "demo",
        theme=theme_of(request),
        path=request.url.path,
        user_name=who.user.name or who.user.email,
        projects=await _links(session, who),
        crumbs=crumbs,
        notice=notice_of(request),
    )


async def project_frame(
    request: Request,
    session: AsyncSession,
    edge: Edge,
    who: Visitor,
    project: Project,
    section: str,
    leaf: str = "",
) -> Frame:
    """The shell for a page of a project; `section` is its label in the rail.

    `leaf` is what a page below it is called.
    """
    standing = await Standing.load(session, project)
    home = f"/projects/{project.id}"
    nav = project_nav(
        home,
        section,
        locked=standing.locked(),
        notes=standing.notes(),
        needs_you=standing.needs_you(),
    )
    return Frame(
        csrf_token=who.browser.csrf_token,
        mode="live" if edge.runner.mode is Mode.LIVE else "demo",
        theme=theme_of(request),
        path=request.url.path,
        user_name=who.user.name or who.user.email,
        projects=await _links(session, who),
        project=ProjectFrame(
            name=project.name,
            href=home,
            nav=nav,
            stages=stage_bar(
                standing.now(), done=standing.done(), hrefs=standing.hrefs(home)
            ),
            cost=words.money(standing.cost),
        ),
        crumbs=(
            Crumb(label="Projects", href="/"),
            Crumb(label=project.name, href=home),
            *_below(nav, section, leaf),
        ),
        banners=standing.banners(home, section),
        notice=notice_of(request),
    )


def _below(
    nav: tuple[tuple[NavEntry, ...], ...], section: str, leaf: str
) -> tuple[Crumb, ...]:
    if not leaf:
        return (Crumb(label=section),)
    hrefs = {entry.label: entry.href for group in nav for entry in group}
    return (Crumb(label=section, href=hrefs.get(section)), Crumb(label=leaf))


async def _links(session: AsyncSession, who: Visitor) -> tuple[ProjectLink, ...]:
    rows = await ProjectRepository(session).list_owned(who.user.id)
    return tuple(ProjectLink(name=r.name, href=f"/projects/{r.id}") for r in rows[:12])


class Standing:
    """How far a project is, as its rows say: read once for the whole shell."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.interview_note: str | None = None
        self.interview_open = False
        self.has_brief = self.has_trio = self.has_plan = self.has_choice = False
        self.pending: GateType | None = None
        self.proceeds = False
        self.builds = self.documents = 0
        self.has_ready = False
        self.cost: int | None = 0

    @classmethod
    async def load(cls, session: AsyncSession, project: Project) -> Standing:
        """Read what the shell shows."""
        self = cls(project)
        interview = await UnderstandingRepository(session).find_by_project(project.id)
        if interview is not None:
            self.interview_open = interview.status is SessionStatus.IN_PROGRESS
            answered, total = answered_count(interview), len(interview.questions)
            self.interview_note = f"{answered}/{total}" if self.interview_open else None
        artifacts = await ArtifactRepository(session).list_of(project.id)
        written = {a.artifact_type for a in artifacts if a.current_content is not None}
        self.has_brief = ArtifactType.IDEA_BRIEF in written
        self.has_trio = ArtifactType.STRATEGY_GRAPH in written
        self.has_plan = ArtifactType.EXECUTION_PLAN in written
        self.documents = len(written & DOCUMENTS)
        self.has_choice = any(a.selected_option_id for a in artifacts)
        gates = GateRepository(session)
        pending = await gates.find_pending(project.id)
        self.pending = None if pending is None else pending.gate_type
        latest = await gates.find_latest_direction(project.id)
        self.proceeds = latest is not None and latest.decision is Choice.PROCEED
        builds = await BuildRepository(session).list_of(project.id)
        self.builds = len(builds)
        self.has_ready = any(b.preview_host for b in builds)
        _, _, self.cost = await LlmCallRepository(session).totals(project_id=project.id)
        return self

    def locked(self) -> dict[str, str]:
        """Per label of the rail what opens the page."""
        locked: dict[str, str] = {}
        if not self.has_brief:
            locked["Documents"] = "Finish the interview first"
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
        notes = {"Interview": self.interview_note} if self.interview_note else {}
        counts = {"Documents": self.documents, "Build": self.builds}
        return {**notes, **{label: str(n) for label, n in counts.items() if n}}

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
            "Documents": self.has_trio,
            "Plan": self.has_choice,
            "MVP": self.has_ready,
        }
        return frozenset(step for step, is_done in steps.items() if is_done)

    def now(self) -> str:
        """The first step that is not behind us."""
        order = ("Interview", "Decision", "Documents", "Plan", "MVP")
        return next((step for step in order if step not in self.done()), "MVP")

    def hrefs(self, home: str) -> dict[str, str]:
        """Where the open steps lead."""
        tails = {
            "Interview": "/understanding",
            "Decision": "/gate",
            "Documents": "/documents",
            "Plan": "/plan",
            "MVP": "/build",
        }
        reachable = self.done() | {self.now()}
        return {step: home + tail for step, tail in tails.items() if step in reachable}

    def banners(self, home: str, section: str) -> tuple[Banner, ...]:
        """Pending gate first, then notices (ux.md 1)."""
        found: list[Banner] = []
        if self.pending is not None and section != "Decisions":
            found.append(
                Banner(
                    tone="warning",
                    icon="signpost",
                    strong=f"{GATE_NAMES[self.pending]}:",
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
