"""From a project's interview to its page."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts import finalizing
from cofounder.interviews import understanding
from cofounder.interviews.models import (
    OnboardingSession,
    SessionStatus,
    UnderstandingSession,
)
from cofounder.interviews.passages import assumptions_of, passages_of
from cofounder.interviews.words import Passage
from cofounder.runs.models import Run
from cofounder.web.calls import failure_of, has_failed, latest_call, thinking_of
from cofounder.web.screens.asking import asked, progress_of, said
from cofounder.web.screens.pieces import Progress, Source, Thinking
from cofounder.web.screens.understanding.pages import (
    InterviewPart,
    UnderstandingPage,
    Understood,
)
from cofounder.web.words import shorten

KEPT = "Every answer you gave is kept."
NONE_YET = Progress(number=0, total=0, percent=0)
TOPICS = (
    ("problem", "Problem"),
    ("target_user", "For whom"),
    ("alternatives", "What they use today"),
    ("money", "Money"),
    ("constraint", "Must not change"),
    ("risk", "Risks"),
    ("experiment", "First experiment"),
)
TITLES = {
    understanding.START: "Preparing your questions",
    understanding.EDIT: "Checking the remaining questions",
    finalizing.FINALIZE: "Writing your idea brief",
}
SHOWN = 140


def understood(passages: tuple[Passage, ...]) -> tuple[Understood, ...]:
    """What we know by topic, in the founder's own words; no model is asked."""
    lines: list[Understood] = []
    for topic, label in TOPICS:
        said_here = [p for p in passages if p.topic == topic]
        text = shorten(said_here[-1].text, SHOWN) if said_here else ""
        sources = tuple(_source(p) for p in said_here[-2:])
        lines.append(Understood(label=label, text=text, sources=sources))
    return tuple(lines)


def _source(passage: Passage) -> Source:
    number = passage.ref.rpartition(":")[2].lstrip("qu")
    return Source(
        label=number, origin=passage.question, quote=shorten(passage.text, SHOWN)
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
    call = await _call(session, onboarding, row)
    waiting = call is not None and not call.is_over
    words = understood(passages_of(onboarding, row))
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
    failed = call is not None and has_failed(call) and not finished
    question = asked(row, href, editing, draft, error)
    part = InterviewPart(
        href=href,
        progress=progress_of(row),
        understood=words,
        history=said(row, href, row.decided),
        question=None if waiting or (finished and not editing) else question,
        is_closing=question is not None and question.text == understanding.CLOSING.text,
        changed_questions=_changed(call),
        assumed_count=len(assumptions_of(row)),
        thinking=_thinking(call) if waiting else None,
        failure=failure_of(call, KEPT) if call is not None and failed else None,
        retry_action=f"{href}/retry",
        brief_href=href.removesuffix("/understanding") + "/brief" if finished else None,
    )
    return UnderstandingPage(interview=part, is_waiting=waiting)


def _thinking(call: Run | None) -> Thinking | None:
    if call is None:
        return None
    return thinking_of(call, TITLES[str(call.options["operation"])])


async def _call(
    session: AsyncSession,
    onboarding: OnboardingSession,
    row: UnderstandingSession | None,
) -> Run | None:
    """The latest call about this interview: what it waits for, or what failed."""
    calls = [await latest_call(session, understanding.START, onboarding.project_id)]
    if row is not None:
        calls.append(await latest_call(session, understanding.EDIT, row.id))
        calls.append(await latest_call(session, finalizing.FINALIZE, row.id))
    known = [call for call in calls if call is not None]
    return max(known, key=lambda call: call.sequence, default=None)


def _changed(call: Run | None) -> str | None:
    """After an edit: that questions were dropped or added."""
    if call is None or call.options["operation"] != understanding.EDIT:
        return None
    if not (call.output or {}).get("regenerated"):
        return None
    return "Your change made some questions needless or raised new ones."
