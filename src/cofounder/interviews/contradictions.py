"""Two answers that cannot both hold become one question that quotes them both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cofounder.interviews.models import Question
from cofounder.interviews.ports import Contradiction, QuestionDraft
from cofounder.interviews.words import Passage, find_passage

WHICH_HOLDS = "You said “{first}” and “{second}”. Which holds?"
WHY = "Both cannot be true, and the brief should rest on the one that is."
LONGEST_QUESTION = 500


def contradiction_questions(
    found: Iterable[Contradiction],
    passages: Sequence[Passage],
    asked: Iterable[Question],
) -> list[Question]:
    """Questions without ids for the contradictions that really stand in the words.

    Both quotes are exact and from different answers. `about` names the two answers, so
    that they are asked about once: neither they nor the answer that settled them are
    held against each other, or against a third on the same topic, again.
    """
    known = [question for question in asked if "about" in question]
    questions: list[Question] = []
    for each in found:
        pair = _pair(each, passages)
        if pair is None:
            continue
        question = _question(each, pair)
        if not any(_is_known(question, pair, other) for other in known):
            known.append(question)
            questions.append(question)
    return questions


def _is_known(question: Question, pair: Sequence[Passage], other: Question) -> bool:
    """Whether `other` has asked about these two, or settled one of them."""
    refs = {passage.ref for passage in pair}
    group = set(other["about"])
    settles_it = any(set(passage.settles) == group for passage in pair)
    shares = bool(refs & group) and question["topic"] == other["topic"]
    return refs == group or settles_it or shares


def _pair(
    each: Contradiction, passages: Sequence[Passage]
) -> tuple[Passage, Passage] | None:
    first = find_passage(each.first_quote, passages)
    others = [passage for passage in passages if passage is not first]
    second = find_passage(each.second_quote, others)
    if first is None or second is None or each.first_quote == each.second_quote:
        return None
    return first, second


def _question(each: Contradiction, pair: tuple[Passage, Passage]) -> Question:
    draft = QuestionDraft.model_validate(
        {
            "text": _text(each),
            "topic": pair[1].topic or pair[0].topic or "other",
            "input_type": "multiple_choice",
            "options": [each.first_quote, each.second_quote],
            "why": each.why or WHY,
        }
    )
    return {**draft.model_dump(mode="json"), "about": [p.ref for p in pair]}


def _text(each: Contradiction) -> str:
    """The model's wording when it quotes both answers, else our own."""
    wording = each.question.strip()
    quotes_both = each.first_quote in wording and each.second_quote in wording
    if quotes_both and len(wording) <= LONGEST_QUESTION:
        return wording
    return WHICH_HOLDS.format(first=each.first_quote, second=each.second_quote)
