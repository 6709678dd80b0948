"""Use cases of plans: compare ways to build, choose one (PLAN-01 to PLAN-08)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock, ids
from cofounder.accounts.models import User
from cofounder.artifacts.brief_edits import get_brief
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.inputs import inputs_from
from cofounder.artifacts.documents.staleness import is_out_of_date
from cofounder.artifacts.models import Artifact, Author
from cofounder.artifacts.passages import project_passages
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.artifacts.versions import NewContent, add_version, ensure_artifact
from cofounder.gates.checking import check_direction, turned_since
from cofounder.plans.errors import (
    FeedbackMissing,
    NothingSelected,
    OptionMissing,
    OptionOutOfDate,
    PlanAlreadySelected,
    PlanMissing,
    PlanNotSelected,
)
from cofounder.plans.ports import DraftOptions, OptionDraft, PlanRequest
from cofounder.projects import service as projects
from cofounder.projects.models import Project
from cofounder.runs.calls import Reply
from cofounder.runs.deferral import DeferredCall, context_of, defer
from cofounder.runs.models import Run

GENERATE = "plans.generate"


@dataclass(frozen=True, slots=True)
class Selection:
    """The chosen option of a plan set."""

    option: dict[str, Any]
    plan_set_id: str


async def generate_options(
    session: AsyncSession,
    project: Project,
    *,
    by: User,
    correlation_id: str,
    feedback: str = "",
    asked_as: str = "",
) -> Run:
    """Ask for execution options; with feedback, for different ones (PLAN-05, -07).

    `asked_as` is the console's template when it asks; its answer is a decision then.

    Raises:
        ProjectParked, GatePending, NotProceed, BriefMissing: what has to come first.
        PlanAlreadySelected: an option is chosen and there is no feedback.
    """
    projects.check_not_parked(project)
    await check_direction(session, project.id)
    await get_brief(session, project.id)
    plan = await ArtifactRepository(session).find(
        project.id, ArtifactType.EXECUTION_PLAN
    )
    if plan is not None and plan.selected_option_id and not feedback.strip():
        raise PlanAlreadySelected
    call = DeferredCall(
        operation=GENERATE,
        subject=str(project.id),
        label="Comparing ways to build it",
        options={"feedback": feedback, "asked_as": asked_as},
        project_id=project.id,
        subject_id=project.id,
    )
    return await defer(session, call, by=by, correlation_id=correlation_id)


async def regenerate_options(
    session: AsyncSession,
    project: Project,
    *,
    by: User,
    correlation_id: str,
    feedback: str,
) -> Run:
    """Ask for different options: the same with a wish (PLAN-07).

    Raises:
        FeedbackMissing: nobody said what should be different.
    """
    if not feedback.strip():
        raise FeedbackMissing
    return await generate_options(
        session, project, by=by, correlation_id=correlation_id, feedback=feedback
    )


async def plan_request(session: AsyncSession, run: Run) -> PlanRequest:
    """What the planner needs; the run keeps the versions it was read in (VERS-10)."""
    assert run.project_id is not None
    brief = await get_brief(session, run.project_id)
    inputs = inputs_from(
        ArtifactType.EXECUTION_PLAN, {ArtifactType.IDEA_BRIEF: brief}, {}
    )
    run.options = {**run.options, "inputs": inputs}
    timeline = await ArtifactRepository(session).find(
        run.project_id, ArtifactType.MVP_TIMELINE
    )
    return PlanRequest(
        context=context_of(run, "call"),
        brief=brief.current_content or {},
        passages=await project_passages(session, run.project_id),
        timeline=(timeline.current_content or {}) if timeline else {},
        feedback=run.options["feedback"],
    )


async def store_options(
    session: AsyncSession, run: Run, reply: Reply[DraftOptions]
) -> dict[str, Any]:
    """Save a plan set as a version; a selection made before is cleared and said.

    Raises:
        OptionOutOfDate: the direction changed while the options were made.
    """
    assert run.project_id is not None
    plan = await ensure_artifact(session, run.project_id, ArtifactType.EXECUTION_PLAN)
    made = await ArtifactRepository(session).find_version_of_run(plan.id, run.id)
    if made is not None:
        return {"plan_set_id": made.content["plan_set_id"]}
    if await turned_since(session, run.project_id, run.created_at):
        raise OptionOutOfDate
    cleared = plan.selected_option_id is not None
    plan.selected_option_id = plan.selected_at = plan.selection_locked_at = None
    content = _content(reply.value, run.options["feedback"])
    await add_version(
        session,
        plan,
        NewContent(
            content=content,
            author=Author.COFOUNDER,
            reason=_reason(run.options["feedback"]),
            inputs=run.options.get("inputs", {}),
            run_id=run.id,
            generated_by=reply.generated_by,
            prompt=reply.prompt,
        ),
    )
    plan.is_stale = await is_out_of_date(session, plan)
    return {"plan_set_id": content["plan_set_id"], "selection_cleared": cleared}


def _reason(feedback: str) -> str:
    return f"Different options: {feedback}" if feedback else "Execution options"


def _content(draft: DraftOptions, feedback: str) -> dict[str, Any]:
    options = with_ids(draft.options)
    recommended = next(option for option in options if option["is_recommended"])
    return {
        "_schema_version": 1,
        "plan_set_id": str(ids.new_id()),
        "options": options,
        "recommended_id": recommended["id"],
        "generated_at": clock.now().isoformat(),
        "feedback_context": feedback or None,
    }


def with_ids(drafts: Sequence[OptionDraft]) -> list[dict[str, Any]]:
    """Drafts as stored options, each with an id of its own (PLAN-01, LLMC-05)."""
    taken: set[str] = set()
    options: list[dict[str, Any]] = []
    for draft in drafts:
        option_id = unique = kebab(draft.name)
        number = 2
        while unique in taken:
            unique, number = f"{option_id}-{number}", number + 1
        taken.add(unique)
        options.append({"id": unique, **draft.model_dump(mode="json")})
    return options


def kebab(name: str) -> str:
    """An id from a name: lower-case ASCII words joined by hyphens (LLMC-05)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower())) or "option"


