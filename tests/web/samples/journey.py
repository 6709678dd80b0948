"""Interview, generation and brief."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cofounder.web.screens.brief import pages as brief
from cofounder.web.screens.generating import pages as generating
from cofounder.web.screens.pieces import (
    ASSUMED,
    Progress,
)
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
            next_step=NEXT,
        ),
    )
    yield (
        "brief-empty",
        brief.BriefEmptyPage(interview_href=f"{PROJECT}/understanding"),
    )
