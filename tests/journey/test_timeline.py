"""The board: every kind of thing that happens is on it (TIML-01, TIML-02, TRAP-25)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

import pytest

import cofounder
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import GenerationStatus
from cofounder.builds.states import Stage
from cofounder.gates.states import Choice, GateStatus, GateType
from cofounder.journey.decisions import DecisionRead
from cofounder.journey.timeline import (
    Column,
    ItemType,
    TimelineFilter,
    TimelineItem,
    timeline_of,
)
from tests.journey.rows import (
    NOW,
    PROJECT_ID,
    a_build,
    a_gate,
    an_artifact,
    an_event,
    days,
    the_rows,
)


def only(items: list[TimelineItem]) -> TimelineItem:
    [item] = items
    return item


@pytest.mark.parametrize("gate_type", list(GateType))
def test_an_open_gate_waits_in_the_backlog(gate_type: GateType) -> None:
    """TIML-02."""
    gate = a_gate(gate_type=gate_type)
    item = only(timeline_of(the_rows(gates=(gate,))))
    assert item.title == f"Decision: {gate_type.value.title()}"
    assert (item.type, item.kanban_status) == ("decision", "backlog")
    assert (item.graph_node_id, item.decision_id) == (f"gate_{gate.id}", str(gate.id))
    assert item.timestamp == gate.created_at


@pytest.mark.parametrize("choice", list(Choice))
def test_a_decided_gate_is_done_with_its_reason_or_its_decision(choice: Choice) -> None:
    """TIML-02: summary reason or "{Decision} decision", time decided_at."""
    when = NOW - days(1)
    silent = a_gate(choice, decided_at=when)
    said = a_gate(choice, decided_at=when, reason="Because")
    for gate, summary in (
        (silent, f"{choice.value.title()} decision"),
        (said, "Because"),
    ):
        item = only(timeline_of(the_rows(gates=(gate,))))
        assert (item.summary, item.kanban_status) == (summary, "done")
        assert item.timestamp == when


def test_an_expired_gate_is_still_told() -> None:
    """GATE-01: it does not wait any more, and it is not hidden."""
    gate = a_gate(status=GateStatus.EXPIRED)
    item = only(timeline_of(the_rows(gates=(gate,))))
    assert (item.kanban_status, item.summary) == (
        "backlog",
        "Superseded, no longer open",
    )


@pytest.mark.parametrize(
    ("status", "has_content"),
    list(product(GenerationStatus, (False, True))),
)
@pytest.mark.parametrize("edited", [False, True])
def test_an_artifact_stands_where_its_state_says(
    status: GenerationStatus, has_content: bool, edited: bool
) -> None:
    """TIML-02: generating in progress, failed backlog, content done, else planned."""
    row = an_artifact(
        ArtifactType.MVP_SCOPE,
        {"x": 1} if has_content else None,
        generation_status=status,
        version_number=3,
        has_user_edits=edited,
    )
    item = only(timeline_of(the_rows(artifacts=(row,))))
    by_status = {
        GenerationStatus.GENERATING: "in_progress",
        GenerationStatus.FAILED: "backlog",
    }
    assert item.kanban_status == by_status.get(
        status, "done" if has_content else "planned"
    )
    assert item.title == "Artifact: Mvp Scope"
    assert item.summary == ("Version 3 (edited)" if edited else "Version 3")
    assert item.type == "artifact"


def test_a_stage_change_is_a_milestone_with_both_numbers() -> None:
    """TIML-02."""
    event = an_event("transition", from_stage=1, to_stage=2)
    item = only(timeline_of(the_rows(events=(event,))))
    assert (item.title, item.type, item.kanban_status) == (
        "Stage: 1 → 2",
        "milestone",
        "done",
    )
    assert item.summary == "Thesis Defined to Validated Direction"


def test_the_built_mvp_is_told_with_version_and_address() -> None:
    """MVPS-03, ORC-86."""
    detail = {"build_version": "build_v0_1", "preview_host": "abc"}
    event = an_event("mvp_built", detail=detail)
    rows = the_rows(events=(event,), preview_address="http://{}.localhost/".format)
    item = only(timeline_of(rows))
    assert item.title == "MVP built"
    assert item.summary == "build_v0_1 runs at http://abc.localhost/"
    assert item.build_version == "build_v0_1"
    assert item.graph_node_id == f"mvp_built_{PROJECT_ID}"


def test_the_chosen_plan_is_a_decision() -> None:
    """PLAN-03, ORC-67."""
    detail = {"option_id": "fast-mvp", "option_name": "Fast MVP", "plan_set_id": "p1"}
    item = only(
        timeline_of(the_rows(events=(an_event("plan_selected", detail=detail),)))
    )
    assert (item.type, item.kanban_status) == ("decision", "done")
    assert (item.title, item.summary) == (
        "Decision: Execution plan",
        "You chose Fast MVP",
    )


@pytest.mark.parametrize("decided_at", [None, NOW])
def test_a_console_decision_is_a_decision(decided_at: datetime | None) -> None:
    """DCSN-05."""
    console = DecisionRead(
        id="d1",
        kind="console",
        ref="decision:d1",
        subject="Monetization model",
        choice="Subscription" if decided_at else "",
        created_at=NOW,
        decided_at=decided_at,
    )
    item = only(timeline_of(the_rows(console=(console,))))
    assert item.title == "Decision: Monetization model"
    assert item.kanban_status == ("done" if decided_at else "backlog")
    assert (item.graph_node_id, item.decision_id) == ("decision_d1", "d1")


@pytest.mark.parametrize("stage", list(Stage))
def test_every_build_is_on_the_board(stage: Stage) -> None:
    """ONE-07."""
    build = a_build(stage, number=2, debug_id="debug")
    item = only(timeline_of(the_rows(builds=(build,))))
    columns = {
        Stage.READY: Column.DONE,
        Stage.FAILED: Column.BACKLOG,
        Stage.QUEUED: Column.PLANNED,
        Stage.SCHEDULED: Column.PLANNED,
    }
    assert item.kanban_status is columns.get(stage, Column.IN_PROGRESS)
    assert (item.title, item.build_version) == ("Build v0.2", "build_v0_2")
    assert (item.run_id, item.debug_id) == (build.run_id, "debug")


def recorded_types() -> set[str]:
    """Every event type our code writes, read from the code itself."""
    source = Path(cofounder.__file__).parent
    found: set[str] = set()
    for path in source.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'record\(\s*session,\s*[\w.]+,\s*"(\w+)"', text))
    return found


def test_no_event_that_is_ever_written_is_hidden() -> None:
    """TRAP-25: gates and choices are told by their own rows, all others as events."""
    written = recorded_types() | {"risk_dismissed", "iteration_completed"}
    by_row = {"gate_created", "gate_decided", "decision_recorded"}
    assert {"transition", "mvp_built", "plan_selected", "park", "unpark"} <= written
    for event_type in written - by_row:
        event = an_event(event_type, from_stage=0, to_stage=1)
        assert only(timeline_of(the_rows(events=(event,)))).title, event_type


def dated(*hours: int) -> list[TimelineItem]:
    events = tuple(
        an_event("park", created_at=datetime(2026, 5, 10 + h // 24, h % 24, tzinfo=UTC))
        for h in hours
    )
    return timeline_of(the_rows(events=events))


def test_the_newest_comes_first() -> None:
    """TIML-01."""
    moments = [item.timestamp for item in dated(5, 1, 30, 12)]
    assert moments == sorted(moments, reverse=True)


@pytest.mark.parametrize("first", range(9, 14))
@pytest.mark.parametrize("last", range(9, 14))
def test_a_range_of_days_includes_both_ends(first: int, last: int) -> None:
    """TIML-01: whole days, from the first moment to the last."""
    wanted = TimelineFilter(date_from=date(2026, 5, first), date_to=date(2026, 5, last))
    for item in dated(0, 23, 24, 47, 48, 71):
        expected = first <= item.timestamp.day <= last
        assert wanted.keeps(item) == expected


def test_a_range_of_moments_includes_both_ends() -> None:
    moment = datetime(2026, 5, 10, 5, tzinfo=UTC)
    wanted = TimelineFilter(date_from=moment, date_to=moment)
    assert [wanted.keeps(item) for item in dated(6, 5, 4)] == [False, True, False]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("direction", True),
        ("DIRECTION", True),
        (" direction ", True),
        ("ÜBERMUT", True),
        ("übermut", True),
        ("STRASSE", True),
        ("decision: direction", True),
        ("pivot", False),
        ("%", False),
        (".*", False),
    ],
)
def test_the_query_reads_title_and_summary_without_case(
    query: str, found: bool
) -> None:
    """TIML-01: the text is text, never a pattern."""
    gate = a_gate(Choice.PROCEED, reason="Übermut auf der Straße")
    items = timeline_of(the_rows(gates=(gate,)), TimelineFilter(query=query))
    assert bool(items) is found


@pytest.mark.parametrize("wanted", list(ItemType))
def test_the_type_filter_keeps_its_type(wanted: ItemType) -> None:
    """TIML-01."""
    rows = the_rows(
        gates=(a_gate(),),
        events=(an_event("park"),),
        artifacts=(an_artifact(ArtifactType.BRIEF),),
    )
    items = timeline_of(rows, TimelineFilter(type=wanted))
    assert [item.type for item in items] == [wanted]
