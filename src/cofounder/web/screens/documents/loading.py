"""Reading the library: rows into cards, and the run into steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cofounder import clock
from cofounder.artifacts import assumptions
from cofounder.artifacts.contents import (
    GENERATION_ORDER,
    TITLES,
    TRIO,
    ArtifactType,
)
from cofounder.artifacts.documents.ordering import documents_lane
from cofounder.artifacts.documents.staleness import reasons
from cofounder.artifacts.models import Artifact, GenerationStatus
from cofounder.artifacts.reading import locked_of
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.journey.sources import page_of
from cofounder.projects.stages import ProjectStatus
from cofounder.runs.call_repository import LlmCallRepository
from cofounder.runs.models import Run, RunItem
from cofounder.runs.repository import ItemRepository, RunRepository
from cofounder.runs.states import ItemStatus
from cofounder.web import words
from cofounder.web.calls import note_of, seconds_since_start
from cofounder.web.opened import OpenProject
from cofounder.web.screens.document.loading import ABOUT
from cofounder.web.screens.document.words import ICONS
from cofounder.web.screens.documents.pages import (
    DocumentCard,
    Library,
    State,
    Step,
    StepState,
    Writing,
)
from cofounder.web.screens.documents.summaries import summary_of

OTHERS = (ArtifactType.IDEA_BRIEF, *TRIO, ArtifactType.EXECUTION_PLAN)
Rows = Mapping[ArtifactType, Artifact]
STEP_STATES: Mapping[ItemStatus, StepState] = {
    ItemStatus.COMPLETED: "done",
    ItemStatus.FAILED: "failed",
    ItemStatus.PENDING: "later",
    ItemStatus.SKIPPED: "later",
}


async def load(opened: OpenProject) -> Library:
    """Every document, and what is being written."""
    session = opened.session
    found = await ArtifactRepository(session).list_of(opened.id)
    rows = {row.artifact_type: row for row in found}
    run = await RunRepository(session).find_in_lane(documents_lane(opened.id))
    label, note = _next(rows)
    items = await ItemRepository(session).list_of(run.id) if run else ()
    is_parked = opened.project.status is ProjectStatus.PARKED
    tier = opened.who.user.tier
    still_open = await assumptions.open_count(session, opened.id, tier)
    queued = {i.key for i in items if i.status is ItemStatus.PENDING}
    return Library(
        cards=tuple(
            [await _card(opened, k, rows.get(k), k in queued) for k in GENERATION_ORDER]
        ),
        others=tuple([await _card(opened, k, rows.get(k)) for k in OTHERS]),
        writing=None if run is None else await _writing(opened, run, items),
        said=_said(rows),
        write_action=f"{opened.home}/documents/write",
        write_label="" if run or is_parked else label,
        write_note=note,
        exports=_exports(opened.home) if _written(rows) else (),
        assumptions_href=f"{opened.home}/assumptions",
        assumptions=words.counted(still_open, "open assumption"),
        locked="This project is parked. Everything stays readable."
        if is_parked
        else "",
    )


def _written(rows: Rows) -> list[ArtifactType]:
    return [
        kind
        for kind in GENERATION_ORDER
        if kind in rows and rows[kind].current_content is not None
    ]


def _said(rows: Rows) -> str:
    return f"{len(_written(rows))} of {len(GENERATION_ORDER)} documents are written"


def _next(rows: Rows) -> tuple[str, str]:
    """The one thing to do next, and what it takes."""
    written = _written(rows)
    if not written:
        return "Write the documents", "Five documents, usually one to three minutes."
    missing = len(GENERATION_ORDER) - len(written)
    if missing:
        return "Write what is missing", f"{words.counted(missing, 'document')} left."
    old = [kind for kind in written if rows[kind].is_stale]
    due = [kind for kind in old if not rows[kind].has_user_edits]
    if due:
        count = words.counted(len(due), "document")
        rest = "rests" if len(due) == 1 else "rest"
        return "Bring them up to date", f"{count} {rest} on something that changed."
    return "", ""


async def _card(
    opened: OpenProject,
    kind: ArtifactType,
    row: Artifact | None,
    is_queued: bool = False,
) -> DocumentCard:
    href = page_of(kind, opened.home)
    is_empty = row is None or row.current_content is None
    if row is None or (is_empty and row.generation_status is GenerationStatus.IDLE):
        return DocumentCard(
            title=TITLES[kind],
            icon=ICONS[kind],
            href=href,
            state="planned",
            word="Not yet",
            summary=ABOUT.get(kind, "Not written yet."),
            aside="",
        )
    state, word = ("queued", "Its turn comes") if is_queued else _state(row)
    because = await reasons(opened.session, row) if state == "stale" else []
    is_failed_document = state == "failed" and kind in GENERATION_ORDER
    return DocumentCard(
        title=TITLES[kind],
        icon=ICONS[kind],
        href=href,
        state=state,
        word=word,
        summary=_line(row, state),
        aside=""
        if is_empty
        else f"v{row.version_number}, {words.ago(row.updated_at, clock.now())}",
        badges=_badges(opened, row),
        retry_action=f"{opened.home}/documents/write" if is_failed_document else "",
        stale_because=because[0].text if because else "",
    )


def _line(row: Artifact, state: State) -> str:
    if row.current_content is not None:
        return summary_of(row)
    if state == "queued":
        return ABOUT.get(row.artifact_type, "")
    return "" if state == "running" else row.error or ""


def _state(row: Artifact) -> tuple[State, str]:
    if row.generation_status is GenerationStatus.GENERATING:
        return "running", "Being written"
    if row.generation_status is GenerationStatus.FAILED:
        return "failed", "Could not be written"
    return ("stale", "Out of date") if row.is_stale else ("done", "Current")


def _badges(opened: OpenProject, row: Artifact) -> tuple[str, ...]:
    locked = len(locked_of(row.artifact_type, opened.who.user.tier))
    badges = ["Edited by you"] if row.has_user_edits else []
    if row.approved_version is not None:
        present = row.approved_version == row.version_number
        badges.append("Approved" if present else f"v{row.approved_version} approved")
    if locked:
        badges.append(f"{words.counted(locked, 'section')} not in your plan")
    return tuple(badges)


async def _writing(opened: OpenProject, run: Run, items: Sequence[RunItem]) -> Writing:
    _, _, cost = await LlmCallRepository(opened.session).totals(run_id=run.id)
    steps = tuple(_step(item) for item in items)
    done = sum(step.state == "done" for step in steps)
    return Writing(
        steps=steps,
        headline=f"Writing your documents, {done} of {len(steps)} done",
        elapsed_seconds=seconds_since_start(run),
        cost=words.money(cost),
        note=note_of(run),
        stop_action=f"{opened.home}/documents/stop",
        done=done,
    )


def _step(item: RunItem) -> Step:
    state = STEP_STATES.get(item.status, "running")
    error = (item.error or {}).get("message", "")
    return Step(
        title=TITLES[ArtifactType(item.key)],
        state=state,
        detail=str(error) if state == "failed" else "",
        seconds=_seconds(item),
    )


def _seconds(item: RunItem) -> int:
    if item.started_at is None:
        return 0
    end = item.ended_at or clock.now()
    return max(0, int((end - item.started_at).total_seconds()))


def _exports(home: str) -> tuple[tuple[str, str], ...]:
    base = f"{home}/export"
    return (
        ("Strategy Package (PDF)", f"{base}/package.pdf"),
        ("Strategy Package (Markdown)", f"{base}/package.md"),
        (
            "Strategy Package (technical Markdown)",
            f"{base}/package.md?variant=technical",
        ),
        ("Data room (ZIP)", f"{base}/data-room.zip"),
    )
