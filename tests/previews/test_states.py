"""The transition table of previews, by exhaustion."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

from cofounder.previews.states import (
    PreviewEvent,
    PreviewState,
    after,
    is_loop,
    recent,
)

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


def test_a_failed_preview_is_left_by_a_restart_only() -> None:
    ways = {event: after(PreviewState.FAILED, event) for event in PreviewEvent}
    assert {event for event, to in ways.items() if to} == {PreviewEvent.RESTARTED}


def test_every_state_is_reached_and_only_a_call_starts() -> None:
    reached = {
        after(state, event) for state, event in product(PreviewState, PreviewEvent)
    }
    assert reached - {None} == set(PreviewState)
    starting = {
        event
        for state, event in product(PreviewState, PreviewEvent)
        if after(state, event) is PreviewState.STARTING
    }
    assert starting == {PreviewEvent.CALLED}


def test_an_app_answers_only_while_it_starts() -> None:
    for state in set(PreviewState) - {PreviewState.STARTING}:
        assert after(state, PreviewEvent.ANSWERED) is None


def test_five_crashes_within_ten_minutes_are_a_loop() -> None:
    crashes = [NOON - timedelta(minutes=2 * n) for n in range(5)]
    assert is_loop(crashes, NOON)
    assert not is_loop(crashes, NOON + timedelta(minutes=2))
    assert recent(crashes, NOON + timedelta(minutes=30)) == []
