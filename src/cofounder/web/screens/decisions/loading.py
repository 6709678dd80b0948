"""Reading everything that was decided, and what waits, into one page."""

from __future__ import annotations

from dataclasses import replace

from cofounder import clock
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.decisions.reading import DECIDED, Decision, list_decisions
from cofounder.decisions.service import ASK
from cofounder.decisions.templates import QUESTIONS, Question, Template, title_of
from cofounder.gates.models import Gate, Tripwire, TripwireStatus
from cofounder.gates.repository import TripwireRepository
from cofounder.gates.states import ASKED, TITLES, GateType
from cofounder.projects.stages import ProjectStatus
from cofounder.runs.models import Run
from cofounder.web.calls import failure_of, has_failed, latest_call
from cofounder.web.opened import OpenProject
from cofounder.web.screens.decisions.pages import (
    ConsoleQuestion,
    DecisionsPage,
    Direction,
    Entry,
    TripwireLine,
)
from cofounder.web.screens.gate import words
from cofounder.web.screens.gate.loading import NEXT, PARKED, TOO_EARLY, Gates
from cofounder.web.words import counted, exact

KEPT = "Nothing was changed. You can ask again."
NO_BRIEF = (
    "The questions are answered from your idea brief, so they open right after it."
)
Dated = tuple[str, Entry]


async def load(
    opened: OpenProject, *, error: str = "", error_key: str = "", typed: str = ""
) -> DecisionsPage:
    """What `/decisions` shows now."""
    gates = await Gates.load(opened)
    brief = await ArtifactRepository(opened.session).find(
        opened.id, ArtifactType.IDEA_BRIEF
    )
    has_brief = brief is not None and brief.current_content is not None
    decisions = await list_decisions(opened.session, opened.id)
    asked = [await _question(opened, q, decisions) for q in QUESTIONS]
    rows = await TripwireRepository(opened.session).list_of(opened.id)
    parked = opened.project.status is ProjectStatus.PARKED
    locked = PARKED_CONSOLE if parked else "" if has_brief else NO_BRIEF
    return DecisionsPage(
        direction=_direction(opened, gates, has_brief=has_brief),
        questions=(*asked, *_escalations(opened, decisions)),
        console_locked=locked,
        ask_action=f"{opened.home}/decisions/ask",
        tripwires=tuple(_tripwire(row) for row in rows),
        tripwire_action=f"{opened.home}/decisions/tripwires",
        history=_history(opened, gates, decisions),
        gate_href=f"{opened.home}/gate?again=1",
        can_reopen=has_brief and not parked,
        is_thinking=any(question.state == "thinking" for question in asked),
        error=error,
        error_key=error_key,
        typed=typed,
    )


PARKED_CONSOLE = "This project is parked. Resume it, and questions can be asked."


def _direction(opened: OpenProject, gates: Gates, *, has_brief: bool) -> Direction:
    parked = opened.project.status is ProjectStatus.PARKED
    if not has_brief:
        return Direction(
            title="Nothing to decide yet",
            text=TOO_EARLY,
            action_label="Go to the interview",
            action_href=f"{opened.home}/understanding",
        )
    if parked and not gates.decided:
        return Direction(
            title="Parked",
            text=PARKED,
            action_label="Go to the overview",
            action_href=opened.home,
        )
    if gates.pending is not None or not (gates.proceeds or parked):
        return _open(opened, gates)
    return _taken(opened, gates.decided[0], parked=parked)


def _open(opened: OpenProject, gates: Gates) -> Direction:
    gate_type = GateType.DIRECTION
    if gates.pending is not None:
        gate_type = gates.pending.gate_type
    missing = ()
    text = words.LEADS[gate_type]
    if gates.evidence is not None:
        text = f"{gates.evidence.advice} {gates.evidence.reason}"
        thin = ("unknown", "needs_depth")
        missing = tuple(line for line in gates.evidence.lines if line.level in thin)
    return Direction(
        title=ASKED[gate_type],
        text=text,
        is_open=True,
        action_label="Review and decide",
        action_href=f"{opened.home}/gate",
        missing=missing,
    )


def _taken(opened: OpenProject, gate: Gate, *, parked: bool) -> Direction:
    past = words.past_of(gate)
    assert gate.decision is not None
    label, tail = ("Go to the overview", "") if parked else NEXT[gate.decision]
    return Direction(
        title=past.title,
        text=words.what_changed(gate.decision),
        reason=past.reason,
        meta=f"{past.date}, decided by {past.decided_by}",
        is_decided=True,
        action_label=label,
        action_href=opened.home + tail,
    )


