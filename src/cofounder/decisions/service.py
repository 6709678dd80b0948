"""Use cases of the console: ask a question, answer it, and what a build waits for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock
from cofounder.accounts.models import User
from cofounder.artifacts.brief_edits import get_brief
from cofounder.artifacts.finalizing import project_passages
from cofounder.decisions.deploying import DEPLOY_OPTIONS
from cofounder.decisions.errors import (
    DecisionDecided,
    DecisionPending,
    UnknownTemplate,
)
from cofounder.decisions.models import ConsoleDecision, DecisionStatus
from cofounder.decisions.repository import DecisionRepository
from cofounder.decisions.templates import (
    ASKABLE,
    Template,
    question_of,
    title_of,
)
from cofounder.plans.errors import NothingSelected, PlanMissing
from cofounder.plans.history import present_set
from cofounder.plans.ports import ConsoleOptions, ConsoleRequest
from cofounder.plans.service import (
    find_option,
    generate_options,
    get_selected_plan,
    with_ids,
)
from cofounder.projects import service as projects
from cofounder.projects.models import Project
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.calls import Reply
from cofounder.runs.deferral import DeferredCall, context_of, defer
from cofounder.runs.models import Run

ASK = "decisions.ask"
OPEN_ALREADY = "This question is open already. Answer it before you ask it again."
BUILD_WAITS = "A decision is open that the build waits for."


async def ask(
    session: AsyncSession,
    project: Project,
    template: Template,
    *,
    by: User,
    correlation_id: str,
    wish: str = "",
) -> ConsoleDecision | Run:
    """Ask a question: the decision at once, or the run that brings its options.

    Raises:
        UnknownTemplate: only a build asks this.
        ProjectParked: the project rests.
        DecisionPending: the same question is open.
        BriefMissing: the options are made from the idea brief.
        GatePending, NotProceed, PlanAlreadySelected: for the way to build it.
    """
    if template not in ASKABLE:
        raise UnknownTemplate("template: only a build asks this.")
    projects.check_not_parked(project)
    await ProjectRepository(session).lock(project.id)
    await check_not_open(session, project.id, template)
    if template is Template.BUILD_PATH:
        return await generate_options(
            session,
            project,
            by=by,
            correlation_id=correlation_id,
            feedback=wish,
            asked_as=template.value,
        )
    if template is Template.DEPLOY_PATH:
        return await open_decision(
            session, project.id, template, DEPLOY_OPTIONS, wish=wish
        )
    await get_brief(session, project.id)
    call = DeferredCall(
        operation=ASK,
        subject=f"{project.id}:{template.value}",
        label=f"Weighing answers: {title_of(template)}",
        options={"template": template.value, "wish": wish},
        project_id=project.id,
        subject_id=project.id,
    )
    return await defer(session, call, by=by, correlation_id=correlation_id)


async def check_not_open(
    session: AsyncSession, project_id: UUID, template: Template
) -> None:
    """Refuse a question that waits for its answer.

    Raises:
        DecisionPending: naming the decision.
    """
    pending = await DecisionRepository(session).find_pending(project_id, template)
    if pending is not None:
        raise DecisionPending(pending.id, template.value, OPEN_ALREADY)
    if template is Template.BUILD_PATH:
        try:
            plan = await present_set(session, project_id)
        except PlanMissing:
            return
        if plan.chosen_id is None and not plan.is_stale:
            raise DecisionPending(plan.id, template.value, OPEN_ALREADY)


async def open_decision(
    session: AsyncSession,
    project_id: UUID,
    template: Template,
    options: Sequence[dict[str, Any]],
    *,
    wish: str = "",
    blocking: bool = False,
    run_id: UUID | None = None,
    generated_by: str = "",
) -> ConsoleDecision:
    """Put a question with its options before the founder.

    A `blocking` one holds builds back until it is decided (DCSN-03). It supersedes the
    decided one of its template, if there is one (DCSN-05).
    """
    standing = await DecisionRepository(session).find_standing(project_id, template)
    decision = ConsoleDecision(
        project_id=project_id,
        template=template,
        options=list(options),
        recommended_id=next(o["id"] for o in options if o["is_recommended"]),
        wish=wish,
        blocking=blocking,
        run_id=run_id,
        generated_by=generated_by,
        supersedes_id=None if standing is None else standing.id,
    )
    session.add(decision)
    await session.flush()
    return decision


async def console_request(session: AsyncSession, run: Run) -> ConsoleRequest:
    """What the planner needs for a question of the console."""
    assert run.project_id is not None
    brief = await get_brief(session, run.project_id)
    template = Template(run.options["template"])
    return ConsoleRequest(
        context=context_of(run, "call"),
        template=template.value,
        question=question_of(template),
        brief=brief.current_content or {},
        passages=await project_passages(session, run.project_id),
        chosen=await _chosen_plan(session, run.project_id),
        wish=run.options["wish"],
    )


async def _chosen_plan(session: AsyncSession, project_id: UUID) -> dict[str, Any]:
    try:
        return (await get_selected_plan(session, project_id)).option
    except (PlanMissing, NothingSelected):
        return {}


async def store_decision(
    session: AsyncSession, run: Run, reply: Reply[ConsoleOptions]
) -> dict[str, Any]:
    """Open the decision with the options that came; once, whatever happens between."""
    assert run.project_id is not None
    decisions = DecisionRepository(session)
    template = Template(run.options["template"])
    await ProjectRepository(session).lock(run.project_id)
    made = await decisions.find_of_run(run.id)
    made = made or await decisions.find_pending(run.project_id, template)
    if made is None:
        made = await open_decision(
            session,
            run.project_id,
            template,
            with_ids(reply.value.options),
            wish=run.options["wish"],
            run_id=run.id,
            generated_by=reply.generated_by,
        )
    return {"decision_id": str(made.id)}


async def resolve(
    session: AsyncSession,
    decision: ConsoleDecision,
    project: Project,
    *,
    option_id: str,
    note: str = "",
    correlation_id: str,
) -> ConsoleDecision:
    """Record and acknowledge the founder's answer (DCSN-03, DCSN-05).

    Raises:
        ProjectParked: the project rests.
        DecisionDecided: it has its answer; ask again to decide anew.
        OptionMissing: there is no such option.
    """
    projects.check_not_parked(project)
    decision = await DecisionRepository(session).get_for_update(decision.id)
    if decision.status is DecisionStatus.DECIDED:
        raise DecisionDecided
    option = find_option(decision.options, option_id)
    decision.status = DecisionStatus.DECIDED
    decision.chosen_option_id = option_id
    decision.note = note.strip()
    decision.decided_by = "founder"
    decision.decided_at = decision.acknowledged_at = clock.now()
    projects.record(
        session,
        project.id,
        "decision_recorded",
        correlation_id=correlation_id,
        actor="founder",
        detail={
            "decision_id": str(decision.id),
            "template": decision.template.value,
            "option_id": option_id,
            "option_name": option["name"],
        },
        reason=decision.note or None,
    )
    await session.flush()
    return decision


async def check_nothing_blocks(session: AsyncSession, project_id: UUID) -> None:
    """Refuse a build while a decision it depends on is open (DCSN-03).

    Raises:
        DecisionPending: naming the oldest one.
    """
    waiting = await DecisionRepository(session).find_blocking(project_id)
    if waiting is not None:
        raise DecisionPending(waiting.id, waiting.template.value, BUILD_WAITS)
