"""Deferred calls: every model call behind a request is a run from its first moment.

A crash loses nothing, and a second identical request joins the run that is under way
(LLMC-02). They take no place and no daily run.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.runs.calls import CallContext
from cofounder.runs.errors import RunActive
from cofounder.runs.models import Run
from cofounder.runs.repository import RunRepository
from cofounder.runs.service import RunRequest, Unit, request_run
from cofounder.runs.states import RunKind


@dataclass(frozen=True, slots=True)
class DeferredCall:
    """One operation on one subject.

    `subject` names what only one call of this operation may work on at a time;
    `options` are the operation's arguments and decide whether two calls are the same.
    """

    operation: str
    subject: str
    label: str
    options: dict[str, Any] = field(default_factory=dict[str, Any])
    project_id: UUID | None = None
    subject_id: UUID | None = None

    @property
    def lane(self) -> str:
        """The lane that keeps a second call of this operation out."""
        return lane_of(self.operation, self.subject)

    @property
    def fingerprint(self) -> str:
        """Equal for calls that ask the same."""
        text = json.dumps(self.options, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def lane_of(operation: str, subject: object) -> str:
    """The lane of an operation on a subject."""
    return f"{operation}:{subject}"


async def defer(
    session: AsyncSession, call: DeferredCall, *, by: User, correlation_id: str
) -> Run:
    """The run that carries the call out: a new one, or the identical one under way.

    Raises:
        RunActive: another call of this operation on this subject is under way.
    """
    runs = RunRepository(session)
    # Held until the commit: of two identical requests at once, one makes the run
    # and the other joins it.
    await runs.lock_lane(call.lane)
    busy = await runs.find_in_lane(call.lane)
    if busy is not None:
        if busy.options.get("fingerprint") == call.fingerprint:
            return busy
        raise RunActive(busy.id)
    return await request_run(
        session,
        RunRequest(
            kind=RunKind.DEFERRED_CALL,
            user=by,
            correlation_id=correlation_id,
            project_id=call.project_id,
            subject_id=call.subject_id,
            lane=call.lane,
            options={
                **call.options,
                "operation": call.operation,
                "fingerprint": call.fingerprint,
            },
            units=(Unit(key=call.operation, label=call.label),),
        ),
    )


def context_of(run: Run, step: str) -> CallContext:
    """The call context of a run's step."""
    return CallContext(
        user_id=run.user_id,
        run_id=run.id,
        step=step,
        tier=run.tier,
        correlation_id=run.correlation_id,
        project_id=run.project_id,
    )
