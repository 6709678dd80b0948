"""The gate and the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cofounder.web.screens.gate import pages as gate
from cofounder.web.screens.pieces import (
    ASSUMED,
)
from cofounder.web.screens.plan import pages as plan
from cofounder.web.views import Screen
from tests.web.samples.console import EVIDENCE, TRIPWIRES
from tests.web.samples.shared import (
    ANSWER,
    FAILURE,
    IDEA,
    PROJECT,
    WAITING,
)


def draw_gate() -> Iterator[tuple[str, Screen]]:
    option = gate.GateOption(
        value="proceed",
        title="Proceed",
        description="We turn the brief into a plan.",
        what_happens_next="You choose between ways to build it.",
        pros=("The problem is proven by your own numbers", "Small enough"),
        cons=("Text costs are still an estimate",),
        why_choose="Choose this when the recap above sounds like you.",
        button="Proceed with this direction",
        asks="Add a reason for later you, optional",
        is_suggested=True,
    )
    names = (
        ("narrow", "Narrow", True),
        ("pivot", "Pivot", True),
        ("park", "Park", False),
    )
    options = (
        option,
        *(
            replace(
                option,
                value=value,
                title=title,
                needs_text=needs,
                is_suggested=False,
                button=f"{title} it",
            )
            for value, title, needs in names
        ),
    )
    recap = gate.Recap(
        problem=IDEA,
        target_user="Two people at the intake table and 14 volunteers.",
        value="One number per item that everyone can look up.",
        confidence="strong",
        assumption_count=3,
        brief_href=f"{PROJECT}/brief",
    )
    past = gate.PastDecision(
        title="Narrow",
        date="2 days ago",
        reason="Tickets only.",
        decided_by="you",
        known="Your own words support five of the seven points.",
        against_advice=True,
    )
    page = gate.GatePage(
        gate_type="direction",
        title="Which way do we go?",
        lead="You decide, we only recommend.",
        seen="",
        project_name="Mend Desk",
        action=f"{PROJECT}/gate",
        close_href=PROJECT,
        recap=recap,
        options=options,
        compare_action=f"{PROJECT}/gate/compare",
        compared_href=f"{PROJECT}/gate/compare",
        earliest="2026-03-13",
        evidence=EVIDENCE,
        tripwires=TRIPWIRES,
        history=(past,),
    )
    yield "gate", page
    yield (
        "gate-2",
        replace(
            page,
            gate_type="solidification",
            title="You have seen it run. What next?",
            options=(options[0], options[1], options[3]),
            alignment=gate.Alignment(
                score=72, band="moderate", advice="We would take something out."
            ),
        ),
    )
    yield (
        "gate-error",
        replace(
            page,
            chosen="narrow",
            action_text=" ",
            park_note="later",
            error="Write one sentence.",
            failure=FAILURE,
        ),
    )
    yield (
        "gate-resolving",
        gate.GateResolvingPage(
            project_name="Mend Desk",
            title="Writing the brief around your decision…",
            text="You narrowed it. We keep your answers.",
            elapsed_seconds=7,
        ),
    )
    decided = gate.GateDecidedPage(
        current=replace(past, title="Proceed"),
        what_changed="Planning is open now.",
        history=(past,),
        next_label="Compare options",
        next_href=f"{PROJECT}/plan",
        again_href=f"{PROJECT}/gate?again=1",
        all_href=f"{PROJECT}/decisions",
    )
    yield "gate-decided", decided
    yield (
        "gate-none",
        replace(
            decided,
            current=None,
            history=(),
            opens="The first decision opens when your brief is written.",
        ),
    )


def draw_plan() -> Iterator[tuple[str, Screen]]:
    option = plan.PlanOption(
        id="fast-mvp",
        name="Fast MVP",
        summary="A ticket per item, a text when it is ready",
        time_to_ship="3-4 weeks",
        engineering_cost="$12-15k",
        cost_note="€15–30 a month to run",
        risk_level="low",
        scope_coverage=70,
        pros=("One number from intake to pick-up", "Runs on the laptop you have"),
        cons=("Texts cost about 7 cents each", "No shift planning"),
        gives_up=("Shift planning until version 2",),
        technical_approach="One small web app.",
        engineering_impact="One person can carry it.",
        is_recommended=True,
    )
    options = (
        option,
        replace(
            option,
            id="full",
            name="Full-Featured Launch",
            risk_level="high",
            scope_coverage=95,
            is_recommended=False,
        ),
        replace(
            option,
            id="hybrid",
            name="Hybrid Approach",
            risk_level="medium",
            scope_coverage=85,
            gives_up=(),
            is_recommended=False,
        ),
    )
    part = plan.PlanComparison(
        options=options,
        reason="I’d suggest Fast MVP. It respects that volunteers install nothing",
        reason_sources=(ANSWER, ASSUMED),
        select_action=f"{PROJECT}/plan/select",
        regenerate_action=f"{PROJECT}/plan/regenerate",
        build_href=f"{PROJECT}/build",
    )
    yield "plan", plan.PlanPage(comparison=part, is_demo=True)
    chosen = replace(
        part,
        options=(replace(option, is_selected=True), *options[1:]),
        selected_at="Chosen 2 minutes ago",
    )
    earlier = plan.EarlierSet(
        title="Options, version 1",
        made="2026-03-12 10:00 UTC",
        asked="Cheaper",
        chosen="Fast MVP",
        rows=(("Fast MVP", "3-4 weeks", "$12-15k", "Low", "70 %"),),
    )
    yield "plan-chosen", plan.PlanPage(comparison=chosen, earlier=(earlier,))
    yield (
        "plan-fixed",
        plan.PlanPage(
            comparison=replace(
                chosen,
                can_change=False,
                is_stale=True,
                renew_action=f"{PROJECT}/plan/generate",
            )
        ),
    )
    wrong = replace(part, feedback=" ", feedback_error="Say what should be different.")
    yield "plan-feedback", plan.PlanPage(comparison=wrong)
    start = f"{PROJECT}/plan/generate"
    yield "plan-empty", plan.PlanPage(generate_action=start)
    yield "plan-thinking", plan.PlanPage(thinking=WAITING, generate_action=start)
    retry = f"{PROJECT}/plan/retry"
    yield "plan-failure", plan.PlanPage(failure=FAILURE, retry_action=retry)
    yield (
        "plan-kept",
        plan.PlanPage(comparison=part, failure=FAILURE, retry_action=retry),
    )
    yield (
        "plan-locked",
        plan.PlanPage(
            locked_reason="Decide the open gate first",
            locked_label="Decide the direction",
            locked_href=f"{PROJECT}/gate",
        ),
    )
