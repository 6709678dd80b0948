"""Stage records, exit criteria and the suggested focus (STAG-03, STAG-07, RISK-03)."""

from __future__ import annotations

from itertools import product

import pytest

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import GenerationStatus
from cofounder.builds.states import Stage
from cofounder.gates.states import Choice, GateType
from cofounder.journey.dashboard import dashboard_of
from cofounder.journey.focus import suggested_focus
from cofounder.journey.rows import ProjectRows
from cofounder.journey.stages import (
    exit_criteria,
    journey_of,
    next_milestone,
    stage_of,
)
from cofounder.projects.stages import MILESTONES, STAGE_NAMES
from tests.journey.rows import (
    NOW,
    a_build,
    a_checklist,
    a_gate,
    a_project,
    an_artifact,
    an_event,
    days,
    the_rows,
)

SUBSETS = [
    (stage, done)
    for stage, lines in MILESTONES.items()
    for done in product((False, True), repeat=len(lines))
]


@pytest.mark.parametrize(("stage", "done"), SUBSETS)
def test_the_next_milestone_is_the_first_open_line(
    stage: int, done: tuple[bool, ...]
) -> None:
    """STAG-07: for every stage and every set of done lines; criteria say the same."""
    lines = MILESTONES[stage]
    keys = [m.key for m, is_done in zip(lines, done, strict=True) if is_done]
    rows = the_rows(
        project=a_project(stage_number=stage), stages=(a_checklist(stage, *keys),)
    )
    open_lines = [m.words for m in lines if m.key not in keys]
    assert next_milestone(rows) == (open_lines[0] if open_lines else None)
    assert [c.done for c in exit_criteria(rows, stage)] == list(done)
    assert [c.text for c in exit_criteria(rows, stage)] == [m.words for m in lines]


def test_stage_zero_has_nothing_to_do() -> None:
    rows = the_rows(project=a_project(stage_number=0))
    assert next_milestone(rows) is None
    assert stage_of(rows, 0).name == "Getting Started"
    assert dashboard_of(rows).mvp_completion_percent == 0


def turned(choice: Choice, **more: object) -> tuple[ProjectRows, str]:
    key = "narrowing_instruction" if choice is Choice.NARROW else "pivot_description"
    gate = a_gate(choice, context={key: "Only flour"}, **more)
    return the_rows(gates=(gate,), project=a_project(stage_number=2)), "Only flour"


def test_narrowing_adds_a_line_to_its_stage() -> None:
    """STAG-07."""
    rows, _ = turned(Choice.NARROW, stage_number=2)
    last = exit_criteria(rows, 2)[-1]
    assert (last.text, last.done) == ("Scope narrowed to: Only flour", False)
    assert len(exit_criteria(rows, 1)) == len(MILESTONES[1])


def test_a_pivot_adds_a_line_to_stage_one() -> None:
    """STAG-07."""
    rows, _ = turned(Choice.PIVOT, stage_number=3)
    last = exit_criteria(rows, 1)[-1]
    assert (last.text, last.done) == ("New direction checked: Only flour", False)
    assert len(exit_criteria(rows, 3)) == len(MILESTONES[3])


@pytest.mark.parametrize("choice", [Choice.NARROW, Choice.PIVOT])
def test_the_line_is_met_once_a_later_gate_proceeds(choice: Choice) -> None:
    rows, _ = turned(choice, stage_number=1, decided_at=NOW - days(2))
    earlier = a_gate(Choice.PROCEED, decided_at=NOW - days(3))
    again = a_gate(Choice.PROCEED, decided_at=NOW - days(1))
    unmet = the_rows(gates=(*rows.gates, earlier))
    met = the_rows(gates=(again, *rows.gates))
    assert not exit_criteria(unmet, 1)[-1].done
    assert exit_criteria(met, 1)[-1].done


def test_only_the_last_turn_counts() -> None:
    older = a_gate(
        Choice.NARROW,
        decided_at=NOW - days(5),
        context={"narrowing_instruction": "Only butter"},
    )
    rows, _ = turned(Choice.NARROW)
    both = the_rows(gates=(*rows.gates, older))
    texts = [c.text for c in exit_criteria(both, 1)]
    assert "Scope narrowed to: Only flour" in texts
    assert "Scope narrowed to: Only butter" not in texts


