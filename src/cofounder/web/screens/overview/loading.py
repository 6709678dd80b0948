"""Reading a project into its dashboard."""

from __future__ import annotations

from typing import Any, Literal

from cofounder import clock
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import Artifact, GenerationStatus
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.builds.models import Build
from cofounder.builds.repository import BuildRepository
from cofounder.builds.states import Stage
from cofounder.projects.repository import ProjectRepository
from cofounder.projects.stages import (
    LOCKED_STAGE,
    MILESTONES,
    STAGE_NAMES,
    ProjectStatus,
    stage_progress,
)
from cofounder.runs.repository import LlmCallRepository, RunRepository
from cofounder.web import words
from cofounder.web.opened import OpenProject
from cofounder.web.screens.build.versions import outcome_of, version_href
from cofounder.web.screens.generating.loading import result_line
from cofounder.web.screens.overview.history import change_of
from cofounder.web.screens.overview.next_action import Situation, next_action
from cofounder.web.screens.overview.pages import (
    ArtifactCard,
    BuildRow,
    ExitCriterion,
    OverviewPage,
    RingStage,
)
from cofounder.web.words import ago, first_sentence

NONE: dict[str, Any] = {}
RING = ("Thesis", "Validated", "MVP Built", "Feedback", "Scale")
SHOWN_CHANGES = 8
SHOWN_BUILDS = 5
CARDS: tuple[tuple[ArtifactType, str, str, str, str], ...] = (
    (ArtifactType.IDEA_BRIEF, "Idea brief", "lightbulb", "/brief", "the interview"),
    (
        ArtifactType.STRATEGY_GRAPH,
        "Strategy",
        "waypoints",
        "/strategy",
        "the interview",
    ),
    (
        ArtifactType.MVP_TIMELINE,
        "Timeline",
        "calendar-days",
        "/timeline",
        "the interview",
    ),
    (
        ArtifactType.APP_ARCHITECTURE,
        "Architecture",
        "blocks",
        "/architecture",
        "the interview",
    ),
    (ArtifactType.EXECUTION_PLAN, "Plan", "columns-3", "/plan", "the decision"),
)


async def load(opened: OpenProject) -> OverviewPage:
    """The dashboard as the rows say now."""
    session, project = opened.session, opened.project
    stages = await ProjectRepository(session).list_stages(project.id)
    done = next(
        (s.done for s in stages if s.stage_number == project.stage_number), NONE
    )
    rows = await ArtifactRepository(session).list_of(project.id)
    artifacts = {row.artifact_type: row for row in rows}
    builds = await BuildRepository(session).list_of(project.id)
    situation = await Situation.load(session, project, artifacts, builds)
    events = await ProjectRepository(session).list_events(project.id, limit=40)
    changes = [change for event in events if (change := change_of(event))]
    parked = project.status is ProjectStatus.PARKED
    return OverviewPage(
        name=project.name,
        description=project.description,
        stages=_ring(project.stage_number),
        percent=stage_progress(project.stage_number, done),
        stage_label=STAGE_NAMES[project.stage_number],
        next_action=next_action(situation, opened.home),
        criteria=tuple(
            ExitCriterion(label=m.words, is_met=bool(done.get(m.key)))
            for m in MILESTONES.get(project.stage_number, ())
        ),
        artifacts=tuple(_card(card, artifacts, opened.home) for card in CARDS),
        builds=tuple(_build(b, opened.home) for b in builds[:SHOWN_BUILDS]),
        changes=tuple(changes[:SHOWN_CHANGES]),
        costs=await _costs(opened),
        parked_note="Planning and building rest until you resume it."
        if parked
        else None,
        resume_action=f"{opened.home}/resume",
    )


def _ring(present: int) -> tuple[RingStage, ...]:
    stages: list[RingStage] = []
    for number, label in enumerate(RING, start=1):
        if number == LOCKED_STAGE:
            stages.append(RingStage(label=label, state="locked"))
        elif number == present:
            stages.append(RingStage(label=label, state="now"))
        else:
            state = "done" if number < present else "later"
            stages.append(RingStage(label=label, state=state))
    return tuple(stages)


def _card(
    card: tuple[ArtifactType, str, str, str, str],
    artifacts: dict[ArtifactType, Artifact],
    home: str,
) -> ArtifactCard:
    kind, title, icon, tail, opens = card
    row = artifacts.get(kind)
    if row is None or (
        row.current_content is None and row.generation_status is GenerationStatus.IDLE
    ):
        return ArtifactCard(
            title=title,
            icon=icon,
            summary="Not written yet.",
            href=home + tail,
            state="locked",
            word="Not yet",
            aside=f"after {opens}",
        )
    state, word = _state(row)
    return ArtifactCard(
        title=title,
        icon=icon,
        summary=_summary(row),
        href=home + tail,
        state=state,
        word=word,
        aside=f"v{row.version_number}, {ago(row.updated_at, clock.now())}",
    )


def _state(
    row: Artifact,
) -> tuple[Literal["done", "running", "stale", "failed"], str]:
    if row.generation_status is GenerationStatus.GENERATING:
        return "running", "Being written"
    if row.generation_status is GenerationStatus.FAILED:
        return "failed", "Could not be written"
    return ("stale", "Out of date") if row.is_stale else ("done", "Current")


def _summary(row: Artifact) -> str:
    content = row.current_content or {}
    match row.artifact_type:
        case ArtifactType.IDEA_BRIEF:
            return first_sentence(str(content.get("problem_statement") or ""))
        case ArtifactType.EXECUTION_PLAN:
            return _plan_summary(row, content)
        case _:
            return result_line(row)


def _plan_summary(row: Artifact, content: dict[str, Any]) -> str:
    options: list[dict[str, Any]] = content.get("options", [])
    for option in options:
        if option["id"] == row.selected_option_id:
            return f"You chose {option['name']}: {option['time_to_ship']}."
    return f"{words.counted(len(options), 'way')} to build it. You choose."


def _build(build: Build, home: str) -> BuildRow:
    state, word = outcome_of(build)
    return BuildRow(
        label=build.display_version,
        href=version_href(home, build),
        state=state,
        word=word,
        summary=_build_summary(build),
        when=ago(build.created_at, clock.now()),
    )


def _build_summary(build: Build) -> str:
    if build.stage_status is Stage.READY:
        took = words.duration(build.duration_seconds or 0)
        passed = sum(check["status"] == "pass" for check in build.checks)
        return f"Built in {took}, {passed} of {len(build.checks)} checks passed"
    return words.shorten(build.error_message or build.stage_label, 120)


async def _costs(opened: OpenProject) -> tuple[tuple[str, str], ...]:
    session, project = opened.session, opened.project
    calls, tokens, cost = await LlmCallRepository(session).totals(project_id=project.id)
    runs = await RunRepository(session).count_of(project.id)
    return (
        ("Model cost so far", words.money(cost)),
        ("Model calls", str(calls)),
        ("Tokens", f"{tokens:,}"),
        ("Runs", str(runs)),
    )
