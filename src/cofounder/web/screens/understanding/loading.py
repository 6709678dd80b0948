"""From a project's interview to its page."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts import finalizing
from cofounder.interviews import checking, understanding
from cofounder.interviews.answers import answered_count, current_question
from cofounder.interviews.closing import CLOSING
from cofounder.interviews.coverage import TOPICS, Coverage, coverage_of
from cofounder.interviews.models import (
    OnboardingSession,
    SessionStatus,
    UnderstandingSession,
)
from cofounder.interviews.passages import assumptions_of, passages_of
from cofounder.interviews.words import Passage
from cofounder.runs.models import Run
from cofounder.web.calls import failure_of, has_failed, latest_call, thinking_of
from cofounder.web.screens.asking import asked, labels_of, progress_of, said
from cofounder.web.screens.pieces import Progress, Source, Thinking
from cofounder.web.screens.understanding.pages import (
    Changed,
    InterviewPart,
    UnderstandingPage,
    Understood,
)
from cofounder.web.words import shorten

KEPT = "Every answer you gave is kept."
UNCHECKED = "Your new answer is kept, and the questions stay as they are until then."
NONE_YET = Progress(number=0, total=0, percent=0)
LABELS = {
    "who": "For whom",
    "problem": "Problem",
    "alternatives": "What they use today",
    "money": "Money",
    "constraints": "Must not change",
    "risks": "Risks",
    "first_experiment": "First experiment",
}
TITLES = {
    understanding.START: "Preparing your questions",
    checking.EDIT: "Checking the remaining questions",
    finalizing.FINALIZE: "Writing your idea brief",
}
SHOWN = 140


def understood(
    onboarding: OnboardingSession, row: UnderstandingSession | None
) -> tuple[Understood, ...]:
    """What we know by topic, in the founder's own words; no model is asked."""
    passages = passages_of(onboarding, row)
    labels = labels_of(onboarding, row)
    return tuple(
        _understood(each, passages, labels) for each in coverage_of(onboarding, row)
    )


def _understood(
    known: Coverage, passages: tuple[Passage, ...], labels: dict[str, str]
) -> Understood:
    said_here = [p for p in passages if p.topic in TOPICS[known.topic]]
    return Understood(
        label=LABELS[known.topic],
        state=known.state,
        text=shorten(said_here[-1].text, SHOWN) if said_here else "",
        sources=tuple(_source(p, labels[p.ref]) for p in said_here[-2:]),
        still_open=known.open,
    )


def _source(passage: Passage, label: str) -> Source:
    return Source(
        label=label, origin=passage.question, quote=shorten(passage.text, SHOWN)
    )


async def load(
    session: AsyncSession,
    onboarding: OnboardingSession,
    row: UnderstandingSession | None,
    href: str,
    *,
    editing: str | None = None,
    draft: str = "",
    error: str = "",
) -> UnderstandingPage:
    """The question, what stands in for it, or what follows the last answer."""
    call = await call_of(session, onboarding, row)
    waiting = call is not None and not call.is_over
    words = understood(onboarding, row)
    if row is None:
        part = InterviewPart(
            href=href,
            progress=NONE_YET,
            understood=words,
            thinking=_thinking(call) if waiting else None,
            failure=failure_of(call, KEPT) if call and has_failed(call) else None,
            retry_action=f"{href}/start",
        )
        return UnderstandingPage(interview=part, is_waiting=waiting)
    finished = row.status is SessionStatus.COMPLETED
    failed = call is not None and has_failed(call)
    unchecked = failed and call is not None and _operation(call) == checking.EDIT
    question = asked(row, href, editing, draft, error)
    part = InterviewPart(
        href=href,
        progress=progress_of(row),
        understood=words,
        history=said(row, href, row.decided)[::-1],
        question=None if waiting or (finished and not editing) else question,
        is_closing=question is not None and question.text == CLOSING.text,
        changed=await _changed(session, row),
        assumed_count=len(assumptions_of(row)),
        thinking=_thinking(call) if waiting else None,
        failure=failure_of(call, UNCHECKED if unchecked else KEPT)
        if call is not None and failed
        else None,
        is_failure_aside=unchecked,
        retry_action=f"{href}/retry",
        brief_href=href.removesuffix("/understanding") + "/brief" if finished else None,
    )
    return UnderstandingPage(interview=part, is_waiting=waiting)


def _thinking(call: Run | None) -> Thinking | None:
    if call is None:
        return None
    return thinking_of(call, TITLES[_operation(call)])


def _operation(call: Run) -> str:
    return str(call.options["operation"])


async def call_of(
    session: AsyncSession,
    onboarding: OnboardingSession,
    row: UnderstandingSession | None,
) -> Run | None:
    """The latest call about this interview: what it waits for, or what failed."""
    calls = [await latest_call(session, understanding.START, onboarding.project_id)]
    if row is not None:
        calls.append(await latest_call(session, checking.EDIT, row.id))
        calls.append(await latest_call(session, finalizing.FINALIZE, row.id))
    known = [call for call in calls if call is not None]
    return max(known, key=lambda call: call.sequence, default=None)


async def _changed(session: AsyncSession, row: UnderstandingSession) -> Changed | None:
    """Which questions a check dropped or added, until the next answer is given."""
    calls = [
        await latest_call(session, operation, row.id)
        for operation in (checking.EDIT, checking.CHECK)
    ]
    for call in calls:
        output = (call.output if call is not None else None) or {}
        is_news = output.get("answered") == answered_count(row)
        if is_news and output.get("regenerated"):
            present = current_question(row)
            on_screen = present["text"] if present else ""
            return Changed(
                dropped=tuple(output["dropped"]),
                added=tuple(text for text in output["added"] if text != on_screen),
            )
    return None
