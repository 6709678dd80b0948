"""The shell around every page: where we are, what is open, what it has cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cofounder.web import words

Theme = Literal["system", "light", "dark"]
Mode = Literal["demo", "live"]
Tone = Literal["info", "warning", "danger", "success"]
StageState = Literal["done", "now", "later"]


@dataclass(frozen=True, kw_only=True)
class ProjectLink:
    """A project in the switcher."""

    name: str
    href: str


@dataclass(frozen=True, kw_only=True)
class NavEntry:
    """A line of the rail. With a `locked` reason it is shown and leads nowhere."""

    label: str
    icon: str
    href: str
    is_current: bool = False
    locked: str | None = None
    note: str | None = None
    """A count such as "8/14", shown at the end of the line."""
    needs_you: bool = False


@dataclass(frozen=True, kw_only=True)
class StageStep:
    """A step of the journey; `reason` says what opens one that is still closed."""

    label: str
    state: StageState
    href: str | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Crumb:
    """A step of the way from Projects to here; the last one has no link."""

    label: str
    href: str | None = None


@dataclass(frozen=True, kw_only=True)
class Banner:
    """A line under the top bar: pending gate first, then work, then notices."""

    tone: Tone
    icon: str
    text: str
    strong: str | None = None
    action_label: str | None = None
    action_href: str | None = None


@dataclass(frozen=True, kw_only=True)
class ProjectFrame:
    """What the shell shows of the project we are in."""

    name: str
    href: str
    nav: tuple[tuple[NavEntry, ...], ...]
    """Groups of the rail, divided by a hairline."""
    stages: tuple[StageStep, ...]
    cost: str | None = None
    """Model cost so far such as "$0.42", or "unknown"."""

    @property
    def initials(self) -> str:
        """The letters in the tile before the name."""
        return words.initials(self.name)

    @property
    def short_nav(self) -> tuple[NavEntry, ...]:
        """The four places of the bottom bar on a phone."""
        wanted = ("Overview", "Interview", "Documents", "Build")
        entries = {entry.label: entry for group in self.nav for entry in group}
        return tuple(entries[label] for label in wanted if label in entries)


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What every page gets, whatever it shows."""

    csrf_token: str
    mode: Mode
    theme: Theme = "system"
    path: str = "/"
    """Where we are, so that a theme change comes back to it."""
    user_name: str | None = None
    project: ProjectFrame | None = None
    projects: tuple[ProjectLink, ...] = ()
    crumbs: tuple[Crumb, ...] = ()
    banners: tuple[Banner, ...] = ()
    notice: str | None = None
    """One sentence about what the last action changed."""

    @property
    def mode_label(self) -> str:
        """PROD-09: what the header says about the model."""
        return "AI: Connected" if self.mode == "live" else "AI: Demo mode"


STAGES = (
    "Idea",
    "Interview",
    "Decision",
    "Documents",
    "Plan",
    "Backlog",
    "MVP",
    "Export",
)

_RAIL = (
    (("Overview", "layout-dashboard", ""),),
    (
        ("Interview", "messages-square", "/understanding"),
        ("Decisions", "signpost", "/decisions"),
        ("Documents", "file-text", "/documents"),
    ),
    (
        ("Strategy", "waypoints", "/strategy"),
        ("Timeline", "calendar-days", "/timeline"),
        ("Architecture", "blocks", "/architecture"),
        ("Plan", "columns-3", "/plan"),
    ),
    (("Build", "hammer", "/build"),),
)


def project_nav(
    project_href: str,
    current: str,
    *,
    locked: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    needs_you: frozenset[str] = frozenset(),
) -> tuple[tuple[NavEntry, ...], ...]:
    """The rail of a project; `locked` says per label what opens the page."""
    locked, notes = locked or {}, notes or {}

    def entry(label: str, icon: str, href: str) -> NavEntry:
        return NavEntry(
            label=label,
            icon=icon,
            href=href,
            is_current=label == current,
            locked=locked.get(label),
            note=notes.get(label),
            needs_you=label in needs_you,
        )

    groups = [
        tuple(entry(label, icon, project_href + tail) for label, icon, tail in group)
        for group in _RAIL
    ]
    return (*groups, (entry("Settings", "settings", "/settings"),))


def stage_bar(
    now: str,
    *,
    done: frozenset[str],
    hrefs: Mapping[str, str] | None = None,
    reasons: Mapping[str, str] | None = None,
) -> tuple[StageStep, ...]:
    """The journey as Done, Now and Later, with the reason why a step is closed."""
    hrefs, reasons = hrefs or {}, reasons or {}
    return tuple(
        StageStep(
            label=label,
            state="now" if label == now else "done" if label in done else "later",
            href=hrefs.get(label),
            reason=reasons.get(label),
        )
        for label in STAGES
    )
