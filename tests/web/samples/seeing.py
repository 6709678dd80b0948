"""Sample pages of strategy, timeline and architecture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cofounder.web.screens import details
from cofounder.web.screens.strategy import pages as strategy
from cofounder.web.screens.timeline import pages as timeline
from cofounder.web.screens.trio import pages as trio
from cofounder.web.views import Screen
from tests.web.samples.shared import (
    ANSWER,
    NEXT,
    PROJECT,
)


def draw_strategy() -> Iterator[tuple[str, Screen]]:
    detail = details.Detail(
        id="detail-a1",
        title="loses track of broken toasters",
        kind="Your words",
        icon="messages-square",
        state="done",
        word="Done",
        when="yesterday",
        at="2026-03-12 10:00 UTC",
        href=f"{PROJECT}/strategy?node=a1",
        summary="Version 1",
        why="This is what hurts most.",
        impact="Everything starts at the intake table.",
        tradeoffs=("No reports yet",),
        alternatives=("Labels on paper",),
        link_label="View in timeline",
        link_href=f"{PROJECT}/timeline?item=1",
    )
    join = strategy.Join(
        relation="leads to",
        title="Start at the intake table",
        opens="detail-s1",
        href=f"{PROJECT}/strategy?node=s1",
        target="s1",
    )
    anchor = strategy.Point(
        id="a1",
        kind="anchor",
        title="loses track of broken toasters",
        text="This is what hurts most.",
        status="done",
        detail=detail,
        joins=(join,),
        source=ANSWER,
    )
    move = replace(
        anchor,
        id="s1",
        kind="strategy",
        title="Start at the intake table",
        status="planned",
        detail=replace(detail, id="detail-s1", state="queued", word="Planned"),
        joins=(replace(join, target=""),),
        source=None,
    )
    page = strategy.StrategyPage(
        href=f"{PROJECT}/strategy",
        view="graph",
        lead="1 phrase of yours and the 1 move they lead to.",
        summary="Graph of 1 phrase of yours, 1 strategic move.",
        groups=(
            strategy.Group(
                kind="anchor", title="In your words", hint="", points=(anchor,)
            ),
            strategy.Group(
                kind="strategy", title="What we do", hint="", points=(move,)
            ),
        ),
        next_step=NEXT,
        is_demo=True,
        note="You used few words, so there is one phrase.",
    )
    yield "strategy", page
    yield "strategy-list", replace(page, view="list")
    opened = replace(anchor, detail=replace(detail, is_open=True))
    group = replace(page.groups[0], points=(opened,))
    yield "strategy-opened", replace(page, groups=(group,), note="", is_demo=False)


def draw_timeline() -> Iterator[tuple[str, Screen]]:
    [page, *_] = [sample for name, sample in draw_strategy() if name == "strategy"]
    assert isinstance(page, strategy.StrategyPage)
    card = timeline.Card(
        title="Decision: Direction",
        summary="Proceed decision",
        kind="Decision",
        icon="signpost",
        when="8 days ago",
        at="2026-03-12 10:00 UTC",
        detail=replace(page.anchors[0].detail, id="detail-1"),
    )
    columns = tuple(
        timeline.BoardColumn(key=key, title=title, cards=cards, empty="Nothing here.")
        for key, title, cards in (
            ("backlog", "Backlog", ()),
            ("planned", "Planned", ()),
            ("in_progress", "In Progress", ()),
            ("done", "Done", (card,)),
        )
    )
    board = timeline.BoardPart(
        href=f"{PROJECT}/timeline",
        base=f"{PROJECT}/timeline",
        columns=columns,
        total=1,
        filters=timeline.Filters(),
    )
    plan = timeline.Plan(
        milestones=(
            timeline.Milestone(
                weeks="Week 1",
                title="A paper test",
                description="Numbered labels on one repair day.",
                deliverables=("50 labels printed", "One Saturday run"),
            ),
        ),
        roadmap=(
            timeline.RoadmapPhase(
                phase="Phase 2",
                title="Shifts",
                description="Who repairs what and when.",
                weeks="about 4 weeks",
            ),
        ),
        adapted_for="Made for a technical team.",
        version=1,
        is_demo=True,
    )
    shown = timeline.TimelinePage(
        lead="5 weeks to the first version.",
        plan=plan,
        missing=None,
        board=board,
        next_step=NEXT,
        graph_href=f"{PROJECT}/strategy",
    )
    yield "timeline", shown
    for state in ("locked", "generating", "failed"):
        missing = trio.TrioEmptyPage(
            title="Timeline",
            icon="calendar-days",
            state=state,
            action_label="Go on",
            action_href=f"{PROJECT}/understanding",
            action_posts=state == "failed",
        )
        yield f"timeline-{state}", replace(shown, plan=None, missing=missing)
    wanted = timeline.Filters(query="x", date_from="soon", error="A day, please.")
    found = replace(board, filters=wanted)
    yield "timeline-filtered", replace(shown, board=found)
    none = tuple(replace(column, cards=()) for column in columns)
    nothing = replace(found, columns=none, total=0)
    yield "timeline-no-matches", replace(shown, board=nothing)
    empty = replace(nothing, filters=timeline.Filters())
    yield "timeline-empty", replace(shown, board=empty)


def draw_trio() -> Iterator[tuple[str, Screen]]:
    yield (
        "architecture",
        trio.ArchitecturePage(
            components=(
                trio.Component(
                    name="What visitors see",
                    icon="monitor",
                    kind="Frontend",
                    description="The page with the ticket number.",
                    technology="Vercel",
                    alternatives=("Render",),
                ),
                trio.Component(
                    name="The ticket book",
                    icon="database",
                    kind="Database",
                    description="Remembers every item.",
                    technology="Supabase",
                    alternatives=(),
                ),
            ),
            connections=(
                trio.Connection(
                    source="What visitors see",
                    target="The ticket book",
                    protocol="HTTPS",
                    description="Asks where an item is.",
                ),
            ),
            start_cost="$0–25",
            scale_cost="$60–90",
            cost_lines=(
                trio.CostLine(component="Texts", cost="$15", note="about 7 cents each"),
            ),
            recommendations=("Begin with the free plans.",),
            version=1,
            is_demo=True,
            next_step=NEXT,
        ),
    )
    empty = trio.TrioEmptyPage(
        title="Strategy",
        icon="waypoints",
        state="locked",
        action_label="Go to the interview",
        action_href=f"{PROJECT}/understanding",
    )
    yield "trio-locked", empty
    yield "trio-generating", replace(empty, state="generating")
    yield "trio-failed", replace(empty, state="failed", action_posts=True)
