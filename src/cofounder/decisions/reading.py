"""Decisions of the console as they are shown, the way to build it among them.

`build_path` is the plan selection itself (DCSN-04): the same record, read from the plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.decisions.errors import DecisionDecided, DecisionNotFound
from cofounder.decisions.models import ConsoleDecision
from cofounder.decisions.repository import DecisionRepository
from cofounder.decisions.service import resolve
from cofounder.decisions.templates import Template
from cofounder.errors import NotFound
from cofounder.plans.history import PlanSet, find_plan_set, plan_sets, present_set
from cofounder.plans.service import select_option
from cofounder.projects.models import Project
from cofounder.projects.repository import ProjectRepository

DECIDED, PENDING = "decided", "pending"


@dataclass(frozen=True, slots=True)
class Decision:
    """A question, its options and the answer; `superseded` ones no longer hold."""

    id: UUID
    project_id: UUID
    template: Template
    status: str
    options: list[dict[str, Any]]
    recommended_id: str
    chosen_option_id: str | None
    note: str
    blocking: bool
    run_id: UUID | None
    decided_by: str | None
    decided_at: datetime | None
    acknowledged_at: datetime | None
    created_at: datetime
    supersedes_id: UUID | None = None
    superseded: bool = False
    generated_by: str = ""
    wish: str = ""

    @property
    def chosen(self) -> dict[str, Any] | None:
        """The chosen option, if one was."""
        return next((o for o in self.options if o["id"] == self.chosen_option_id), None)


async def list_decisions(
    session: AsyncSession, project_id: UUID
) -> tuple[Decision, ...]:
    """All decisions of a project, newest first."""
    found = [*await console_decisions(session, project_id)]
    found += _of_plan_sets(await plan_sets(session, project_id))
    return tuple(sorted(found, key=lambda d: (d.created_at, d.id.int), reverse=True))


async def console_decisions(
    session: AsyncSession, project_id: UUID
) -> tuple[Decision, ...]:
    """The console's own decisions, newest first, without the plan's."""
    rows = await DecisionRepository(session).list_of(project_id)
    replaced = {row.supersedes_id for row in rows if row.status == DECIDED}
    return tuple(of_row(row, superseded=row.id in replaced) for row in rows)


async def get_decision(
    session: AsyncSession, decision_id: UUID, user_id: UUID
) -> Decision:
    """One decision of the user's.

    Raises:
        DecisionNotFound: no such decision, or somebody else's.
    """
    row = await DecisionRepository(session).find_owned(decision_id, user_id)
    if row is not None:
        return of_row(row)
    return of_plan_set(await _plan_set(session, decision_id, user_id))


async def answer(
    session: AsyncSession,
    decision_id: UUID,
    user_id: UUID,
    *,
    option_id: str,
    note: str,
    correlation_id: str,
) -> Decision:
    """Answer a decision; the way to build it is chosen in the plan.

    Raises:
        DecisionNotFound: no such decision, or somebody else's.
        DecisionDecided: it has its answer.
        OptionMissing: there is no such option.
    """
    row = await DecisionRepository(session).find_owned(decision_id, user_id)
    if row is not None:
        project = await ProjectRepository(session).lock(row.project_id)
        decided = await resolve(
            session,
            row,
            project,
            option_id=option_id,
            note=note,
            correlation_id=correlation_id,
        )
        return of_row(decided)
    plan = await _plan_set(session, decision_id, user_id)
    project = await ProjectRepository(session).lock(plan.project_id)
    return await _choose(session, project, plan, option_id, note, correlation_id)


async def _choose(
    session: AsyncSession,
    project: Project,
    plan: PlanSet,
    option_id: str,
    note: str,
    correlation_id: str,
) -> Decision:
    if plan.chosen_id is not None or not plan.is_present:
        raise DecisionDecided
    await select_option(
        session, project, option_id, correlation_id=correlation_id, note=note
    )
    await session.flush()
    return of_plan_set(await present_set(session, project.id))


async def _plan_set(session: AsyncSession, set_id: UUID, user_id: UUID) -> PlanSet:
    try:
        found = await find_plan_set(session, set_id, user_id)
    except NotFound:
        found = None
    if found is None:
        raise DecisionNotFound
    return found


def of_row(row: ConsoleDecision, *, superseded: bool = False) -> Decision:
    """A row as it is shown."""
    return Decision(
        id=row.id,
        project_id=row.project_id,
        template=row.template,
        status=row.status.value,
        options=row.options,
        recommended_id=row.recommended_id,
        chosen_option_id=row.chosen_option_id,
        note=row.note,
        blocking=row.blocking,
        run_id=row.run_id,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        acknowledged_at=row.acknowledged_at,
        created_at=row.created_at,
        supersedes_id=row.supersedes_id,
        superseded=superseded,
        generated_by=row.generated_by,
        wish=row.wish,
    )


def of_plan_set(plan: PlanSet) -> Decision:
    """A plan set as the decision it is; an old one was replaced by the present one."""
    chosen = plan.chosen_id is not None
    return Decision(
        id=plan.id,
        project_id=plan.project_id,
        template=Template.BUILD_PATH,
        status=DECIDED if chosen else PENDING,
        options=plan.content["options"],
        recommended_id=plan.content["recommended_id"],
        chosen_option_id=plan.chosen_id,
        note=plan.note,
        blocking=False,
        run_id=plan.run_id,
        decided_by="founder" if chosen else None,
        decided_at=plan.chosen_at,
        acknowledged_at=plan.chosen_at,
        created_at=plan.made_at,
        supersedes_id=plan.replaces_id,
        superseded=not plan.is_present,
        generated_by=plan.generated_by,
        wish=str(plan.content.get("feedback_context") or ""),
    )


def _of_plan_sets(sets: tuple[PlanSet, ...]) -> list[Decision]:
    """The present set, and the ones before in which something was chosen."""
    return [of_plan_set(s) for s in sets if s.is_present or s.chosen_id is not None]


def narrowing_text(decision: Decision) -> str:
    """A decided scope as the text of a narrow (DCSN-04)."""
    assert decision.chosen is not None
    meant = f"{decision.chosen['name']}. {decision.chosen['technical_approach']}"
    return " ".join(part for part in (meant, decision.note) if part)
