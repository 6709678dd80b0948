"""How each type of artifact is written: read what it needs, ask, store the answer.

Reading and storing are short transactions; asking is none. `step` names the attempt in
the ledger, so that one that was answered before a crash costs nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts import brief_rewriting, trio
from cofounder.artifacts.contents import TRIO, ArtifactType
from cofounder.artifacts.documents import requesting, storing
from cofounder.artifacts.documents.drafts import DocumentDraft
from cofounder.artifacts.documents.requesting import Prepared
from cofounder.artifacts.passages import project_passages
from cofounder.artifacts.ports import StrategyRequest
from cofounder.decisions.passages import decision_passages
from cofounder.interviews.ports import IdeaBriefDraft, InterviewRequest
from cofounder.plans import service as plans
from cofounder.plans.ports import DraftOptions, PlanRequest
from cofounder.runner import Runner
from cofounder.runs import service as runs
from cofounder.runs.calls import Reply
from cofounder.runs.deferral import context_of
from cofounder.runs.models import Run, RunItem
from cofounder.workflows.trio import WRITERS as TRIO_WRITERS
from cofounder.workflows.trio import Written


@dataclass(frozen=True, slots=True)
class Craft:
    """The three parts of writing one type of artifact."""

    prepare: Callable[[AsyncSession, Run, ArtifactType, str], Awaitable[Any]]
    ask: Callable[[Runner, Any], Awaitable[Any]]
    store: Callable[[AsyncSession, Run, RunItem, Any, Any], Awaitable[None]]


async def _document_request(
    session: AsyncSession, run: Run, kind: ArtifactType, step: str
) -> Prepared:
    assert run.project_id is not None
    decisions = await decision_passages(session, run.project_id)
    return await requesting.document_request(
        session, run, kind, step, decisions=decisions
    )


async def _ask_writer(runner: Runner, prepared: Prepared) -> Reply[DocumentDraft]:
    writer, request = runner.writer, prepared.request
    asks: dict[ArtifactType, Callable[[Any], Awaitable[Reply[Any]]]] = {
        ArtifactType.BRIEF: writer.product_brief,
        ArtifactType.MVP_SCOPE: writer.mvp_scope,
        ArtifactType.MILESTONES: writer.milestones,
        ArtifactType.RISK_LOG: writer.risk_log,
        ArtifactType.HOW_IT_WORKS: writer.how_it_works,
    }
    return await asks[request.kind](request)


async def _brief_request(
    session: AsyncSession, run: Run, _kind: ArtifactType, step: str
) -> InterviewRequest:
    request = await brief_rewriting.rewriting_request(session, run)
    return replace(request, context=context_of(run, step))


async def _ask_interviewer(
    runner: Runner, request: InterviewRequest
) -> Reply[IdeaBriefDraft]:
    return await runner.interviewer.idea_brief(request)


async def _strategy_request(
    session: AsyncSession, run: Run, kind: ArtifactType, step: str
) -> tuple[ArtifactType, StrategyRequest]:
    assert run.project_id is not None
    passages = await project_passages(session, run.project_id)
    context = context_of(run, step)
    return kind, await trio.strategy_request(session, context, passages)


async def _ask_strategist(
    runner: Runner, wanted: tuple[ArtifactType, StrategyRequest]
) -> Written:
    kind, request = wanted
    return await TRIO_WRITERS[kind](runner, request)


async def _store_strategy(
    session: AsyncSession,
    run: Run,
    item: RunItem,
    wanted: tuple[ArtifactType, StrategyRequest],
    written: Written,
) -> None:
    inputs = wanted[1].inputs
    await trio.store_item(session, run.id, item.id, *written, inputs)


async def _plan_request(
    session: AsyncSession, run: Run, _kind: ArtifactType, step: str
) -> PlanRequest:
    request = await plans.plan_request(session, run)
    return replace(request, context=context_of(run, step))


async def _ask_planner(runner: Runner, request: PlanRequest) -> Reply[DraftOptions]:
    return await runner.planner.draft(request)


async def _store_plan(
    session: AsyncSession, run: Run, item: RunItem, _request: Any, reply: Reply[Any]
) -> None:
    await runs.open_run(session, run.id)
    await plans.store_options(session, run, reply)
    await runs.complete_item(session, item.id)


_DOCUMENT = Craft(_document_request, _ask_writer, storing.store_document)
_STRATEGY = Craft(_strategy_request, _ask_strategist, _store_strategy)
CRAFTS: dict[ArtifactType, Craft] = {
    **dict.fromkeys(storing.DRAFTS, _DOCUMENT),
    **dict.fromkeys(TRIO, _STRATEGY),
    ArtifactType.IDEA_BRIEF: Craft(
        _brief_request, _ask_interviewer, brief_rewriting.store_rewritten
    ),
    ArtifactType.EXECUTION_PLAN: Craft(_plan_request, _ask_planner, _store_plan),
}
