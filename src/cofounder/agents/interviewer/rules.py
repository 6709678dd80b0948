"""What an interviewer's answer must hold beyond its schema."""

from __future__ import annotations

from collections.abc import Sequence

from cofounder.agents.failures import Broken
from cofounder.agents.interviewer.output import IdeaBriefOutput
from cofounder.artifacts.documents.checks import repeats, texts_in
from cofounder.interviews.ports import (
    Contradiction,
    InterviewRequest,
    OnboardingQuestions,
    QuestionDraft,
    Relevance,
    UnderstandingQuestions,
)
from cofounder.interviews.words import Passage, find_passage

REQUIRED_TOPICS = ("target_user", "problem", "constraint")


def onboarding(value: OnboardingQuestions, limit: int) -> OnboardingQuestions:
    """Different questions; the three topics every thesis needs, and required."""
    _different(value.questions)
    topics = [question.topic for question in value.questions]
    missing = [topic for topic in REQUIRED_TOPICS if topic not in topics]
    if missing:
        raise Broken(
            f"a question is missing for each of these topics: {', '.join(missing)}",
            "a question every interview needs was missing",
        )
    if len(value.questions) > limit:
        raise Broken(f"at most {limit} questions", "it asked too many questions")
    for question in value.questions:
        question.required = question.required or question.topic in REQUIRED_TOPICS
    return value


def understanding(value: UnderstandingQuestions, limit: int) -> UnderstandingQuestions:
    """Different questions, and only as many as there is room for."""
    _different(value.questions)
    return UnderstandingQuestions.model_construct(questions=value.questions[:limit])


def _different(questions: list[QuestionDraft]) -> None:
    texts = {" ".join(question.text.lower().split()) for question in questions}
    if len(texts) != len(questions):
        raise Broken("ask no question twice", "it asked the same question twice")


def relevance(
    value: Relevance, remaining: int, passages: Sequence[Passage] = ()
) -> Relevance:
    """Numbers of questions that exist; without regeneration everything is kept.

    Contradictions whose words do not stand where they were said to are dropped.
    """
    if any(index not in range(remaining) for index in value.preserve_indices):
        limit = f"between 0 and {remaining - 1}" if remaining else "empty: none remain"
        raise Broken(
            f"preserve_indices must be {limit}",
            "it named questions that do not exist",
        )
    kept = sorted(set(value.preserve_indices))
    if not value.needs_regeneration:
        kept = list(range(remaining))
    new = value.new_questions if value.needs_regeneration else []
    clashes = [each for each in value.contradictions if _stands(each, passages)]
    return value.model_copy(
        update={
            "preserve_indices": kept,
            "new_questions": new,
            "contradictions": clashes,
        }
    )


def _stands(each: Contradiction, passages: Sequence[Passage]) -> bool:
    return (
        each.first != each.second
        and _is_quoted(each.first, each.first_quote, passages)
        and _is_quoted(each.second, each.second_quote, passages)
    )


def idea_brief(
    value: IdeaBriefOutput, request: InterviewRequest, *, is_last: bool
) -> IdeaBriefOutput:
    """Every left-to-us question is decided; quotes that are not exact are dropped.

    What the founder said is not so is not stated again (PROV-04).
    """
    denials = (
        repeats(text, request.denied) for text in texts_in(value.brief.model_dump())
    )
    if false := list(dict.fromkeys(one for one in denials if one)):
        raise Broken(
            f"the founder said that this is not so; do not repeat it: {false!r}",
            "it repeated what you said is not so",
        )
    asked = [a.label for a in request.assumptions if a.action == "you_decide"]
    decided = {choice.label for choice in value.decided}
    missing = [label for label in asked if label not in decided]
    if missing and not is_last:
        raise Broken(
            f"`decided` lacks a choice for: {', '.join(missing)}",
            "it left a question open that was ours to decide",
        )
    value.decided = [choice for choice in value.decided if choice.label in asked]
    value.evidence = [
        proof
        for proof in value.evidence
        if _is_quoted(proof.source, proof.quote, request.passages)
    ]
    return value


def _is_quoted(label: str, quote: str, passages: Sequence[Passage]) -> bool:
    """PROV-03: the quote stands in the passage its label names."""
    number = label.removeprefix("S")
    if not number.isdecimal() or not 1 <= int(number) <= len(passages):
        return False
    return find_passage(quote, [passages[int(number) - 1]]) is not None
