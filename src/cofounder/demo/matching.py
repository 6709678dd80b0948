"""Which of the founder's prepared answers fits a question.

By topic first; a question without a topic of its own takes the next unused answer;
what matches nothing takes a further fact. When nothing is left, an optional question
is skipped and a required one hears something again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cofounder.demo.idea_files import IdeaFile

NO_TOPIC = ("", "other")


class AnswerBook:
    """The founder's answers; one question always gets the same one.

    `None` means that the founder skips the question.
    """

    def __init__(self, idea: IdeaFile) -> None:
        self.idea = idea
        self.given: dict[str, str | None] = {}
        self._answers = dict(idea.answers)
        self._more = list(idea.more)
        self._again = 0

    def answer(
        self,
        question: Mapping[str, Any],
        *,
        key: str,
        required: bool,
        upcoming: Iterable[str] = (),
    ) -> str | None:
        """The answer to `question`, remembered under `key`.

        `upcoming` are the topics still to be asked: their answers are kept for them.
        """
        if key not in self.given:
            topic = str(question.get("topic") or "")
            self.given[key] = self._find(topic, required, set(upcoming))
        return self.given[key]

    @property
    def spoken(self) -> list[str]:
        """Everything said so far: the idea, then the answers in order."""
        return [self.idea.idea, *(text for text in self.given.values() if text)]

    def _find(self, topic: str, required: bool, upcoming: set[str]) -> str | None:
        if topic in self._answers:
            return self._answers.pop(topic)
        in_order = [name for name in self._answers if name not in upcoming]
        if in_order and (topic in NO_TOPIC or not self._more):
            return self._answers.pop(in_order[0])
        if self._more:
            return self._more.pop(0)
        if not required:
            return None
        return self._reuse(topic)

    def _reuse(self, topic: str) -> str:
        """Something that was said before: on the topic if possible, else in turn."""
        if topic in self.idea.answers:
            return self.idea.answers[topic]
        said = list(self.idea.answers.values()) or [self.idea.idea]
        self._again += 1
        return said[(self._again - 1) % len(said)]
