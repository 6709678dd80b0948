"""Nothing is asked twice: which questions mean the same, decided by code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cofounder.interviews.models import Question
from cofounder.interviews.ports import QuestionDraft

WORDS = re.compile(r"\w+")
# A question often quotes the founder; what it asks stands outside of the quotation.
QUOTED = re.compile(r"“[^”]*”|„[^“]*“|«[^»]*»|\"[^\"]*\"")
SHORT_WORD = 3
MOSTLY_THE_SAME = 0.6


def unasked(
    drafts: Iterable[QuestionDraft], asked: Sequence[Question]
) -> list[QuestionDraft]:
    """The drafts that ask something new, compared with `asked` and each other."""
    known = [(question["text"], question.get("topic", "")) for question in asked]
    fresh: list[QuestionDraft] = []
    for draft in drafts:
        if not any(is_same(draft.text, draft.topic, *other) for other in known):
            fresh.append(draft)
            known.append((draft.text, draft.topic))
    return fresh


def is_same(text: str, topic: str, other_text: str, other_topic: str) -> bool:
    """Whether two questions ask the same.

    The same words in any case and spacing, or the same topic in mostly the same words.
    """
    if _plain(text) == _plain(other_text):
        return True
    if topic != other_topic:
        return False
    words, others = _telling(text), _telling(other_text)
    together = words | others
    return bool(together) and len(words & others) / len(together) >= MOSTLY_THE_SAME


def _plain(text: str) -> str:
    return " ".join(WORDS.findall(text.casefold()))


def _telling(text: str) -> set[str]:
    found = WORDS.findall(QUOTED.sub(" ", text).casefold())
    return {word for word in found if len(word) > SHORT_WORD}
