"""Opening a data room: one read of everything it shows."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.passages import interview_words
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.exports.chapters.making import TITLES
from cofounder.exports.collecting import collect
from cofounder.exports.data_room.room import Choice, Cost, Decision, Room, Version
from cofounder.gates.models import Gate
from cofounder.gates.repository import GateRepository
from cofounder.gates.states import OPTIONS, GateType
from cofounder.interviews.passages import assumptions_of
from cofounder.projects.models import Project
from cofounder.runs.call_repository import LlmCallRepository

GATES = {
    GateType.DIRECTION: "Direction",
    GateType.SOLIDIFICATION: "After the preview",
}


async def open_room(session: AsyncSession, project: Project, *, by: User) -> Room:
    """Everything the data room of a project shows, for the plan of its owner.

    Raises:
        NothingToExport: no artifact has content yet.
    """
    material = await collect(session, project, by=by)
    gates = await GateRepository(session).list_of(project.id)
    plan = material.find(ArtifactType.EXECUTION_PLAN)
    calls, tokens, cost = await LlmCallRepository(session).totals(project_id=project.id)
    return Room(
        material=material,
        decisions=(
            *(_gate(gate) for gate in reversed(gates)),
            *([_plan(plan)] if plan is not None else []),
        ),
        versions=await _versions(session, material.artifacts),
        open_questions=tuple(
            one.question
            for one in assumptions_of(*await interview_words(session, project.id))
        ),
        cost=Cost(calls, tokens, cost),
    )


def _gate(gate: Gate) -> Decision:
    decided = gate.decision
    options = tuple(
        Choice(one.title, one.description, chosen=one.value is decided)
        for one in OPTIONS[gate.gate_type]
    )
    return Decision(
        id=f"gate:{gate.id}",
        title=GATES[gate.gate_type],
        status=gate.status.value,
        decided=next((one.title for one in options if one.chosen), ""),
        decided_at=gate.decided_at,
        decided_by=gate.decided_by or "",
        reason=gate.reason or "",
        options=options,
        context=gate.context,
    )


def _plan(plan: Artifact) -> Decision:
    content = plan.current_content or {}
    chosen = plan.selected_option_id
    options = tuple(
        Choice(one["name"], one["technical_approach"], chosen=one["id"] == chosen)
        for one in content["options"]
    )
    return Decision(
        id=f"plan:{content.get('plan_set_id', '')}",
        title="Execution plan",
        status="pending" if chosen is None else "decided",
        decided=next((one.title for one in options if one.chosen), ""),
        decided_at=plan.selected_at,
        decided_by="" if chosen is None else "founder",
        options=options,
    )


async def _versions(
    session: AsyncSession, artifacts: tuple[Artifact, ...]
) -> tuple[Version, ...]:
    repository = ArtifactRepository(session)
    found: list[Version] = []
    for artifact in artifacts:
        found.extend(
            Version(
                document=TITLES[artifact.artifact_type][0],
                number=row.version_number,
                author=row.author.value,
                reason=row.reason,
                created_at=row.created_at,
                generated_by=row.generated_by,
                edited_sections=tuple(row.edited_sections or ()),
            )
            for row in await repository.list_versions(artifact.id)
        )
    return tuple(sorted(found, key=lambda one: (one.created_at, one.document)))