def test_the_journey_has_five_stages_with_their_names_and_moments() -> None:
    """STAG-01, STAG-03: a stage that is left behind by a pivot is not entered."""
    entered = NOW - days(4)
    events = tuple(
        an_event("transition", from_stage=n - 1, to_stage=n, created_at=entered)
        for n in (3, 2, 1)
    )
    rows = the_rows(project=a_project(stage_number=2), events=events)
    read = journey_of(rows)
    assert [s.stage_number for s in read.stages] == [1, 2, 3, 4, 5]
    assert [s.name for s in read.stages] == list(STAGE_NAMES[1:])
    moments = [s.entered_at for s in read.stages]
    assert moments == [entered, NOW, None, None, None]


def test_risks_block_the_present_stage_only() -> None:
    rows = the_rows(builds=tuple(a_build(Stage.FAILED) for _ in range(3)))
    blocking = {s.stage_number: len(s.blocking_risks) for s in journey_of(rows).stages}
    assert blocking == {1: 1, 2: 0, 3: 0, 4: 0, 5: 0}


def test_progress_is_weighted_over_all_stages() -> None:
    """STAG-05, ORC-06."""
    rows = the_rows(stages=(a_checklist(1, "brief_generated", "risks_identified"),))
    read = journey_of(rows)
    assert read.stages[0].progress_percent == 70
    assert read.global_progress == int(70 * 100 / 400)


GATE = a_gate(created_at=NOW - days(1))
OLDER = a_gate(gate_type=GateType.SOLIDIFICATION, created_at=NOW - days(2))
FAILED = tuple(
    an_artifact(kind, generation_status=GenerationStatus.FAILED)
    for kind in (ArtifactType.RISK_LOG, ArtifactType.MVP_SCOPE, ArtifactType.BRIEF)
)
BROKEN = tuple(a_build(Stage.FAILED) for _ in range(3))


@pytest.mark.parametrize(
    ("waits", "fails", "risky"), list(product((False, True), repeat=3))
)
def test_the_focus_is_the_first_that_holds(
    waits: bool, fails: bool, risky: bool
) -> None:
    """RISK-03, ORC-12: gate, then failed artifact, then risk, else all clear."""
    rows = the_rows(
        gates=(GATE, OLDER) if waits else (),
        artifacts=FAILED[:2] if fails else (),
        builds=BROKEN if risky else (),
    )
    expected = "All clear - ready to build"
    if risky:
        expected = "Address risk: 3 builds in a row failed."
    if fails:
        expected = "Retry failed Mvp Scope generation"
    if waits:
        expected = "Review Solidification decision to continue"
    assert suggested_focus(rows) == expected


def test_failed_artifacts_come_in_alphabetical_order() -> None:
    """ORC-12."""
    rows = the_rows(artifacts=FAILED)
    assert suggested_focus(rows) == "Retry failed Brief generation"


@pytest.mark.parametrize(
    ("stages", "version", "latest"),
    [
        ((), "v0.0", None),
        ((Stage.QUEUED,), "v0.0", "running"),
        ((Stage.SCHEDULED,), "v0.0", "running"),
        ((Stage.FAILED,), "v0.0", "failed"),
        ((Stage.READY,), "v0.1", "success"),
        ((Stage.CODE, Stage.READY), "v0.1", "running"),
        ((Stage.FAILED, Stage.READY), "v0.1", "failed"),
        ((Stage.READY, Stage.READY), "v0.2", "success"),
    ],
)
def test_the_dashboard_tells_version_and_latest_build(
    stages: tuple[Stage, ...], version: str, latest: str | None
) -> None:
    """DASH-01: "v0.0" when nothing is ready; a running build counts as latest."""
    count = len(stages)
    builds = tuple(
        a_build(stage, number=count - at, preview_host="abc")
        for at, stage in enumerate(stages)
    )
    read = dashboard_of(the_rows(builds=builds, preview_address="http://{}/".format))
    assert (read.product_version, read.latest_build_status) == (version, latest)
    expected = "http://abc/" if Stage.READY in stages else None
    assert read.preview_url == expected
