"""Stages, milestones and progress: pure (STAG-01 to STAG-05, ORC-01 to ORC-06)."""

from __future__ import annotations

import pytest

from cofounder.projects.stages import (
    MILESTONES,
    STAGE_KEYS,
    STAGE_NAMES,
    ProjectStatus,
    global_progress,
    refusal,
    stage_progress,
)

ACTIVE, PARKED = ProjectStatus.ACTIVE, ProjectStatus.PARKED
DONE = "2026-01-01T00:00:00+00:00"


def test_stages_have_the_names_that_are_used_everywhere() -> None:
    """STAG-01, TRAP-14: six stages, 0 to 5, one list of names."""
    assert STAGE_NAMES == (
        "Getting Started",
        "Thesis Defined",
        "Validated Direction",
        "MVP Built",
        "Feedback Loop Active",
        "Scale & Optimize",
    )
    assert len(STAGE_KEYS) == len(STAGE_NAMES)


def test_each_stage_weighs_a_hundred() -> None:
    """STAG-04: the weights of a stage's milestones add up to 100; stage 5 has none."""
    weights = {s: sum(m.weight for m in ms) for s, ms in MILESTONES.items()}
    assert weights == {1: 100, 2: 100, 3: 100, 4: 100, 5: 0}


@pytest.mark.parametrize("before", range(6))
@pytest.mark.parametrize("after", range(6))
def test_transitions_follow_the_rules(before: int, after: int) -> None:
    """STAG-02, ORC-02: by exhaustion, for an active project that decided to proceed."""
    allowed = after not in (0, 5, before)
    assert (refusal(before, after, ACTIVE, proceed_decided=True) is None) == allowed


@pytest.mark.parametrize("before", range(6))
@pytest.mark.parametrize("after", range(6))
def test_a_parked_project_goes_nowhere(before: int, after: int) -> None:
    """STAG-02, ORC-02: parked blocks all, with a reason."""
    assert refusal(before, after, PARKED, proceed_decided=True)


def test_going_forward_needs_a_decision_to_proceed() -> None:
    """ORC-01: but the first stage is entered by finishing the onboarding."""
    assert refusal(1, 2, ACTIVE, proceed_decided=False) == "Decide to proceed first."
    assert refusal(2, 3, ACTIVE, proceed_decided=False) == "Decide to proceed first."
    assert refusal(0, 1, ACTIVE, proceed_decided=False) is None
    assert refusal(3, 1, ACTIVE, proceed_decided=False) is None


@pytest.mark.parametrize(
    ("done", "percent"),
    [
        ((), 0),
        (("brief_generated",), 40),
        (("brief_generated", "risks_identified"), 70),
        (("brief_generated", "risks_identified", "gate_proceed"), 100),
        (("unknown_key",), 0),
    ],
)
def test_the_first_stage_progresses_by_its_weights(
    done: tuple[str, ...], percent: int
) -> None:
    """ORC-06."""
    assert stage_progress(1, dict.fromkeys(done, DONE)) == percent


def test_a_stage_without_milestones_makes_no_progress() -> None:
    """ORC-05: empty is 0."""
    assert stage_progress(5, {}) == 0
    assert stage_progress(0, {}) == 0


def test_progress_over_all_stages_is_weighted_and_may_fall() -> None:
    """ORC-05: four stages of equal weight; a reset lowers it."""
    keys = ("brief_generated", "risks_identified", "gate_proceed")
    first: dict[str, str | None] = dict.fromkeys(keys, DONE)
    assert global_progress({}) == 0
    assert global_progress({1: first}) == 25
    assert global_progress({1: first, 2: {"validation_complete": DONE}}) == 33
    assert global_progress({1: first, 2: {}}) == 25
