"""States of runs and items: pure (RUNE-02, RUNE-05, SM-08)."""

from __future__ import annotations

import itertools

import pytest

from cofounder.runs.states import (
    ACTIVE,
    ITEM_OVER,
    MOVES,
    TERMINAL,
    ItemStatus,
    RunStatus,
    may_move,
    outcome,
)

C, F, S = ItemStatus.COMPLETED, ItemStatus.FAILED, ItemStatus.SKIPPED


@pytest.mark.parametrize("before", sorted(TERMINAL))
@pytest.mark.parametrize("after", RunStatus)
def test_a_run_that_is_over_never_changes(before: RunStatus, after: RunStatus) -> None:
    """SM-08: terminal states are immutable."""
    assert not may_move(before, after)


def test_every_active_state_can_end_in_failure_and_by_cancellation() -> None:
    for status in ACTIVE:
        assert may_move(status, RunStatus.FAILED), status
        assert may_move(status, RunStatus.CANCELLED), status


def test_only_a_running_run_succeeds() -> None:
    able = {status for status in RunStatus if may_move(status, RunStatus.SUCCEEDED)}
    assert able == {RunStatus.RUNNING}


def test_no_state_moves_to_itself() -> None:
    assert not any(status in MOVES.get(status, ()) for status in RunStatus)


@pytest.mark.parametrize(
    ("items", "status"),
    [
        ([C, C], RunStatus.SUCCEEDED),
        ([F, F], RunStatus.FAILED),
        ([C, F], RunStatus.PARTIAL),
        ([C, S], RunStatus.PARTIAL),
        ([S, S], RunStatus.SUCCEEDED),
        ([F, S], RunStatus.PARTIAL),
        ([C, F, S], RunStatus.PARTIAL),
        ([], RunStatus.SUCCEEDED),
    ],
)
def test_a_run_ends_by_what_became_of_its_items(
    items: list[ItemStatus], status: RunStatus
) -> None:
    """RUNE-05, ORC-110."""
    assert outcome(items) is status


def test_the_order_of_items_does_not_matter() -> None:
    for items in itertools.permutations([C, F, S]):
        assert outcome(list(items)) is RunStatus.PARTIAL


@pytest.mark.parametrize("still_open", sorted(set(ItemStatus) - ITEM_OVER))
def test_a_run_with_an_open_item_has_no_outcome(still_open: ItemStatus) -> None:
    """TRAP-57."""
    with pytest.raises(ValueError, match="still open"):
        outcome([C, still_open])
