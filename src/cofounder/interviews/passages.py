"""Everything the founder said, as passages and assumptions (PROV-02, UNDR-05)."""

from __future__ import annotations

from cofounder.interviews.closing import is_closing
from cofounder.interviews.models import (
    Action,
    InterviewColumns,
    OnboardingSession,
    Question,
    UnderstandingSession,
)
from cofounder.interviews.ports import Assumption
from cofounder.interviews.words import Passage


def passages_of(
    onboarding: OnboardingSession, understanding: UnderstandingSession | None = None
) -> tuple[Passage, ...]:
    """The idea first, then every answer in the order it was asked for."""
    idea = Passage(ref=f"idea:{onboarding.id}", text=onboarding.idea_text)
    said = _answers(onboarding, f"onboarding:{onboarding.id}")
    if understanding is not None:
        said += _answers(understanding, f"understanding:{understanding.id}")
    return (idea, *said)


def _answers(interview: InterviewColumns, prefix: str) -> list[Passage]:
    return [
        passage_of(question, interview.answers[question["id"]]["text"], prefix)
        for question in interview.questions
        if interview.answers.get(question["id"], {}).get("action") == Action.ANSWER
    ]


def passage_of(question: Question, text: str, prefix: str) -> Passage:
    """One answer as a passage; `prefix` is `onboarding:{id}` or `understanding:{id}`."""
    return Passage(
        ref=f"{prefix}:{question['id']}",
        text=text,
        question=question["text"],
        topic=question.get("topic", ""),
        settles=tuple(question.get("about", ())),
    )


def assumptions_of(*interviews: InterviewColumns | None) -> tuple[Assumption, ...]:
    """Questions the founder skipped or left to us, in order.

    Having nothing to add to the closing question leaves nothing open.
    """
    found: list[Assumption] = []
    for interview in interviews:
        if interview is None:
            continue
        for question in interview.questions:
            action = interview.answers.get(question["id"], {}).get("action")
            is_left = action in (Action.SKIP, Action.YOU_DECIDE)
            if is_left and not is_closing(question):
                found.append(
                    Assumption(
                        label=question["id"],
                        question=question["text"],
                        action="skip" if action == Action.SKIP else "you_decide",
                    )
                )
    return tuple(found)
