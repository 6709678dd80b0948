"""What an answer does to the rest of the interview: needless questions, new ones,
contradictions (UNDR-02, UNDR-04).

An answer is stored before anything is asked of a model. After an edit the founder sees
what became of the questions; after a new answer the check runs beside them, is only
started when it can matter, and never touches the question on the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.accounts.tiers import Tier, limits_of
from cofounder.errors import CofounderError
from cofounder.interviews.answers import (
    answered_count,
    current_question,
    next_open,
    question_of,
    with_ids,
)
from cofounder.interviews.closing import is_closing
from cofounder.interviews.contradictions import contradiction_questions
from cofounder.interviews.models import (
    Action,
    Question,
    SessionStatus,
    UnderstandingSession,
)
from cofounder.interviews.passages import passage_of, passages_of
from cofounder.interviews.ports import InterviewRequest, Relevance
from cofounder.interviews.repository import (
    OnboardingRepository,
    UnderstandingRepository,
)
from cofounder.interviews.sameness import unasked
from cofounder.interviews.subjects import may_matter
from cofounder.interviews.understanding import FINALIZE, answer
from cofounder.runs.calls import Reply
from cofounder.runs.deferral import DeferredCall, context_of, defer, lane_of
from cofounder.runs.errors import RunActive
from cofounder.runs.models import Run
from cofounder.runs.repository import RunRepository

EDIT = "understanding.edit"
CHECK = "understanding.check"
MOST_NEW = 2
GONE = "(dropped meanwhile)"


async def edit(
    session: AsyncSession,
    interview: UnderstandingSession,
    question_id: str,
    text: str,
    *,
    by: User,
    correlation_id: str,
) -> Run | None:
    """Change an earlier answer at once, then ask what it does to the rest.

    Returns the run of that check; None when another edit is being checked, which
    never costs this one.

    Raises:
        WrongState, UnknownQuestion, AnswerRequired: see `understanding.answer`.
    """
    answer(interview, question_id, text, Action.ANSWER)
    call = _call(EDIT, interview, question_id, text)
    try:
        return await defer(session, call, by=by, correlation_id=correlation_id)
    except RunActive:
        return None


async def check_again(
    session: AsyncSession,
    interview: UnderstandingSession,
    failed: Run,
    *,
    by: User,
    correlation_id: str,
) -> Run | None:
    """Ask once more what an edit does to the rest, after that failed."""
    if interview.status is not SessionStatus.IN_PROGRESS:
        return None
    question_id, text = failed.options["question_id"], failed.options["text"]
    call = _call(EDIT, interview, question_id, text)
    return await defer(session, call, by=by, correlation_id=correlation_id)


async def take_answer(
    session: AsyncSession,
    interview: UnderstandingSession,
    question_id: str,
    text: str,
    action: Action,
    *,
    by: User,
    correlation_id: str,
) -> None:
    """Answer, skip or delegate; start a check beside the founder when it can matter.

    Raises:
        WrongState, UnknownQuestion, AnswerRequired: see `understanding.answer`.
    """
    onboarding = await OnboardingRepository(session).get(
        interview.onboarding_session_id
    )
    said_before = passages_of(onboarding, interview)
    answer(interview, question_id, text, action)
    upcoming = [q for q in _remaining(interview) if q != current_question(interview)]
    topics = [str(q.get("topic", "")) for q in upcoming]
    is_last = _is_at_the_end(interview, question_id)
    if action is not Action.ANSWER or not may_matter(
        text, said_before, topics, is_last=is_last
    ):
        return
    call = _call(CHECK, interview, question_id, text)
    try:
        await defer(session, call, by=by, correlation_id=correlation_id)
    except CofounderError:  # busy, or out of tokens: a check never costs an answer
        return


def _is_at_the_end(interview: UnderstandingSession, question_id: str) -> bool:
    """Whether only the closing question is left: the moment to compare all answers."""
    current = current_question(interview)
    is_last_one = current is None or is_closing(current)
    return is_last_one and not is_closing(question_of(interview, question_id))


def _call(
    operation: str, interview: UnderstandingSession, question_id: str, text: str
) -> DeferredCall:
    return DeferredCall(
        operation=operation,
        subject=str(interview.id),
        label="Checking the remaining questions",
        options={
            "question_id": question_id,
            "text": text,
            "remaining": [question["id"] for question in _remaining(interview)],
        },
        project_id=interview.project_id,
        subject_id=interview.id,
    )


async def find_check(
    session: AsyncSession, interview: UnderstandingSession
) -> Run | None:
    """The check that runs beside the founder, while it does."""
    return await RunRepository(session).find_in_lane(lane_of(CHECK, interview.id))


def _remaining(interview: UnderstandingSession) -> list[Question]:
    """Open questions a check may drop: neither the closing one nor a contradiction."""
    return [
        question
        for question in interview.questions
        if question["id"] not in interview.answers
        and not is_closing(question)
        and "about" not in question
    ]


async def relevance_request(session: AsyncSession, run: Run) -> InterviewRequest:
    """What the interviewer needs to judge the remaining questions."""
    assert run.subject_id is not None
    interview = await UnderstandingRepository(session).get(run.subject_id)
    onboarding = await OnboardingRepository(session).get(
        interview.onboarding_session_id
    )
    question = question_of(interview, run.options["question_id"])
    texts = {q["id"]: q["text"] for q in interview.questions}
    return InterviewRequest(
        context=context_of(run, "call"),
        passages=passages_of(onboarding, interview),
        edited=passage_of(
            question, run.options["text"], f"understanding:{interview.id}"
        ),
        is_edit=run.options["operation"] == EDIT,
        remaining=tuple(texts.get(key, GONE) for key in run.options["remaining"]),
        question_limit=MOST_NEW,
    )


async def store_relevance(
    session: AsyncSession, run: Run, reply: Reply[Relevance]
) -> dict[str, Any]:
    """Drop what no longer matters, add at most two questions, and say which."""
    assert run.subject_id is not None
    interview = await UnderstandingRepository(session).get_owned(
        run.subject_id, run.user_id, lock=True
    )
    before = {question["id"]: question["text"] for question in interview.questions}
    if await _is_open_to_change(session, interview):
        onboarding = await OnboardingRepository(session).get(
            interview.onboarding_session_id
        )
        words = passages_of(onboarding, interview)
        asked = [*onboarding.questions, *interview.questions]
        dropped = _dropped(interview, run, reply.value)
        conflicts = contradiction_questions(
            reply.value.contradictions, words, interview.questions
        )
        news = unasked(reply.value.new_questions, asked)
        fresh = [*conflicts, *(draft.model_dump(mode="json") for draft in news)]
        _change(interview, dropped, fresh, conflicts, run)
    after = {question["id"]: question["text"] for question in interview.questions}
    return {
        "understanding_session_id": str(interview.id),
        "regenerated": before != after,
        "dropped": [text for key, text in before.items() if key not in after],
        "added": [text for key, text in after.items() if key not in before],
        "answered": answered_count(interview),
    }


async def _is_open_to_change(
    session: AsyncSession, interview: UnderstandingSession
) -> bool:
    """A finished interview stays as it is, and so does one whose brief is written."""
    lane = lane_of(FINALIZE, interview.id)
    writing = await RunRepository(session).find_in_lane(lane)
    return interview.status is SessionStatus.IN_PROGRESS and writing is None


def _dropped(
    interview: UnderstandingSession, run: Run, relevance: Relevance
) -> set[str]:
    """Ids of open questions that lost their point since they were looked at."""
    if not relevance.needs_regeneration:
        return set()
    asked: Sequence[str] = run.options["remaining"]
    kept = {asked[at] for at in relevance.preserve_indices if at < len(asked)}
    still_open = {question["id"] for question in _remaining(interview)}
    return (set(asked) & still_open) - kept - _on_the_screen(interview, run)


def _on_the_screen(interview: UnderstandingSession, run: Run) -> set[str]:
    """The question the founder is answering while a check runs beside them."""
    current = current_question(interview)
    return {current["id"]} if current and run.options["operation"] == CHECK else set()


def _change(
    interview: UnderstandingSession,
    dropped: set[str],
    fresh: list[Question],
    conflicts: list[Question],
    run: Run,
) -> None:
    """Kept questions keep ids and order; new ones stand before the closing one."""
    kept = [q for q in interview.questions if q["id"] not in dropped]
    room = limits_of(Tier(run.tier)).understanding_questions - len(kept)
    if room < 1 and conflicts:
        kept, room = _make_room(interview, kept, run)
    added = with_ids(
        fresh[: max(0, min(MOST_NEW, room))],
        first=interview.question_count + 1,
        prefix="u",
    )
    closing = [q for q in kept if is_closing(q)]
    interview.questions = [*(q for q in kept if q not in closing), *added, *closing]
    interview.question_count += len(added)
    interview.current_index = next_open(interview)


def _make_room(
    interview: UnderstandingSession, kept: list[Question], run: Run
) -> tuple[list[Question], int]:
    """Give up the last open question for a contradiction, which matters more."""
    screen = _on_the_screen(interview, run)
    open_ids = [q["id"] for q in _remaining(interview) if q["id"] not in screen]
    given_up = next((q for q in reversed(kept) if q["id"] in open_ids), None)
    if given_up is None:
        return kept, 0
    return [q for q in kept if q is not given_up], 1
