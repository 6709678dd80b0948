"""The interview of one case, from the first question to the idea brief."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cofounder import clock
from cofounder.accounts.tiers import limits_of
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.provenance import assumed_paths, only_known, verified_sources
from cofounder.interviews.brief import IdeaBrief, Level, Section
from cofounder.interviews.models import Action
from cofounder.interviews.ports import (
    IdeaBriefDraft,
    InterviewRequest,
    QuestionDraft,
    Relevance,
)
from cofounder.interviews.understanding import CLOSING
from cofounder.interviews.words import Passage
from evals.outcomes import ONBOARDING, UNDERSTANDING, Asked, Kept
from evals.stepping import Walk

MOST_FIRST_QUESTIONS = 7
ANSWERED_BEFORE_EDIT = 2
NEW_QUESTIONS = 2


def as_it_is(value: Any) -> Any:
    """The schema was all there is to check."""
    return value


async def walk_interview(walk: Walk) -> None:
    """Ask and answer until the idea brief is there; follow the decision.

    Raises:
        StepFailed: a step the rest stands on has no answer.
    """
    await _onboard(walk)
    await _understand(walk)
    await _brief(walk, "idea_brief")
    decision = walk.outcome.case.decision
    if decision.kind != "proceed":
        previous = walk.outcome.kept[ArtifactType.IDEA_BRIEF].content
        await _brief(
            walk,
            decision.kind,
            instruction=decision.text,
            instruction_kind=decision.kind,
            previous=previous,
        )


async def _onboard(walk: Walk) -> None:
    interviewer, outcome = walk.runner.interviewer, walk.outcome
    request = {"passages": outcome.passages, "question_limit": MOST_FIRST_QUESTIONS}
    walk.next("onboarding_questions")
    first = await walk.take(
        "onboarding_questions",
        lambda c: interviewer.onboarding_questions(InterviewRequest(c, **request)),
        lambda value: value.questions,
    )
    _ask(walk, first, ONBOARDING)
    _answer(walk, outcome.stage(ONBOARDING))
    walk.next("thesis")
    request = {"passages": outcome.passages, "assumptions": outcome.assumptions}
    thesis = await walk.take(
        "thesis",
        lambda c: interviewer.thesis(InterviewRequest(c, **request)),
        as_it_is,
    )
    outcome.thesis = thesis.model_dump(mode="json")


async def _understand(walk: Walk) -> None:
    """The product's own way: one place is kept for the closing question (UNDR-02)."""
    interviewer, outcome = walk.runner.interviewer, walk.outcome
    limit = limits_of(outcome.case.tier).understanding_questions
    request: dict[str, Any] = {
        "passages": outcome.passages,
        "assumptions": outcome.assumptions,
        "thesis": outcome.thesis,
        "question_limit": limit - 1,
    }
    walk.next("understanding_questions")
    deeper = await walk.take(
        "understanding_questions",
        lambda c: interviewer.understanding_questions(InterviewRequest(c, **request)),
        lambda value: value.questions[: limit - 1],
    )
    _ask(walk, [*deeper, CLOSING], UNDERSTANDING)
    _answer(walk, outcome.stage(UNDERSTANDING)[:ANSWERED_BEFORE_EDIT])
    await _edit(walk, limit)
    _answer(walk, [one for one in outcome.asked if one.action is None])


def _ask(walk: Walk, questions: Sequence[QuestionDraft], stage: str) -> None:
    """Put the questions, with ids as the server gives them (LLMC-05)."""
    prefix, first = stage[0], len(walk.outcome.stage(stage)) + 1
    walk.outcome.asked += [
        Asked(f"{prefix}{number}", stage, question)
        for number, question in enumerate(questions, start=first)
    ]


def _answer(walk: Walk, asked: Sequence[Asked]) -> None:
    for one in asked:
        may_skip = one.stage == UNDERSTANDING or not one.question.required
        said = walk.founder.reply(one.question, may_skip=may_skip)
        one.text, one.action, one.facts = said.text, said.action, said.facts


async def _edit(walk: Walk, limit: int) -> None:
    """The founder takes one answer back; the open questions are looked at again."""
    outcome, edit = walk.outcome, walk.outcome.case.edit
    edited = next(
        (one for one in outcome.asked if edit and edit.fact in one.facts), None
    )
    if edit is None or edited is None:
        return
    edited.text, edited.action = edit.becomes, Action.ANSWER
    remaining = [one for one in outcome.asked if one.action is None][:-1]
    walk.next("relevance")
    request: dict[str, Any] = {
        "passages": outcome.passages,
        "edited": edited.passage,
        "remaining": tuple(one.question.text for one in remaining),
        "question_limit": NEW_QUESTIONS,
    }
    relevance = await walk.take(
        "relevance",
        lambda c: walk.runner.interviewer.relevance(InterviewRequest(c, **request)),
        as_it_is,
    )
    if relevance.needs_regeneration:
        _look_again(walk, remaining, relevance, limit)


def _look_again(
    walk: Walk, remaining: list[Asked], relevance: Relevance, limit: int
) -> None:
    """Drop what no longer matters, add at most two, the closing one last (UNDR-04)."""
    outcome = walk.outcome
    places = set(relevance.preserve_indices)
    dropped = [one for place, one in enumerate(remaining) if place not in places]
    asked = [one for one in outcome.asked if one not in dropped]
    closing = asked.pop()
    room = limit - 1 - sum(one.stage == UNDERSTANDING for one in asked)
    outcome.dropped += dropped
    outcome.asked = asked
    fresh = relevance.new_questions[: max(0, min(NEW_QUESTIONS, room))]
    number = len(asked) + len(outcome.dropped) + 1
    outcome.asked += [
        Asked(f"u{number + at}", UNDERSTANDING, question)
        for at, question in enumerate(fresh)
    ]
    outcome.asked.append(closing)


async def _brief(walk: Walk, step: str, **more: Any) -> None:
    outcome = walk.outcome
    passages = outcome.passages
    request: dict[str, Any] = {
        "passages": passages,
        "assumptions": outcome.assumptions,
        "thesis": outcome.thesis,
        **more,
    }
    walk.next(step)
    outcome.kept[ArtifactType.IDEA_BRIEF] = await walk.take(
        step,
        lambda c: walk.runner.interviewer.idea_brief(InterviewRequest(c, **request)),
        lambda draft: kept_brief(draft, passages),
    )


def kept_brief(draft: IdeaBriefDraft, passages: Sequence[Passage]) -> Kept:
    """The idea brief as it is stored: with verified sources, the rest assumed."""
    kind = ArtifactType.IDEA_BRIEF
    levels: dict[str, Level] = {
        one.value: draft.confidence.get(one.value, "moderate") for one in Section
    }
    brief = IdeaBrief(
        **draft.brief.model_dump(),
        confidence_scores=levels,
        generated_at=clock.now().isoformat(),
    )
    content = brief.stored()
    sources = only_known(verified_sources(draft.evidence, passages), kind, content)
    assumed = tuple(assumed_paths(kind, content, sources))
    return Kept(kind, content, sources, assumed)
