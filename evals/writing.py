"""Trio, plan and the five documents of one case, by the product's rules."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from cofounder.artifacts.contents import AppArchitecture, ArtifactType, MvpTimeline
from cofounder.artifacts.documents.contents import CONTENTS
from cofounder.artifacts.documents.drafts import DocumentDraft, taken_apart
from cofounder.artifacts.documents.items import (
    RESTS_ON,
    assign_ids,
    flags_of,
    links_from,
    targets_of,
)
from cofounder.artifacts.graph import strategy_graph
from cofounder.artifacts.ports import (
    DocumentRequest,
    PriorDocument,
    StrategyGraphDraft,
    StrategyRequest,
    Writer,
)
from cofounder.artifacts.provenance import assumed_paths, only_known, verified_sources
from cofounder.artifacts.statements import statements_of
from cofounder.artifacts.timeline import check_weeks
from cofounder.interviews.words import Passage
from cofounder.plans.ports import PlanRequest
from cofounder.runs.calls import CallContext, Reply
from evals.outcomes import Kept, Outcome, Seen
from evals.stepping import ITEM_ATTEMPTS, StepFailed, Walk

Type = ArtifactType
WRITERS: dict[Type, Callable[[Writer, DocumentRequest], Awaitable[Reply[Any]]]] = {
    Type.BRIEF: lambda writer, request: writer.product_brief(request),
    Type.MVP_SCOPE: lambda writer, request: writer.mvp_scope(request),
    Type.MILESTONES: lambda writer, request: writer.milestones(request),
    Type.RISK_LOG: lambda writer, request: writer.risk_log(request),
    Type.HOW_IT_WORKS: lambda writer, request: writer.how_it_works(request),
}
# What is written at the same time (DOCU-02).
CHAIN: tuple[tuple[Type, ...], ...] = (
    (Type.BRIEF,),
    (Type.MVP_SCOPE,),
    (Type.MILESTONES,),
    (Type.RISK_LOG, Type.HOW_IT_WORKS),
)


async def write_trio(walk: Walk) -> None:
    """The three at once; one failure never costs the others."""
    strategist, outcome = walk.runner.strategist, walk.outcome
    passages = outcome.passages
    brief = outcome.kept[Type.IDEA_BRIEF].content

    def about(context: CallContext) -> StrategyRequest:
        return StrategyRequest(context, passages, brief)

    def graph(draft: StrategyGraphDraft) -> Kept:
        made, sources = strategy_graph(draft, passages)
        return Kept(Type.STRATEGY_GRAPH, made.model_dump(mode="json"), sources)

    def timeline(value: MvpTimeline) -> Kept:
        check_weeks(value, walk.tier)
        return Kept(Type.MVP_TIMELINE, value.model_dump(mode="json"))

    def architecture(value: AppArchitecture) -> Kept:
        return Kept(Type.APP_ARCHITECTURE, value.model_dump(mode="json"))

    await _side_by_side(
        walk,
        {
            Type.STRATEGY_GRAPH: (lambda c: strategist.strategy_graph(about(c)), graph),
            Type.MVP_TIMELINE: (lambda c: strategist.mvp_timeline(about(c)), timeline),
            Type.APP_ARCHITECTURE: (
                lambda c: strategist.app_architecture(about(c)),
                architecture,
            ),
        },
    )


async def write_plan(walk: Walk) -> None:
    """The ways to build it, with one recommended."""
    outcome, planner = walk.outcome, walk.runner.planner
    brief = outcome.kept[Type.IDEA_BRIEF].content
    timeline = outcome.kept.get(Type.MVP_TIMELINE)

    def about(context: CallContext) -> PlanRequest:
        weeks = timeline.content if timeline else {}
        return PlanRequest(context, brief, outcome.passages, weeks)

    def plan(value: Any) -> Kept:
        return Kept(Type.EXECUTION_PLAN, value.model_dump(mode="json"))

    way: Way = (lambda c: planner.draft(about(c)), plan)
    await _side_by_side(walk, {Type.EXECUTION_PLAN: way}, attempts=1)


async def write_documents(walk: Walk) -> None:
    """The chain, until a document that others rest on is missing (DOCU-03)."""
    for kinds in CHAIN:
        if any(prior not in walk.outcome.kept for k in kinds for prior in RESTS_ON[k]):
            return
        await _side_by_side(walk, {kind: _document(walk, kind) for kind in kinds})


Way = tuple[Callable[[CallContext], Awaitable[Reply[Any]]], Callable[[Any], Kept]]


async def _side_by_side(
    walk: Walk, ways: dict[Type, Way], *, attempts: int = ITEM_ATTEMPTS
) -> None:
    walk.next(*(kind.value for kind in ways))

    async def one(kind: Type, way: Way) -> None:
        ask, keep = way
        seen = seen_by(walk.outcome, kind)
        with suppress(StepFailed):
            walk.outcome.kept[kind] = await walk.take(
                kind.value, ask, keep, seen=seen, attempts=attempts
            )

    await asyncio.gather(*(one(kind, way) for kind, way in ways.items()))


def _document(walk: Walk, kind: Type) -> Way:
    outcome, seen = walk.outcome, seen_by(walk.outcome, kind)

    def about(context: CallContext) -> DocumentRequest:
        return DocumentRequest(
            context=context,
            kind=kind,
            passages=seen.passages,
            assumptions=seen.assumptions,
            brief=outcome.kept[Type.IDEA_BRIEF].content,
            thesis=outcome.thesis,
            prior=prior_of(outcome, kind),
        )

    return (
        lambda context: WRITERS[kind](walk.runner.writer, about(context)),
        lambda draft: kept_document(kind, draft, seen),
    )


def seen_by(outcome: Outcome, kind: Type) -> Seen:
    """What this artifact can quote and refer to."""
    if kind not in RESTS_ON:
        return Seen(outcome.passages)
    labels = (t.id for prior in prior_of(outcome, kind) for t in prior.targets)
    said = (*outcome.passages, *outcome.decisions)
    return Seen(said, assumed_in_brief(outcome), frozenset(labels))


def prior_of(outcome: Outcome, kind: Type) -> tuple[PriorDocument, ...]:
    """The finished documents that this one refers to."""
    return tuple(
        PriorDocument(
            one.kind,
            one.content,
            tuple(targets_of(one.kind, one.content, one.item_ids)),
        )
        for one in (outcome.kept[prior] for prior in RESTS_ON[kind])
    )


def assumed_in_brief(outcome: Outcome) -> tuple[Passage, ...]:
    """What the idea brief says without a source, as documents may cite it."""
    brief = outcome.kept[Type.IDEA_BRIEF]
    return tuple(
        Passage(f"assumption:{statement.fingerprint}", statement.text)
        for statement in statements_of(brief.kind, brief.content)
        if statement.path in brief.assumed
    )


def kept_document(kind: Type, draft: DocumentDraft, seen: Seen) -> Kept:
    """A document as it is stored: ids of ours, true sources, links that hold."""
    parts = taken_apart(draft)
    CONTENTS[kind].model_validate(parts.content)
    item_ids = assign_ids(kind, parts.content)
    links = links_from(parts.labels, item_ids, seen.labels)
    verified = verified_sources(parts.evidence, seen.passages, seen.assumptions)
    sources = only_known(verified, kind, parts.content)
    return Kept(
        kind,
        parts.content,
        sources,
        tuple(assumed_paths(kind, parts.content, sources)),
        item_ids,
        links,
        tuple(flags_of(kind, parts.content, item_ids, links, seen.labels)),
    )
