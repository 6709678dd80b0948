"""Comparing before deciding: a narrow or pivot worked out, then accepted or dropped.

The proposed brief and timeline are kept as the models gave them, so accepting asks
nobody again: the gate is decided with exactly what the founder saw.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock
from cofounder.accounts.models import User
from cofounder.artifacts.brief_edits import get_brief
from cofounder.artifacts.contents import TRIO, ArtifactType, MvpTimeline
from cofounder.artifacts.documents.following import follow_brief
from cofounder.artifacts.errors import VersionConflict
from cofounder.artifacts.finalizing import brief_request, store_brief
from cofounder.artifacts.models import Author
from cofounder.artifacts.ports import StrategyRequest
from cofounder.artifacts.trio import start_trio
from cofounder.artifacts.versions import NewContent, add_version, ensure_artifact
from cofounder.gates.checking import check_choice, lock_pending
from cofounder.gates.errors import ProposalMissing, WrongChoice
from cofounder.gates.models import Gate, Proposal, ProposalStatus
from cofounder.gates.repository import GateRepository, ProposalRepository
from cofounder.gates.states import Choice, GateStatus
from cofounder.gates.turning import turn
from cofounder.interviews.ports import IdeaBriefDraft, InterviewRequest
from cofounder.projects.models import Project
from cofounder.runs.calls import Reply, Usage
from cofounder.runs.deferral import DeferredCall, context_of, defer
from cofounder.runs.models import Run
from cofounder.runs.repository import RunRepository

COMPARE = "gates.compare"
REST = tuple(kind for kind in TRIO if kind is not ArtifactType.MVP_TIMELINE)


@dataclass(frozen=True, slots=True)
class CompareRequest:
    """What the interviewer needs, and then the strategist."""

    brief: InterviewRequest
    timeline: StrategyRequest
    base_version: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """Both answers. `base_version` is the brief they were made beside."""

    brief: IdeaBriefDraft
    timeline: MvpTimeline
    timeline_prompt: str
    base_version: int


async def compare(
    session: AsyncSession,
    gate: Gate,
    project: Project,
    *,
    choice: Choice,
    action_text: str,
    by: User,
    correlation_id: str,
) -> Run:
    """Ask what a narrow or pivot would make of the brief and the timeline.

    Raises:
        GateDecided, GateExpired, ProjectParked: nothing is open to be decided.
        WrongChoice: neither narrow nor pivot, or without a text.
    """
    gate = await lock_pending(session, gate, project)
    if choice not in (Choice.NARROW, Choice.PIVOT):
        raise WrongChoice("decision: only narrow and pivot can be compared.")
    check_choice(gate, choice, action_text)
    await get_brief(session, project.id)
    call = DeferredCall(
        operation=COMPARE,
        subject=str(gate.id),
        label="Working out what would change",
        options={"choice": choice.value, "text": action_text},
        project_id=gate.project_id,
        subject_id=gate.id,
    )
    return await defer(session, call, by=by, correlation_id=correlation_id)


async def compare_request(session: AsyncSession, run: Run) -> CompareRequest:
    """What both roles are asked; the timeline follows the proposed brief."""
    assert run.project_id is not None
    kind = "narrow" if run.options["choice"] == Choice.NARROW else "pivot"
    brief = await brief_request(
        session, run, instruction=run.options["text"], kind=kind
    )
    present = await get_brief(session, run.project_id)
    timeline = StrategyRequest(context_of(run, "timeline"), brief.passages)
    return CompareRequest(brief, timeline, present.version_number)


async def store_proposal(
    session: AsyncSession, run: Run, reply: Reply[Proposed]
) -> dict[str, Any]:
    """Keep a proposal; the one before it is dropped. Nothing else changes.

    One that comes after the gate was decided is dropped at once.
    """
    assert run.subject_id is not None
    proposals = ProposalRepository(session)
    gate = await GateRepository(session).get_for_update(run.subject_id)
    made = await proposals.find_of_run(run.id)
    if made is not None:
        return {"gate_id": str(gate.id)}
    earlier = await proposals.find_open(gate.id, lock=True)
    if earlier is not None:
        await _end(session, earlier, ProposalStatus.DROPPED)
    proposal = Proposal(
        gate_id=gate.id,
        run_id=run.id,
        choice=Choice(run.options["choice"]),
        text=run.options["text"],
        brief=reply.value.brief.model_dump(mode="json"),
        timeline=reply.value.timeline.model_dump(mode="json"),
        base_version=reply.value.base_version,
        generated_by=reply.generated_by,
        prompt=reply.prompt,
        timeline_prompt=reply.value.timeline_prompt,
    )
    session.add(proposal)
    if gate.status is not GateStatus.PENDING:
        await _end(session, proposal, ProposalStatus.DROPPED)
    await session.flush()
    return {"gate_id": str(gate.id)}


async def accept(
    session: AsyncSession,
    gate: Gate,
    project: Project,
    *,
    by: User,
    correlation_id: str,
) -> Gate:
    """Decide the gate with exactly the open proposal; no model is asked for it again.

    Raises:
        GateDecided, GateExpired, ProjectParked: nothing is open to be decided.
        ProposalMissing: nothing was compared.
        VersionConflict: the brief changed since; compare again or drop it.
    """
    gate = await lock_pending(session, gate, project)
    proposal = await open_proposal(session, gate)
    present = await get_brief(session, project.id, lock=True)
    if present.version_number != proposal.base_version:
        raise VersionConflict(proposal.base_version, present.version_number)
    await _end(session, proposal, ProposalStatus.ACCEPTED)
    await turn(
        session,
        gate,
        project,
        proposal.choice,
        proposal.text,
        correlation_id=correlation_id,
    )
    await _store(session, proposal)
    await start_trio(
        session, project.id, by=by, correlation_id=correlation_id, kinds=REST
    )
    await follow_brief(session, project.id, by=by, correlation_id=correlation_id)
    return gate


async def _store(session: AsyncSession, proposal: Proposal) -> None:
    """The proposed brief and timeline become the present ones, made by their run."""
    run = await RunRepository(session).get(proposal.run_id)
    assert run.project_id is not None
    reply = Reply(
        IdeaBriefDraft.model_validate(proposal.brief),
        Usage(model=proposal.generated_by),
        prompt=proposal.prompt,
        generated_by=proposal.generated_by,
    )
    reason = f"{proposal.choice.value.title()}: {proposal.text}"
    brief = await store_brief(session, run, reply, reason=reason)
    timeline = await ensure_artifact(session, run.project_id, ArtifactType.MVP_TIMELINE)
    await add_version(
        session,
        timeline,
        NewContent(
            content={"_schema_version": 1, **proposal.timeline},
            author=Author.COFOUNDER,
            reason=reason,
            inputs={ArtifactType.IDEA_BRIEF.value: brief.version_number},
            run_id=run.id,
            generated_by=proposal.generated_by,
            prompt=proposal.timeline_prompt,
        ),
    )


async def drop(session: AsyncSession, gate: Gate, project: Project) -> Proposal:
    """Let a proposal go: the gate stays as it was.

    Raises:
        GateDecided, GateExpired, ProjectParked: nothing is open to be decided.
        ProposalMissing: nothing was compared.
    """
    gate = await lock_pending(session, gate, project)
    proposal = await open_proposal(session, gate)
    await _end(session, proposal, ProposalStatus.DROPPED)
    return proposal


async def open_proposal(session: AsyncSession, gate: Gate) -> Proposal:
    """The proposal that waits for the founder, locked.

    Raises:
        ProposalMissing: nothing was compared, or it was dropped.
    """
    proposal = await ProposalRepository(session).find_open(gate.id, lock=True)
    if proposal is None:
        raise ProposalMissing
    return proposal


async def _end(
    session: AsyncSession, proposal: Proposal, status: ProposalStatus
) -> None:
    proposal.status = status
    proposal.ended_at = clock.now()
    await session.flush()
