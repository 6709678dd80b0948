"""Stages of a build: exact labels, only these moves (GENR-02, GENR-08, ORC-27)."""

from __future__ import annotations

import itertools

import pytest

from cofounder.builds.states import LABELS, TERMINAL, Stage, may_move

ALLOWED = {
    ("queued", "starting"),
    ("queued", "scheduled"),
    ("starting", "scaffold"),
    ("scaffold", "code"),
    ("code", "deps"),
    ("deps", "checks"),
    ("checks", "ready"),
    ("checks", "scaffold"),
    ("scheduled", "queued"),
} | {
    (stage, "failed")
    for stage in (
        "queued",
        "starting",
        "scaffold",
        "code",
        "deps",
        "checks",
        "scheduled",
    )
}


@pytest.mark.parametrize(("before", "after"), list(itertools.product(Stage, Stage)))
def test_exactly_the_moves_of_the_table_are_allowed(
    before: Stage, after: Stage
) -> None:
    """GENR-08, ORC-27: by exhaustion; `ready` and `failed` are terminal."""
    assert may_move(before, after) == ((before.value, after.value) in ALLOWED)


def test_labels_are_the_locked_ones() -> None:
    """GENR-02, ORC-81."""
    assert {stage.value: label for stage, label in LABELS.items()} == {
        "queued": "Queued...",
        "starting": "Starting...",
        "scaffold": "Scaffolding workspace...",
        "code": "Writing code...",
        "deps": "Installing dependencies...",
        "checks": "Running checks...",
        "ready": "Build complete!",
        "failed": "Build failed",
        "scheduled": "Scheduled...",
    }


def test_ready_and_failed_are_terminal() -> None:
    assert {stage.value for stage in TERMINAL} == {"ready", "failed"}
