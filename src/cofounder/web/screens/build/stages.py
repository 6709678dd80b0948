"""A build's stages as the bar and the feed show them (GENR-02, GENR-12)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cofounder import clock
from cofounder.builds.models import Build
from cofounder.builds.states import LABELS, Stage
from cofounder.web.screens.build.pages import FeedEntry, Segment, SegmentState

SEGMENTS = (
    "Designing",
    "Writing code",
    "Installing dependencies",
    "Starting app",
    "Ready",
)
PLACES = {
    Stage.STARTING: 0,
    Stage.SCAFFOLD: 0,
    Stage.CODE: 1,
    Stage.DEPS: 2,
    Stage.CHECKS: 3,
    Stage.READY: 4,
}
SENTENCES = {
    Stage.QUEUED: "Waiting for a free place.",
    Stage.SCHEDULED: "It starts by itself, you need not come back for it.",
    Stage.STARTING: "Setting up a workbench for this build.",
    Stage.SCAFFOLD: "Deciding which pages and records your product needs.",
    Stage.CODE: "Writing the app and its own tests.",
    Stage.DEPS: "Fetching the packages it stands on; nothing of them runs yet.",
    Stage.CHECKS: "Running its tests and starting it in the sandbox.",
}
AGAIN = {
    Stage.SCAFFOLD: "Stepping back to fix what the checks found.",
    Stage.CODE: "Fixing what the checks found.",
    Stage.DEPS: "Installing again, in case the fix needs something new.",
    Stage.CHECKS: "Running every check again.",
}


def segments_of(build: Build) -> tuple[Segment, ...]:
    """The five steps; after a failed check the later ones are done again."""
    place = _place(build)
    return tuple(
        Segment(label=label, state=_state(build, number, place))
        for number, label in enumerate(SEGMENTS)
    )


def _place(build: Build) -> int:
    if build.stage_status is Stage.FAILED:
        entered = [entry["stage"] for entry in build.stage_times]
        return PLACES.get(Stage(entered[-1]), -1) if entered else -1
    return PLACES.get(build.stage_status, -1)


def _state(build: Build, number: int, place: int) -> SegmentState:
    if build.stage_status is Stage.READY or number < place:
        return "done"
    if number == place:
        return "failed" if build.stage_status is Stage.FAILED else "now"
    rewound = build.fix_attempts > 0 and number <= PLACES[Stage.CHECKS]
    return "back" if rewound and build.stage_status is not Stage.FAILED else "later"


def narration_of(build: Build) -> str:
    """One sentence on what happens now."""
    if build.fix_attempts and build.stage_status in AGAIN:
        return AGAIN[build.stage_status]
    return SENTENCES.get(build.stage_status, "")


def feed_of(build: Build) -> tuple[FeedEntry, ...]:
    """Every stage entered so far, in order, with what it took."""
    seen: set[str] = set()
    entries: list[FeedEntry] = []
    for number, times in enumerate(build.stage_times):
        stage = Stage(times["stage"])
        repeated = stage.value in seen and stage in AGAIN
        seen.add(stage.value)
        is_last = number == len(build.stage_times) - 1
        entries.append(_entry(build, times, stage, repeated, is_last))
    return tuple(entries)


def _entry(
    build: Build, times: dict[str, Any], stage: Stage, repeated: bool, is_last: bool
) -> FeedEntry:
    state = "done"
    if is_last and build.stage_status is Stage.FAILED:
        state = "failed"
    elif is_last and not build.is_over:
        state = "running"
    label = LABELS[stage].rstrip(".")
    return FeedEntry(
        title=f"{label}, again" if repeated else label,
        sentence=AGAIN[stage] if repeated else SENTENCES[stage],
        state=state,
        seconds=_seconds(times),
    )


def _seconds(times: dict[str, Any]) -> int:
    started = datetime.fromisoformat(times["started_at"])
    ended = times.get("ended_at")
    end = datetime.fromisoformat(ended) if ended else clock.now()
    return max(0, round((end - started).total_seconds()))
