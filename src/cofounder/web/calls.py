"""Model calls behind a page: wait a moment, then let the rows say what became of it."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock
from cofounder.runs.deferral import lane_of
from cofounder.runs.models import Run
from cofounder.runs.repository import RunRepository
from cofounder.runs.states import RunStatus
from cofounder.runs.waiting import wait_for_run
from cofounder.web.edge import PAGE_WAIT_SECONDS, Edge
from cofounder.web.screens.pieces import Failure, Thinking

KEY_REJECTED = (
    "The model's provider refused our key. Whoever runs this server has to change it; "
    "then we go on by ourselves. Nothing is lost."
)
BUSY_AFTER_SECONDS = 20
BUSY = "The model takes its time. We keep trying; nothing is lost."
UNKNOWN = "We could not get an answer from the model."


async def wait_a_moment(edge: Edge, run: Run) -> Run:
    """Give a call the time in which most answer; the page shows the rest."""
    return await wait_for_run(edge.database, run.id, PAGE_WAIT_SECONDS)


async def latest_call(
    session: AsyncSession, operation: str, subject: object
) -> Run | None:
    """The last call of an operation on a subject, over or not."""
    return await RunRepository(session).find_latest_call(lane_of(operation, subject))


def seconds_since_start(run: Run) -> int:
    """How long a run is under way, or took."""
    end = run.ended_at or clock.now()
    return max(0, int((end - run.created_at).total_seconds()))


def note_of(run: Run) -> str:
    """Why a call takes longer than a moment, in plain words; mostly nothing."""
    if run.status is RunStatus.AWAITING_FOUNDER:
        return KEY_REJECTED
    return BUSY if seconds_since_start(run) >= BUSY_AFTER_SECONDS else ""


def thinking_of(run: Run, title: str, detail: str = "") -> Thinking:
    """What stands in for the result while the call is out."""
    return Thinking(
        title=title,
        detail=note_of(run) or detail,
        elapsed_seconds=seconds_since_start(run),
    )


def has_failed(run: Run | None) -> bool:
    """Whether the last call ended without a result."""
    return run is not None and run.status in (RunStatus.FAILED, RunStatus.CANCELLED)


def failure_of(run: Run, kept: str) -> Failure:
    """What went wrong; `kept` says what is safe."""
    error = run.error or {}
    return Failure(
        happened=str(error.get("message") or UNKNOWN),
        kept=kept,
        debug_id=error.get("debug_id"),
    )
