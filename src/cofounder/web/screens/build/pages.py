"""A build before, while and after it runs (GENR-16, SNDB-06)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cofounder.web.screens.pieces import Failure
from cofounder.web.views import Part, Screen

SegmentState = Literal["done", "now", "back", "failed", "later"]
PreviewState = Literal["none", "loading", "active", "sleeping", "unavailable"]


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A step of the bar (GENR-12)."""

    label: str
    state: SegmentState


@dataclass(frozen=True, kw_only=True)
class FeedEntry:
    """What we do or did, in one sentence."""

    title: str
    sentence: str
    state: Literal["done", "running", "failed"]
    seconds: int


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """A line of the technical log, already redacted."""

    at: str
    source: Literal["system", "stdout", "stderr"]
    text: str


@dataclass(frozen=True, kw_only=True)
class Check:
    """A check that was really run."""

    name: str
    status: Literal["pass", "fail", "skipped"]
    summary: str


@dataclass(frozen=True, kw_only=True)
class Preview:
    """The founder's app in its browser mock-up."""

    state: PreviewState
    url: str = ""
    """Where it lives; to be copied."""
    frame_url: str = ""
    """What the frame opens: the same, or a ticket's way in."""
    tab_href: str = ""
    """Opens it in a tab of its own; it asks for a ticket where one is needed."""
    host: str = ""
    """The address as it is shown."""
    title: str = ""
    reason: str = ""
    """Why it is unavailable."""
    fix: str = ""
    """What makes it available."""
    resume_action: str = ""


@dataclass(frozen=True, kw_only=True)
class VersionLink:
    """A build in the versions strip."""

    label: str
    href: str
    state: Literal["running", "done", "failed", "cancelled", "queued"]
    is_current: bool = False


@dataclass(frozen=True, kw_only=True)
class BuildStartPage(Screen):
    """Nothing was built yet: the chosen plan and the goal."""

    template = "screens/build/start.html"

    plan_name: str
    plan_summary: str
    plan_facts: tuple[tuple[str, str], ...]
    """Label and value, such as ("Time to Ship", "3-4 weeks")."""
    plan_href: str
    start_action: str
    goal: str
    error: str = ""
    locked_reason: str | None = None
    locked_label: str = ""
    locked_href: str = ""
    sandbox_note: str | None = None
    """Said beforehand when no sandbox can run here."""


@dataclass(frozen=True, kw_only=True)
class BuildProgress(Part):
    """What polling swaps while a build runs."""

    template = "screens/build/_progress.html"

    label: str
    version: str
    """Shown as "v0.1"."""
    plan_name: str
    goal: str
    segments: tuple[Segment, ...]
    narration: str
    elapsed_seconds: int
    feed: tuple[FeedEntry, ...]
    log: tuple[LogLine, ...]
    cancel_action: str
    cost: str | None = None
    earlier_log_href: str | None = None
    is_log_open: bool = False
    """Set once the founder asked for earlier output."""
    attempt: int = 1
    """Above 1 the auto-fix banner is shown (PIPE-07)."""
    attempts: int = 5
    note: str | None = None
    """Queue position, schedule, or "Still working, this is normal"."""
    is_stopping: bool = False


@dataclass(frozen=True, kw_only=True)
class BuildResult(Part):
    """A ready build; it stays as it is for ever (GENR-07)."""

    template = "screens/build/_result.html"

    version: str
    took: str
    """Such as "4m 23s"."""
    summary: str
    goal: str
    preview: Preview
    checks: tuple[Check, ...]
    feed: tuple[FeedEntry, ...]
    log: tuple[LogLine, ...]
    download_href: str
    again_action: str
    """Posts `goal`; a new build never touches this one."""
    earlier_log_href: str | None = None
    is_log_open: bool = False
    next_label: str = ""
    next_href: str = ""
    """What has to come before another build, such as the open Gate 2."""
    is_first_view: bool = False
    """The celebration is short and happens once."""

    @property
    def passed_count(self) -> int:
        """How many checks passed."""
        return sum(check.status == "pass" for check in self.checks)


@dataclass(frozen=True, kw_only=True)
class BuildFailure(Part):
    """A build that ended without a result."""

    template = "screens/build/_failure.html"

    version: str
    failure: Failure
    is_cancelled: bool
    segments: tuple[Segment, ...]
    feed: tuple[FeedEntry, ...]
    log: tuple[LogLine, ...]
    again_action: str
    goal: str
    earlier_log_href: str | None = None
    is_log_open: bool = False
    next_label: str = ""
    next_href: str = ""
    """What has to come before another try."""
    fix: str = ""
    """What the person who runs the server can do, for a missing sandbox."""
    download_href: str | None = None


@dataclass(frozen=True, kw_only=True)
class BuildPage(Screen):
    """`/projects/{id}/build/{version}`."""

    template = "screens/build/page.html"

    body: BuildProgress | BuildResult | BuildFailure
    versions: tuple[VersionLink, ...]
    is_demo: bool
    is_waiting: bool = False
