"""Runs, straight into their tables."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.runs.models import Run
from cofounder.runs.service import RunRequest, Unit, request_run
from cofounder.runs.states import RunKind


async def a_run(session: AsyncSession, user: User, **more: Any) -> Run:
    """A queued run that takes a place, as a backlog run would."""
    wanted: dict[str, Any] = {
        "kind": RunKind.DEFERRED_CALL,
        "user": user,
        "correlation_id": "test",
        "slotted": True,
        "units": (Unit(key="only", label="The only unit"),),
        **more,
    }
    return await request_run(session, RunRequest(**wanted))