async def get_plan(
    session: AsyncSession, project_id: UUID, *, lock: bool = False
) -> Artifact:
    """The project's plan.

    Raises:
        PlanMissing: none was made yet.
    """
    plan = await ArtifactRepository(session).find(
        project_id, ArtifactType.EXECUTION_PLAN, lock=lock
    )
    if plan is None or plan.current_content is None:
        raise PlanMissing
    return plan


def option_of(plan: Artifact, option_id: str) -> dict[str, Any]:
    """One option of the plan.

    Raises:
        OptionMissing: there is none with this id.
    """
    return find_option((plan.current_content or {}).get("options", []), option_id)


def find_option(options: Sequence[dict[str, Any]], option_id: str) -> dict[str, Any]:
    """The option with an id.

    Raises:
        OptionMissing: there is none with this id.
    """
    for option in options:
        if option["id"] == option_id:
            return option
    raise OptionMissing


async def is_of_an_earlier_direction(session: AsyncSession, plan: Artifact) -> bool:
    """Whether the options were made before the direction changed (GATE-11).

    Keeping them as they are, or an edit of the brief, changes nothing about that.
    """
    made = datetime.fromisoformat((plan.current_content or {})["generated_at"])
    return await turned_since(session, plan.project_id, made)


async def select_option(
    session: AsyncSession,
    project: Project,
    option_id: str,
    *,
    correlation_id: str,
    note: str = "",
) -> Selection:
    """Choose an option; the same one again changes nothing (PLAN-08).

    Raises:
        PlanMissing, OptionMissing: nothing to choose.
        OptionOutOfDate: the direction changed after the options were made (GATE-11).
        PlanAlreadySelected: a build of this plan set was started with another one.
    """
    projects.check_not_parked(project)
    plan = await get_plan(session, project.id, lock=True)
    option = option_of(plan, option_id)
    selection = Selection(option, (plan.current_content or {})["plan_set_id"])
    if plan.selected_option_id == option_id:
        return selection
    if await is_of_an_earlier_direction(session, plan):
        raise OptionOutOfDate
    if plan.selection_locked_at is not None:
        raise PlanAlreadySelected
    plan.selected_option_id = option_id
    plan.selected_at = clock.now()
    projects.record(
        session,
        project.id,
        "plan_selected",
        correlation_id=correlation_id,
        actor="founder",
        detail={
            "option_id": option_id,
            "option_name": option["name"],
            "plan_set_id": selection.plan_set_id,
        },
        reason=note.strip() or None,
    )
    await projects.complete_milestone(
        session, project, 2, "direction_chosen", correlation_id=correlation_id
    )
    return selection


async def get_selected_plan(session: AsyncSession, project_id: UUID) -> Selection:
    """The chosen option.

    Raises:
        PlanMissing, NothingSelected: there is none.
    """
    plan = await get_plan(session, project_id)
    if plan.selected_option_id is None:
        raise NothingSelected
    return Selection(
        option_of(plan, plan.selected_option_id),
        (plan.current_content or {})["plan_set_id"],
    )


async def check_plan_selected(session: AsyncSession, project_id: UUID) -> bool:
    """Whether an option is chosen: what every build entry asks (PLAN-02)."""
    try:
        await get_selected_plan(session, project_id)
    except (PlanMissing, NothingSelected):
        return False
    return True


async def lock_selected(session: AsyncSession, project_id: UUID) -> Selection:
    """The chosen option for a build, which from now on keeps it (PLAN-02, PLAN-08).

    Raises:
        PlanNotSelected: no option is chosen.
    """
    if not await check_plan_selected(session, project_id):
        raise PlanNotSelected
    selection = await get_selected_plan(session, project_id)
    plan = await get_plan(session, project_id, lock=True)
    plan.selection_locked_at = plan.selection_locked_at or clock.now()
    return selection
