"""What's Next: the one thing to do, decided by rows alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cofounder.artifacts.contents import GENERATION_ORDER, TRIO, ArtifactType
from cofounder.artifacts.models import GenerationStatus
from cofounder.builds.models import Build
from cofounder.builds.states import Stage
from cofounder.gates.states import Choice, GateStatus, GateType
from cofounder.interviews.models import SessionStatus
from cofounder.journey.focus import pending_gates
from cofounder.journey.names import artifact_status
from cofounder.journey.rows import ProjectRows
from cofounder.projects.stages import ProjectStatus
from cofounder.web.screens.build.versions import version_href
from cofounder.web.screens.overview.pages import NextAction


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Everything the next step depends on."""

    is_parked: bool
    has_interview: bool
    is_interviewing: bool
    has_brief: bool
    is_generating: bool
    has_failed: bool
    pending: GateType | None
    latest: Choice | None
    has_plan: bool
    is_stale: bool
    has_choice: bool
    build: Build | None
    has_documents: bool = False
    """Whether one of the five is there, or being written."""

    @classmethod
    def of(cls, rows: ProjectRows) -> Situation:
        """The situation as the rows say."""
        interview = rows.understanding
        pending = pending_gates(rows)
        made = {a.generation_status for a in rows.artifacts if a.artifact_type in TRIO}
        plan = rows.artifact(ArtifactType.EXECUTION_PLAN)
        return cls(
            is_parked=rows.project.status is ProjectStatus.PARKED,
            has_interview=interview is not None,
            is_interviewing=interview is not None
            and interview.status is SessionStatus.IN_PROGRESS,
            has_brief=rows.written(ArtifactType.IDEA_BRIEF) is not None,
            is_generating=GenerationStatus.GENERATING in made,
            has_failed=GenerationStatus.FAILED in made,
            pending=pending[0].gate_type if pending else None,
            latest=_latest_direction(rows),
            has_plan=rows.written(ArtifactType.EXECUTION_PLAN) is not None,
            is_stale=plan is not None and plan.is_stale,
            has_choice=plan is not None and plan.selected_option_id is not None,
            build=rows.builds[0] if rows.builds else None,
            has_documents=any(_is_begun(rows, kind) for kind in GENERATION_ORDER),
        )


def _is_begun(rows: ProjectRows, kind: ArtifactType) -> bool:
    row = rows.artifact(kind)
    return row is not None and artifact_status(row) != "planned"


def _latest_direction(rows: ProjectRows) -> Choice | None:
    decided = [
        gate
        for gate in rows.gates
        if gate.gate_type is GateType.DIRECTION and gate.status is GateStatus.DECIDED
    ]
    latest = max(decided, key=lambda gate: (gate.decided_at, gate.id), default=None)
    return None if latest is None else latest.decision


def next_action(now: Situation, home: str) -> NextAction:
    """The first step that is due, with one button."""
    return (
        _resting(now, home)
        or _interviewing(now, home)
        or _deciding(now, home)
        or _with_documents(_planning(now, home) or _building(now, home), now, home)
    )


def _with_documents(action: NextAction, now: Situation, home: str) -> NextAction:
    """From the direction on the documents can be written, before a plan or after."""
    if now.has_documents:
        return action
    href = f"{home}/documents"
    return replace(action, also_label="Write the documents", also_href=href)


def _resting(now: Situation, home: str) -> NextAction | None:
    if not now.is_parked:
        return None
    return NextAction(
        title="Take it up again",
        text="Everything is where you left it.",
        label="Resume Project",
        href=f"{home}/resume",
        posts=True,
    )


def _interviewing(now: Situation, home: str) -> NextAction | None:
    if now.is_interviewing or not now.has_brief:
        started = now.has_interview
        return NextAction(
            title="Finish the interview" if started else "Let us understand your idea",
            text="One question at a time. Your answers become the idea brief.",
            label="Continue Interview" if started else "Start Interview",
            href=f"{home}/understanding",
            estimate="about 10 minutes",
        )
    if now.is_generating:
        return NextAction(
            title="We turn your brief into a plan",
            text="Strategy, timeline and architecture are being written.",
            label="Watch the progress",
            href=f"{home}/generating",
        )
    if now.has_failed:
        return NextAction(
            title="Something could not be written",
            text="What is finished is kept. Trying again often helps.",
            label="See what failed",
            href=f"{home}/generating",
        )
    return None


def _deciding(now: Situation, home: str) -> NextAction | None:
    if now.pending is GateType.SOLIDIFICATION:
        return NextAction(
            title="Decide what comes next",
            text="You have seen it run: change it, ship it, or let it rest.",
            label="Make Decision",
            href=f"{home}/gate",
        )
    if now.pending is not None or now.latest is not Choice.PROCEED:
        return NextAction(
            title="Decide the direction",
            text="Proceed, narrow it, pivot, or park it. Planning opens after that.",
            label="Make Decision" if now.pending else "Review & Decide",
            href=f"{home}/gate",
        )
    return None


def _planning(now: Situation, home: str) -> NextAction | None:
    if not now.has_plan or now.is_stale:
        return NextAction(
            title="Choose how we build it",
            text="Two or three honest ways, with time, cost and what each gives up.",
            label="Compare options",
            href=f"{home}/plan",
            estimate="about a minute",
        )
    if not now.has_choice:
        return NextAction(
            title="Choose a plan",
            text="The options are ready. One of them is recommended.",
            label="Compare options",
            href=f"{home}/plan",
        )
    return None


def _building(now: Situation, home: str) -> NextAction:
    if now.build is None:
        return NextAction(
            title="Build the first version",
            text="Your plan is chosen. We write it and check it; you only watch.",
            label="Continue to Build",
            href=f"{home}/build",
            estimate="a few minutes",
        )
    href = version_href(home, now.build)
    name = now.build.display_version
    if now.build.stage_status is Stage.READY:
        return NextAction(
            title=f"{name} is ready",
            text="Open it, try it, and see whether it does what you meant.",
            label="Open the build",
            href=href,
        )
    if now.build.stage_status is Stage.FAILED:
        return NextAction(
            title=f"{name} did not work out",
            text="What was written is kept. See why, and try again.",
            label="See what happened",
            href=href,
        )
    return NextAction(
        title=f"{name} is being built",
        text="We are at it. You can watch, or leave and come back.",
        label="Watch the build",
        href=href,
    )
