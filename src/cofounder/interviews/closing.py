"""The open question every understanding interview ends with (UNDR-02)."""

from __future__ import annotations

from cofounder.interviews.models import Question
from cofounder.interviews.ports import QuestionDraft

CLOSING = QuestionDraft(
    text="Is there anything else we should know before I build the brief?",
    topic="other",
    input_type="textarea",
    required=False,
    why="The thing nobody asked about is often the one that matters.",
)


def is_closing(question: Question) -> bool:
    """Whether this is the closing question; "nothing else" assumes nothing."""
    return question["text"] == CLOSING.text