async def _question(
    opened: OpenProject, question: Question, decisions: tuple[Decision, ...]
) -> ConsoleQuestion:
    latest = next((d for d in decisions if d.template is question.key), None)
    call = await latest_call(opened.session, ASK, f"{opened.id}:{question.key.value}")
    plain = _unasked(question)
    if call is not None and not call.is_over:
        return replace(plain, state="thinking")
    if latest is not None and latest.status != DECIDED:
        return _pending(opened, question, latest)
    if call is not None and has_failed(call) and _is_newer(call, latest):
        wish = str(call.options.get("wish") or "")
        return replace(plain, state="failed", failure=failure_of(call, KEPT), wish=wish)
    if latest is not None:
        return _decided(opened, question, latest)
    if question.key is Template.BUILD_PATH:
        href = f"{opened.home}/plan"
        return replace(plain, href=href, href_label="Open the plan")
    return plain


def _unasked(question: Question) -> ConsoleQuestion:
    return ConsoleQuestion(
        key=question.key.value,
        title=question.title,
        question=question.question,
        state="unasked",
    )


def _is_newer(call: Run, latest: Decision | None) -> bool:
    return latest is None or call.created_at > latest.created_at


def _pending(
    opened: OpenProject, question: Question, decision: Decision
) -> ConsoleQuestion:
    return replace(
        _unasked(question),
        state="pending",
        meta=counted(len(decision.options), "option"),
        is_blocking=decision.blocking,
        href=_href(opened, decision),
        href_label="Compare the options",
    )


def _decided(
    opened: OpenProject, question: Question, decision: Decision
) -> ConsoleQuestion:
    assert decision.chosen is not None and decision.decided_at is not None
    return replace(
        _unasked(question),
        state="decided",
        answer=decision.chosen["name"],
        note=decision.note,
        meta=exact(decision.decided_at),
        href=_href(opened, decision),
        href_label="See the decision",
    )


def _escalations(
    opened: OpenProject, decisions: tuple[Decision, ...]
) -> list[ConsoleQuestion]:
    """Questions of a build that wait; nobody else can ask them."""
    question = Question(
        Template.ESCALATION,
        title_of(Template.ESCALATION),
        "The build cannot go on without your word.",
    )
    waiting = [
        d
        for d in decisions
        if d.template is Template.ESCALATION and d.status != DECIDED
    ]
    return [_pending(opened, question, decision) for decision in waiting]


def _href(opened: OpenProject, decision: Decision) -> str:
    if decision.template is Template.BUILD_PATH and not decision.superseded:
        return f"{opened.home}/plan"
    return f"{opened.home}/decisions/{decision.id}"


def _tripwire(row: Tripwire) -> TripwireLine:
    is_due = row.status is TripwireStatus.OPEN and row.due_on <= clock.now().date()
    meta = f"Due {row.due_on.isoformat()}"
    if row.answered_at is not None:
        meta = f"{row.status.value.title()}, {exact(row.answered_at)}"
    return TripwireLine(
        id=str(row.id),
        condition=row.condition,
        state="overdue" if is_due else row.status.value,
        meta=meta,
        note=row.note,
    )


def _history(
    opened: OpenProject, gates: Gates, decisions: tuple[Decision, ...]
) -> tuple[Entry, ...]:
    """Gates and answers together, newest decision first."""
    entries = [_of_gate(gate) for gate in gates.decided]
    entries += [_of_decision(opened, d) for d in decisions if d.status == DECIDED]
    return tuple(entry for _, entry in sorted(entries, key=_when, reverse=True))


def _when(dated: Dated) -> str:
    return dated[0]


def _of_gate(gate: Gate) -> Dated:
    past = words.past_of(gate)
    assert gate.decided_at is not None
    entry = Entry(
        what=TITLES[gate.gate_type],
        title=past.title,
        reason=past.reason,
        date=past.date,
        who=past.decided_by,
        mark="Against our advice" if past.against_advice else "",
    )
    return gate.decided_at.isoformat(), entry


def _of_decision(opened: OpenProject, decision: Decision) -> Dated:
    assert decision.chosen is not None and decision.decided_at is not None
    entry = Entry(
        what=title_of(decision.template),
        title=decision.chosen["name"],
        reason=decision.note,
        date=exact(decision.decided_at),
        who="you" if decision.decided_by == "founder" else str(decision.decided_by),
        href=f"{opened.home}/decisions/{decision.id}",
        mark="Superseded" if decision.superseded else "",
    )
    return decision.decided_at.isoformat(), entry
