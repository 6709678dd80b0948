"""A build's place among the others: its address and its state in a word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from cofounder.builds.models import Build
from cofounder.builds.service import CANCELLED
from cofounder.builds.states import Stage
from cofounder.web.screens.build.pages import VersionLink

BuildState = Literal["queued", "running", "done", "failed", "cancelled"]
WORDS: dict[BuildState, str] = {
    "queued": "Queued",
    "running": "Running",
    "done": "Ready",
    "failed": "Failed",
    "cancelled": "Stopped",
}


def version_href(home: str, build: Build) -> str:
    """The address of a build's page."""
    return f"{home}/build/{build.build_version}"


def is_cancelled(build: Build) -> bool:
    """Whether the founder stopped it, rather than that it failed."""
    return build.stage_status is Stage.FAILED and build.error_message == CANCELLED


def outcome_of(build: Build) -> tuple[BuildState, str]:
    """What became of a build, as a state and its word."""
    state: BuildState = "running"
    if build.stage_status in (Stage.QUEUED, Stage.SCHEDULED):
        state = "queued"
    elif build.stage_status is Stage.READY:
        state = "done"
    elif build.stage_status is Stage.FAILED:
        state = "cancelled" if is_cancelled(build) else "failed"
    return state, WORDS[state]


def strip_of(
    builds: Sequence[Build], present: Build, home: str
) -> tuple[VersionLink, ...]:
    """Each version once, oldest first; a failed one gives way to its successor."""
    newest: dict[int, Build] = {}
    for build in builds:
        newest.setdefault(build.number, build)
    newest[present.number] = present
    return tuple(
        VersionLink(
            label=build.display_version,
            href=version_href(home, build),
            state=outcome_of(build)[0],
            is_current=build.id == present.id,
        )
        for _, build in sorted(newest.items())
    )
