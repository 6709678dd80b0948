"""The living gallery: every component in its states."""

from __future__ import annotations

from dataclasses import dataclass, field

from cofounder.web.screens.build.pages import LogLine, Segment
from cofounder.web.screens.overview.pages import RingStage
from cofounder.web.screens.pieces import ASSUMED, Failure, Source
from cofounder.web.views import Screen

COLOURS = (
    "canvas", "surface", "sunken", "hover", "selected", "line-soft", "line-strong",
    "text", "text-muted", "text-faint", "accent", "success", "warning", "danger",
    "info", "strategy", "anchor",
)  # fmt: skip
STATES = (
    "queued", "running", "waiting", "done", "partial", "failed", "cancelled",
    "stale", "locked", "planned", "demo",
)  # fmt: skip


def _segments() -> tuple[Segment, ...]:
    return (
        Segment(label="Designing", state="done"),
        Segment(label="Writing code", state="now"),
        Segment(label="Installing dependencies", state="back"),
        Segment(label="Starting app", state="failed"),
        Segment(label="Ready", state="later"),
    )


def _stages() -> tuple[RingStage, ...]:
    return (
        RingStage(label="Thesis", state="done"),
        RingStage(label="Validated", state="now"),
        RingStage(label="MVP Built", state="later"),
        RingStage(label="Feedback", state="later"),
        RingStage(label="Scale", state="locked"),
    )


def _log() -> tuple[LogLine, ...]:
    return (
        LogLine(at="0:41", source="system", text="Starting app"),
        LogLine(at="0:44", source="stdout", text="listening on 3000"),
        LogLine(at="0:52", source="stderr", text="label: expected 2 lines, got 1"),
    )


def _source() -> Source:
    return Source(
        label="4",
        origin="Your answer to question 4",
        quote="Volunteers are mostly over 60, so nothing to install.",
        href="#sources",
    )


def _failure() -> Failure:
    return Failure(
        happened="The risk log was not written.",
        kept="The other four documents are kept.",
        detail="provider_overloaded: tried three times",
        debug_id="0192-7f3a",
    )


@dataclass(frozen=True, kw_only=True)
class GalleryPage(Screen):
    """`/-/components`."""

    template = "screens/gallery/page.html"

    colours: tuple[str, ...] = COLOURS
    states: tuple[str, ...] = STATES
    segments: tuple[Segment, ...] = field(default_factory=_segments)
    stages: tuple[RingStage, ...] = field(default_factory=_stages)
    log: tuple[LogLine, ...] = field(default_factory=_log)
    source: Source = field(default_factory=_source)
    assumed: Source = ASSUMED
    failure: Failure = field(default_factory=_failure)
