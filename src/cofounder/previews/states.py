"""The states of a preview, and how one leads to another."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

LIFETIME = timedelta(seconds=3600)
CRASH_LIMIT = 5
CRASH_WINDOW = timedelta(minutes=10)


class PreviewState(StrEnum):
    """Where a preview is. FAILED sticks until somebody asks for a restart."""

    ASLEEP = "asleep"
    STARTING = "starting"
    AWAKE = "awake"
    FAILED = "failed"


class PreviewEvent(StrEnum):
    """What happens to a preview."""

    CALLED = "called"
    ANSWERED = "answered"
    CRASHED = "crashed"
    CRASHED_TOO_OFTEN = "crashed_too_often"
    PUT_TO_SLEEP = "put_to_sleep"
    RESTARTED = "restarted"


_AFTER: dict[tuple[PreviewState, PreviewEvent], PreviewState] = {
    (PreviewState.ASLEEP, PreviewEvent.CALLED): PreviewState.STARTING,
    # Only one server's keeper starts a preview, and only when none of its apps runs:
    # a row that says otherwise is left over from a write that was lost.
    (PreviewState.STARTING, PreviewEvent.CALLED): PreviewState.STARTING,
    (PreviewState.AWAKE, PreviewEvent.CALLED): PreviewState.STARTING,
    (PreviewState.STARTING, PreviewEvent.ANSWERED): PreviewState.AWAKE,
    (PreviewState.STARTING, PreviewEvent.CRASHED): PreviewState.ASLEEP,
    (PreviewState.STARTING, PreviewEvent.CRASHED_TOO_OFTEN): PreviewState.FAILED,
    (PreviewState.STARTING, PreviewEvent.PUT_TO_SLEEP): PreviewState.ASLEEP,
    (PreviewState.AWAKE, PreviewEvent.CRASHED): PreviewState.ASLEEP,
    (PreviewState.AWAKE, PreviewEvent.CRASHED_TOO_OFTEN): PreviewState.FAILED,
    (PreviewState.AWAKE, PreviewEvent.PUT_TO_SLEEP): PreviewState.ASLEEP,
    (PreviewState.ASLEEP, PreviewEvent.RESTARTED): PreviewState.ASLEEP,
    (PreviewState.FAILED, PreviewEvent.RESTARTED): PreviewState.ASLEEP,
}


def after(state: PreviewState, event: PreviewEvent) -> PreviewState | None:
    """The state that `event` leads to, or None when it does not apply in `state`."""
    return _AFTER.get((state, event))


def recent(crashes: list[datetime], moment: datetime) -> list[datetime]:
    """The crashes that still count at `moment`."""
    return [crash for crash in crashes if moment - crash < CRASH_WINDOW]


def is_loop(crashes: list[datetime], moment: datetime) -> bool:
    """Whether so many starts ended in a crash that we stop trying."""
    return len(recent(crashes, moment)) >= CRASH_LIMIT
