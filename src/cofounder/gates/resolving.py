"""Narrow and pivot: a new brief first, then everything it means (GATE-06).

The model is asked as a deferred call, and the gate stays pending if that fails.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.accounts.repository import UserRepository
from cofounder.artifacts.documents.following import follow_brief
from cofounder.artifacts.finalizing import brief_request, store_brief
from cofounder.artifacts.trio import start_trio
from cofounder.gates.models import Gate
from cofounder.gates.repository import GateRepository
from cofounder.gates.states import Choice, GateStatus
from cofounder.gates.turning import turn
from cofounder.interviews.ports import IdeaBriefDraft, InterviewRequest
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.calls import Reply
from cofounder.runs.deferral import DeferredCall, defer
from cofounder.runs.models import Run

RESOLVE = "gates.resolve"


async def ask_for_brief(
    session: AsyncSession,
    gate: Gate,
    choice: Choice,
    text: str,
    by: User,
    correlation_id: str,
) -> Run:
    """Ask for the new brief; the gate stays pending until it is there (GATE-06)."""
    call = DeferredCall(
        operation=RESOLVE,
        subject=str(gate.id),
        label="Rewriting the brief for your decision",
        options={"choice": choice.value, "text": text},
        project_id=gate.project_id,
        subject_id=gate.id,
    )
    return await defer(session, call, by=by, correlation_id=correlation_id)


async def resolve_request(session: AsyncSession, run: Run) -> InterviewRequest:
    """What the interviewer needs to rewrite the brief for a decision."""
    kind = "narrow" if run.options["choice"] == Choice.NARROW else "pivot"
    return await brief_request(session, run, instruction=run.options["text"], kind=kind)


async def store_resolution(
    session: AsyncSession, run: Run, reply: Reply[IdeaBriefDraft]
) -> dict[str, Any]:
    """Decide a narrow or pivot with its new brief and all its effects, together."""
    assert run.subject_id is not None and run.project_id is not None
    gate = await GateRepository(session).get_for_update(run.subject_id)
    output = {"gate_id": str(gate.id)}
    if gate.status is not GateStatus.PENDING:
        return output
    choice, text = Choice(run.options["choice"]), run.options["text"]
    project = await ProjectRepository(session).lock(run.project_id)
    await turn(session, gate, project, choice, text, correlation_id=run.correlation_id)
    await store_brief(session, run, reply, reason=f"{choice.value.title()}: {text}")
    owner = await UserRepository(session).get(run.user_id)
    await start_trio(session, project.id, by=owner, correlation_id=run.correlation_id)
    await follow_brief(session, project.id, by=owner, correlation_id=run.correlation_id)
    return output
