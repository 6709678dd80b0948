"""Answering for a deferred call: its result, its failure, or 202 while it runs."""

from __future__ import annotations

from typing import Any

from fastapi import Response
from pydantic import BaseModel
from starlette.responses import JSONResponse

from cofounder.accounts.models import User
from cofounder.api.edge import Edge
from cofounder.api.results import result_of
from cofounder.errors import CofounderError
from cofounder.runs.errors import (
    AccountSuspended,
    DailyTokensUsed,
    ModelFailed,
    RunStopping,
)
from cofounder.runs.models import Run
from cofounder.runs.states import RunStatus
from cofounder.runs.waiting import wait_for_run

FAILED = (
    "We could not get an answer from the model. Nothing you gave us is lost; "
    "try again in a moment."
)


class QueuedOut(BaseModel):
    """Accepted: follow the run, whose `output.result` is the body you asked for."""

    status: str = "queued"
    message: str = "We are still working on this. Nothing is lost."
    run_id: str


async def answer(edge: Edge, run: Run, user: User) -> Any:
    """The body of a deferred call, once it is there.

    Raises:
        CofounderError: the call failed; the state is as it was before.
    """
    done = await wait_for_run(edge.database, run.id, edge.settings.inline_wait)
    if done.status is RunStatus.SUCCEEDED:
        async with edge.database.reading() as session:
            return await result_of(session, done, user)
    if done.is_over:
        raise failure(done)
    return queued(done)


def queued(run: Run) -> Response:
    """202 with the run to follow."""
    body = QueuedOut(run_id=str(run.id))
    return JSONResponse(
        body.model_dump(), status_code=202, headers={"Location": f"/api/runs/{run.id}"}
    )


def failure(run: Run) -> CofounderError:
    """The error of a run that ended without a result."""
    error = run.error or {}
    code = error.get("code")
    if run.status is RunStatus.CANCELLED:
        return RunStopping()
    if code == AccountSuspended.code:
        return AccountSuspended()
    if code == DailyTokensUsed.code:
        return _Spent(str(error["message"]), debug_id=error.get("debug_id"))
    known = code == ModelFailed.code and error.get("message")
    return ModelFailed(
        str(error["message"]) if known else FAILED, debug_id=error.get("debug_id")
    )


class _Spent(DailyTokensUsed):
    """The daily token limit, as the run kept it."""

    def __init__(self, message: str, **extra: Any) -> None:
        CofounderError.__init__(self, message, **extra)
