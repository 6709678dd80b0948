"""What steps that ask a model share: outcomes, retries, waiting for a new key.

Expected failures are outcomes, not exceptions across the journal. A busy provider is
asked again by the step's own retries, silently; a rejected key pauses the run after
exactly one call until the operator has changed it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypedDict
from uuid import UUID

import structlog
from dbos import DBOS

from cofounder import ids
from cofounder.db import Database
from cofounder.errors import CofounderError
from cofounder.runs import service as runs
from cofounder.runs.errors import KeyRejected, RunOver, RunStopping

log = structlog.get_logger()

KEY_TOPIC = "key"
KEY_LOOK_SECONDS = 3_600.0
UNEXPECTED = "Something went wrong on our side. What you gave us is safe; try again."


class Outcome(StrEnum):
    """How a step ended, as the journal keeps it."""

    DONE = "done"
    AGAIN = "again"
    FAILED = "failed"
    PAUSED = "paused"
    OVER = "over"


class StepOptions(TypedDict):
    """The options of every step that waits on the outside world."""

    preemptible: bool
    retries_allowed: bool
    interval_seconds: float
    backoff_rate: float
    max_attempts: int


# About an hour and a half in all; the last waits are 16 minutes. The runner's own
# attempts, a minute of them, are inside each.
MODEL_STEP = StepOptions(
    preemptible=True,
    retries_allowed=True,
    interval_seconds=5.0,
    backoff_rate=1.2,
    max_attempts=30,
)
# A cell may be lost at any moment; the step makes another one.
CELL_STEP = StepOptions(
    preemptible=True,
    retries_allowed=True,
    interval_seconds=1.0,
    backoff_rate=1.0,
    max_attempts=2,
)
# An index that does not answer is asked once more after ten seconds (PIPE-04).
INSTALL_STEP = CELL_STEP.copy()
INSTALL_STEP["interval_seconds"] = 10.0


def is_transient(error: BaseException) -> bool:
    """Whether asking again later may help."""
    return isinstance(error, CofounderError) and error.transient


def will_retry(error: BaseException) -> bool:
    """Whether the engine carries this step out again when the error is raised."""
    status = DBOS.step_status
    if not is_transient(error) or status is None or status.max_attempts is None:
        return False
    return (status.current_attempt or 0) + 1 < status.max_attempts


def failure_of(error: Exception) -> dict[str, Any]:
    """What is kept of a failure: a code, words for the founder, an id for the log."""
    debug_id = str(ids.new_id())
    if isinstance(error, CofounderError):
        log.info("step_failed", debug_id=debug_id, error=type(error).__name__)
        return {"code": error.code, "message": error.message, "debug_id": debug_id}
    log.error("step_crashed", debug_id=debug_id, exc_info=error)
    return {"code": "internal_error", "message": UNEXPECTED, "debug_id": debug_id}


async def settle(database: Database, run_id: UUID, error: Exception) -> Outcome:
    """Turn a failure of a model step into an outcome.

    Raises:
        CofounderError: a transient one, so that the step is tried again.
    """
    if isinstance(error, RunOver | RunStopping):
        return Outcome.OVER
    if will_retry(error):
        log.info("step_waits", run=str(run_id), error=type(error).__name__)
        raise error
    if isinstance(error, KeyRejected):
        async with database.transaction() as session:
            await runs.pause(
                session,
                run_id,
                {"kind": "key_rejected", "message": error.message},
            )
        return Outcome.PAUSED
    return Outcome.FAILED
