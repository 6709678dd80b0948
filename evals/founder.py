"""The founder: answers what was asked for, and nothing else. Deterministic."""

from __future__ import annotations

from dataclasses import dataclass, field

from cofounder.interviews.models import Action
from cofounder.interviews.ports import QuestionDraft
from cofounder.interviews.understanding import CLOSING
from evals.cases import Case, Fact
from evals.words import unquoted

MOST_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Said:
    """What came back to a question, and the facts that were in it."""

    text: str
    action: Action
    facts: tuple[str, ...] = ()


@dataclass
class Founder:
    """One person in one interview; `told` are the facts that are out."""

    case: Case
    told: set[str] = field(default_factory=set[str])

    def reply(self, question: QuestionDraft, *, may_skip: bool = True) -> Said:
        """The facts the question asks for, at most two, each told once.

        Where nothing can be skipped the founder writes that they do not know.
        """
        if question.text == CLOSING.text:
            return self._last_word()
        meant = self._meant(question)
        self.told |= {fact.id for fact in meant}
        ids = tuple(fact.id for fact in meant)
        if meant and meant[0].how == "answer":
            says = "\n".join(fact.says for fact in meant if fact.how == "answer")
            return Said(says, Action.ANSWER, ids)
        if not may_skip:
            return Said(self.case.unknown, Action.ANSWER, ids)
        return Said("", Action(meant[0].how) if meant else Action.SKIP, ids)

    def _last_word(self) -> Said:
        if self.case.closing:
            return Said(self.case.closing, Action.ANSWER)
        return Said("", Action.SKIP)

    def _meant(self, question: QuestionDraft) -> list[Fact]:
        """What is asked for, by topic and by words; a shrug only where nothing else is.

        What we quote in a question asks for nothing.
        """
        asked = unquoted(question.text)
        fresh = [fact for fact in self.case.facts if fact.id not in self.told]
        by_word = [fact for fact in fresh if fact.is_asked_by(asked)]
        by_topic = [f for f in fresh if not f.hidden and f.topic == question.topic]
        hidden = [fact for fact in by_word if fact.hidden]
        plain = [fact for fact in by_word if not fact.hidden]
        meant = dict.fromkeys([*by_topic[:1], *hidden[:1], *plain, *hidden[1:]])
        answers = [fact for fact in meant if fact.how == "answer"]
        return answers[:MOST_AT_ONCE] or list(meant)[:1]
