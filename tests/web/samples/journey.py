"""Interview, generation, brief and the trio."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cofounder.web.screens import details
from cofounder.web.screens.brief import pages as brief
from cofounder.web.screens.generating import pages as generating
from cofounder.web.screens.pieces import (
    ASSUMED,
    Progress,
)
from cofounder.web.screens.strategy import pages as strategy
from cofounder.web.screens.timeline import pages as timeline
from cofounder.web.screens.trio import pages as trio
from cofounder.web.screens.understanding import pages as understanding
from cofounder.web.views import Screen
from tests.web.samples.shared import (
    ANSWER,
    CHOICE,
    FAILURE,
    HISTORY,
    NEXT,
    PROJECT,
    WAITING,
    draw_question,
)


def draw_understanding() -> Iterator[tuple[str, Screen]]:
    part = understanding.InterviewPart(
        href=f"{PROJECT}/understanding",
        progress=Progress(number=9, total=14, percent=57),
        understood=(
            understanding.Understood(
                label="Problem",
                state="covered",
                text="Items go missing between intake and repair.",
                sources=(ANSWER,),
            ),
            understanding.Understood(
                label="Must not change",
                state="partly",
                text="Nothing to install. One laptop, weak Wi-Fi.",
                sources=(ASSUMED,),
            ),
            understanding.Understood(
                label="Money", state="open", text="", still_open=2
            ),
            understanding.Understood(label="Risks", state="assumed", text=""),
            understanding.Understood(label="First experiment", state="open", text=""),
        ),
        history=HISTORY,
        question=CHOICE,
        assumed_count=1,
    )
    page = understanding.UnderstandingPage
    yield "interview", page(interview=part)
    yield (
        "interview-edited",
        page(
            interview=replace(
                part,
                changed=understanding.Changed(
                    dropped=("What would they pay?",), added=("Who collects it?",)
                ),
                question=replace(CHOICE, cancel_href=part.href),
            )
        ),
    )
    yield (
        "interview-closing",
        page(interview=replace(part, question=draw_question(), is_closing=True)),
    )
    waiting = replace(part, thinking=WAITING)
    yield "interview-thinking", page(interview=waiting, is_waiting=True)
    failed = replace(part, failure=FAILURE, retry_action=part.href + "/retry")
    yield "interview-failure", page(interview=failed)
    aside = replace(failed, is_failure_aside=True)
    yield "interview-failure-aside", page(interview=aside)
    many = tuple(replace(HISTORY[0], number=n) for n in range(9, 0, -1))
    yield "interview-long", page(interview=replace(part, history=many))
    yield "interview-all-answered", page(interview=replace(part, question=None))
    finished = replace(part, question=None, brief_href=f"{PROJECT}/brief")
    yield "interview-finished", page(interview=finished)
    yield (
        "interview-locked",
        understanding.UnderstandingLockedPage(onboarding_href="/new/s1"),
    )


def draw_generating() -> Iterator[tuple[str, Screen]]:
    def steps(*states: generating.StepState) -> tuple[generating.GenerationStep, ...]:
        kinds = ("strategy", "timeline", "architecture")
        return tuple(
            generating.GenerationStep(
                kind=kind, state=state, detail="6 anchors in your words", seconds=52
            )
            for kind, state in zip(kinds, states, strict=True)
        )

    progress = generating.GenerationProgress(
        project_name="Mend Desk",
        steps=steps("built", "generating", "generating"),
        elapsed_seconds=52,
        results_href=f"{PROJECT}/walkthrough?step=1",
        insight="You said nine items were lost last quarter.",
        cost="$0.11",
        retry_action=f"{PROJECT}/generating/retry",
    )
    page = generating.GeneratingPage
    yield "generating", page(progress=progress)
    done = replace(progress, steps=steps("built", "built", "built"))
    yield "generating-done", page(progress=done)
    partly = replace(progress, steps=steps("built", "failed", "built"))
    yield "generating-failed", page(progress=partly)
    hrefs = tuple(f"{PROJECT}/walkthrough?step={n}" for n in (1, 2, 3))
    walk = generating.WalkthroughPage(
        step=1,
        title="Here's your Strategy",
        icon="waypoints",
        summary="Six of your own phrases and the nine moves they lead to.",
        points=(
            "Start at the intake table",
            "Prove it on one Saturday",
            "Stay free to visitors",
        ),
        view_label="View full strategy",
        view_href=f"{PROJECT}/strategy",
        step_hrefs=hrefs,
        last_label="Decide the direction",
        last_href=f"{PROJECT}/gate",
        skip_href=f"{PROJECT}/gate",
    )
    yield "walkthrough", walk
    yield (
        "walkthrough-last",
        replace(walk, step=3, title="Here's your Architecture", is_failed=True),
    )


def draw_brief() -> Iterator[tuple[str, Screen]]:
    section = brief.BriefSection(
        version=2,
        reason="You named a number.",
        key="problem_statement",
        title="Problem",
        action=f"{PROJECT}/brief/problem_statement",
        claims=(
            brief.Claim(
                text="Items go missing between intake and repair.", sources=(ANSWER,)
            ),
            brief.Claim(text="It costs about nine kettles a year.", sources=(ASSUMED,)),
        ),
        confidence="strong",
        is_open=True,
    )
    sections = (
        section,
        replace(
            section,
            key="target_user",
            title="Target user",
            confidence="moderate",
            is_open=False,
            is_edited=True,
        ),
        replace(
            section,
            key="risks",
            title="Risks",
            confidence="needs_depth",
            is_list=True,
        ),
        replace(
            section,
            key="value_prop",
            title="Value",
            is_open=False,
            error="It was not saved. Your text is still here.",
            draft="One number per item",
        ),
        replace(section, key="market_context", title="Market", claims=()),
        replace(
            section,
            key="differentiation",
            title="Why you",
            confidence=None,
            judging=brief.Judging(action="/judge", is_waiting=False),
            draft="Mine",
            error="This changed in the meantime.",
            saved_meanwhile="Theirs",
        ),
        replace(
            section,
            key="scalability_notes",
            title="Ten times",
            confidence=None,
            judging=brief.Judging(action="/judge", is_waiting=True),
        ),
    )
    yield (
        "brief",
        brief.BriefPage(
            version=2,
            updated="10 minutes ago",
            sections=sections,
            locked_sections=(
                brief.LockedSection(title="Competitive analysis", plan="CTO Scale"),
            ),
            versions=(
                brief.BriefVersion(
                    number=2, when="today", who="You", reason="Edited risks"
                ),
            ),
            interview_again_action=f"{PROJECT}/understanding/re-interview",
            is_demo=True,
            assumption_count=3,
            next_label="Decide the direction",
            next_href=f"{PROJECT}/gate",
        ),
    )
    yield (
        "brief-empty",
        brief.BriefEmptyPage(interview_href=f"{PROJECT}/understanding"),
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
