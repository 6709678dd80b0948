"""Reading the trio's progress and its results as the walkthrough shows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from cofounder import clock
from cofounder.artifacts.contents import TRIO, ArtifactType
from cofounder.artifacts.models import Artifact, GenerationStatus
from cofounder.artifacts.passages import project_passages
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.gates.repository import GateRepository
from cofounder.gates.states import Choice, GateType
from cofounder.runs.call_repository import LlmCallRepository
from cofounder.runs.models import Run, RunItem
from cofounder.runs.repository import ItemRepository, RunRepository
from cofounder.runs.states import RunKind, RunStatus
from cofounder.web import words
from cofounder.web.calls import KEY_REJECTED, seconds_since_start
from cofounder.web.opened import OpenProject
from cofounder.web.screens.generating.pages import (
    GenerationProgress,
    GenerationStep,
    StepState,
    WalkthroughPage,
)
from cofounder.web.screens.leading import DECIDE

Kind = Literal["strategy", "timeline", "architecture"]
KINDS: dict[ArtifactType, Kind] = {
    ArtifactType.STRATEGY_GRAPH: "strategy",
    ArtifactType.MVP_TIMELINE: "timeline",
    ArtifactType.APP_ARCHITECTURE: "architecture",
}
INSIGHT_SECONDS = 30
WALK: tuple[tuple[ArtifactType, str, str, str], ...] = (
    (ArtifactType.STRATEGY_GRAPH, "Here's your Strategy", "waypoints", "strategy"),
    (ArtifactType.MVP_TIMELINE, "Here's your Timeline", "calendar-days", "timeline"),
    (
        ArtifactType.APP_ARCHITECTURE,
        "Here's your Architecture",
        "blocks",
        "architecture",
    ),
)
STEPS = len(WALK)
NOT_YET = {
    ArtifactType.STRATEGY_GRAPH: "The moves that follow from your own words.",
    ArtifactType.MVP_TIMELINE: "The weeks to your first version.",
    ArtifactType.APP_ARCHITECTURE: "The parts of your product and what they cost.",
}


async def load_progress(opened: OpenProject) -> GenerationProgress | None:
    """How far the three are; None when nobody asked for them yet."""
    session, project = opened.session, opened.project
    rows = {
        row.artifact_type: row
        for row in await ArtifactRepository(session).list_of(project.id, TRIO)
    }
    if not rows:
        return None
    run = await RunRepository(session).find_latest(project.id, RunKind.TRIO)
    items: dict[str, RunItem] = {}
    cost: int | None = 0
    if run is not None:
        items = {i.key: i for i in await ItemRepository(session).list_of(run.id)}
        _, _, cost = await LlmCallRepository(session).totals(run_id=run.id)
    elapsed = 0 if run is None else seconds_since_start(run)
    return GenerationProgress(
        project_name=project.name,
        steps=tuple(_step(kind, rows.get(kind), items.get(kind), run) for kind in TRIO),
        elapsed_seconds=elapsed,
        results_href=f"{opened.home}/walkthrough?step=1",
        insight=await _insight(opened, run, elapsed),
        cost=words.money(cost),
        retry_action=f"{opened.home}/generating/retry",
    )


def _step(
    kind: ArtifactType, row: Artifact | None, item: RunItem | None, run: Run | None
) -> GenerationStep:
    state: StepState = "generating"
    if row is None or row.generation_status is GenerationStatus.FAILED:
        state = "failed"
    elif row.generation_status is GenerationStatus.IDLE:
        state = "built" if row.current_content is not None else "failed"
    detail = ""
    if state == "built" and row is not None:
        detail = result_line(row)
    elif state == "failed":
        detail = (row.error if row is not None else None) or "It could not be made."
    elif run is not None and run.status is RunStatus.AWAITING_FOUNDER:
        detail = KEY_REJECTED
    return GenerationStep(
        kind=KINDS[kind], state=state, detail=detail, seconds=_seconds(item)
    )


def _seconds(item: RunItem | None) -> int:
    if item is None or item.started_at is None:
        return 0
    end: datetime = item.ended_at or clock.now()
    return max(0, int((end - item.started_at).total_seconds()))


async def _insight(opened: OpenProject, run: Run | None, elapsed: int) -> str:
    """The founder's own words, another answer every half minute."""
    if run is None or run.is_over:
        return ""
    passages = await project_passages(opened.session, opened.id)
    if not passages:
        return ""
    passage = passages[elapsed // INSIGHT_SECONDS % len(passages)]
    return f"You said: “{words.shorten(passage.text, 160)}”"


def result_line(row: Artifact) -> str:
    """What an artifact of the trio holds, in one line."""
    content = row.current_content or {}
    match row.artifact_type:
        case ArtifactType.STRATEGY_GRAPH:
            moves = [n for n in content.get("nodes", []) if n["type"] == "strategy"]
            anchors = len(content.get("nodes", [])) - len(moves)
            phrases = words.counted(anchors, "phrase")
            return f"{phrases} of yours lead to {words.counted(len(moves), 'move')}."
        case ArtifactType.MVP_TIMELINE:
            steps = words.counted(len(content.get("milestones", [])), "milestone")
            weeks = words.counted(int(content.get("total_mvp_weeks", 0)), "week")
            return f"{steps} in {weeks}."
        case _:
            parts = words.counted(len(content.get("components", [])), "part")
            cost: Mapping[str, Any] = content.get("cost_estimate") or {}
            return f"{parts}, {cost.get('startup_monthly', '?')} a month to start."


async def load_walkthrough(opened: OpenProject, step: int) -> WalkthroughPage:
    """One of the three cards."""
    kind, title, icon, tail = WALK[step - 1]
    row = await ArtifactRepository(opened.session).find(opened.id, kind)
    content = (row.current_content if row else None) or {}
    last_label, last_href = await _last(opened)
    return WalkthroughPage(
        step=step,
        title=title,
        icon=icon,
        summary=result_line(row) if row is not None and content else NOT_YET[kind],
        points=_points(kind, content),
        view_label=f"View full {tail}",
        view_href=f"{opened.home}/{tail}",
        step_hrefs=tuple(
            f"{opened.home}/walkthrough?step={n}" for n in range(1, STEPS + 1)
        ),
        last_label=last_label,
        last_href=last_href,
        skip_href=last_href,
        is_failed=not content,
    )


async def _last(opened: OpenProject) -> tuple[str, str]:
    """Gate 1 while it is open, the dashboard afterwards (TRIO-05)."""
    gates = GateRepository(opened.session)
    latest = await gates.find_latest_direction(opened.id)
    pending = await gates.find_pending(opened.id)
    if pending is None and latest is not None and latest.decision is Choice.PROCEED:
        return "Go to Dashboard", opened.home
    return DECIDE[GateType.DIRECTION], f"{opened.home}/gate"


def _points(kind: ArtifactType, content: Mapping[str, Any]) -> tuple[str, ...]:
    lines: list[str]
    match kind:
        case ArtifactType.STRATEGY_GRAPH:
            nodes = content.get("nodes", [])
            lines = [n["label"] for n in nodes if n["type"] == "strategy"]
        case ArtifactType.MVP_TIMELINE:
            milestones = content.get("milestones", [])
            lines = [f"Week {m['week']}: {m['title']}" for m in milestones]
        case _:
            lines = [c["name"] for c in content.get("components", [])]
    return tuple(words.shorten(line, 120) for line in lines[:4])
