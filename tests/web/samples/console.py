"""The decisions page, the console and the comparison before a decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cofounder.web.screens.decisions import pages as decisions
from cofounder.web.screens.gate import pages as gate
from cofounder.web.views import Screen
from tests.web.samples.shared import ANSWER, FAILURE, PROJECT

KNOWN = gate.EvidenceLine(title="Problem", level="strong", quotes=(ANSWER,))
UNKNOWN = gate.EvidenceLine(
    title="Money", level="unknown", missing="Nothing was said about it. Who would pay?"
)
EVIDENCE = gate.Evidence(
    advice="I’d learn more before we go ahead.",
    reason="Too much is still unknown: money, risks.",
    is_capped=True,
    lines=(KNOWN, UNKNOWN, replace(KNOWN, title="Who has it", level="needs_depth")),
)
TRIPWIRES = (
    gate.TripwireRow(number=1, condition="Ten cafés ask", due_on="2999-01-01"),
    gate.TripwireRow(number=2),
)


def draw_compare() -> Iterator[tuple[str, Screen]]:
    value = gate.Change(
        id="value_prop",
        title="Value",
        pieces=(("same", "One number "), ("removed", "each"), ("added", "per item")),
        added=2,
        removed=1,
    )
    same = replace(
        value, id="risks", title="Risks", pieces=(("same", "x"),), added=0, removed=0
    )
    page = gate.ComparePage(
        title="What narrowing would change",
        said="Tickets only",
        present="Version 1 of your brief",
        proposed="Version 2, if you accept",
        made="just now, co-founder",
        sections=(value, same),
        timeline=replace(value, id="timeline", title="Timeline"),
        present_weeks=6,
        proposed_weeks=4,
        accept_action=f"{PROJECT}/gate/compare/accept",
        accept_label="Accept and narrow it",
        drop_action=f"{PROJECT}/gate/compare/drop",
        again_action=f"{PROJECT}/gate/compare",
        decision="narrow",
        back_href=f"{PROJECT}/gate",
    )
    yield "proposal", page
    stale = replace(page, is_stale=True, is_demo=True, present_weeks=None)
    yield "proposal-stale", stale
    yield "compare-same", replace(page, sections=(same,))
    yield (
        "compare-failed",
        gate.CompareFailedPage(
            failure=FAILURE,
            retry_action=f"{PROJECT}/gate/compare",
            decision="pivot",
            said="For libraries",
            back_href=f"{PROJECT}/gate",
        ),
    )


def draw_decisions() -> Iterator[tuple[str, Screen]]:
    question = decisions.ConsoleQuestion(
        key="monetization_model",
        title="How money comes in",
        question="How does the product earn its first money?",
        state="unasked",
        wish="Donations stay free",
    )
    here = f"{PROJECT}/decisions"
    href = f"{here}/1"
    questions = (
        question,
        replace(question, key="pricing_structure", state="thinking"),
        replace(question, key="checkout_strategy", state="failed", failure=FAILURE),
        replace(
            question,
            key="scope_narrowing",
            state="pending",
            is_blocking=True,
            href=href,
            href_label="Compare the options",
            meta="2 options",
        ),
        replace(
            question,
            key="deploy_path",
            state="decided",
            answer="Railway",
            note="Closest to what we know",
            meta="2026-03-12 10:00 UTC",
            href=href,
            href_label="See the decision",
        ),
    )
    wire = decisions.TripwireLine(
        id="t1",
        condition="Ten cafés ask for it",
        state="overdue",
        meta="Due 2026-03-01",
    )
    page = decisions.DecisionsPage(
        direction=decisions.Direction(
            title="Which way do we go?",
            text="I’d learn more before we go ahead.",
            is_open=True,
            action_label="Review and decide",
            action_href=f"{PROJECT}/gate",
            missing=(UNKNOWN,),
        ),
        questions=questions,
        ask_action=f"{here}/ask",
        tripwires=(
            wire,
            replace(wire, id="t2", state="open"),
            replace(wire, id="t3", state="tripped", note="Only two"),
            replace(wire, id="t4", state="held"),
        ),
        tripwire_action=f"{here}/tripwires",
        history=(
            decisions.Entry(
                what="Direction",
                title="Proceed",
                reason="The numbers are clear",
                date="2026-03-12 10:00 UTC",
                who="you",
                mark="Against our advice",
            ),
            decisions.Entry(
                what="Where it runs",
                title="Vercel",
                reason="",
                date="2026-03-11 10:00 UTC",
                who="you",
                href=href,
                mark="Superseded",
            ),
        ),
        gate_href=f"{PROJECT}/gate?again=1",
        can_reopen=True,
        is_thinking=True,
    )
    yield "decisions", page
    yield (
        "decisions-error",
        replace(
            page, error="Keep it shorter.", error_key="monetization_model", typed="x"
        ),
    )
    empty = decisions.Direction(
        title="Nothing to decide yet",
        text="The first decision opens when your brief is written.",
        action_label="Go to the interview",
        action_href=f"{PROJECT}/understanding",
    )
    yield (
        "decisions-empty",
        replace(
            page,
            direction=empty,
            tripwires=(),
            history=(),
            console_locked="The questions open right after your brief.",
            is_thinking=False,
        ),
    )
    decided = replace(
        empty,
        title="Proceed",
        is_decided=True,
        meta="2026-03-12 10:00 UTC, decided by you",
        reason="The numbers are clear",
    )
    yield "decisions-decided", replace(page, direction=decided)
    yield from draw_decision()


def draw_decision() -> Iterator[tuple[str, Screen]]:
    option = decisions.DecisionOption(
        id="railway",
        name="Railway",
        meaning="App and database side by side.",
        time_to_ship="About an hour",
        engineering_cost="$5 per month",
        cost_note="By use.",
        risk_level="low",
        pros=("Easy", "One place"),
        cons=("Costs a little", "Few places"),
        engineering_impact="One project.",
        technical_deep_dive="A container and a database.",
        is_recommended=True,
        is_chosen=False,
    )
    other = replace(option, id="aws", name="AWS", is_recommended=False)
    page = decisions.DecisionPage(
        title="Where it runs",
        question="Where does the product run once people use it?",
        wish="In Europe",
        options=(option, other),
        reason="I’d suggest Railway. Easy.",
        action=f"{PROJECT}/decisions/1",
        back_href=f"{PROJECT}/decisions",
        is_blocking=True,
        is_demo=True,
        earlier_href=f"{PROJECT}/decisions/0",
        next_label="All decisions",
        next_href=f"{PROJECT}/decisions",
    )
    yield "decision", page
    wrong = replace(page, error="Keep it shorter.", typed="x", picked="aws")
    yield "decision-error", wrong
    yield (
        "decision-recorded",
        replace(
            page,
            options=(replace(option, is_chosen=True), other),
            can_choose=False,
            is_blocking=False,
            is_superseded=True,
            meta="2026-03-12 10:00 UTC",
            note="Closest to what we know",
        ),
    )
