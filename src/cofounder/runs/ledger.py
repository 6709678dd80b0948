"""The ledger of model calls: a call that finished is never paid twice.

The row is committed before the request leaves and completed with the answer in one
transaction. A step carried out again after a crash finds the stored answer by run,
step and call number and asks nobody (security.md 7.5).
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import structlog

from cofounder import clock, ids
from cofounder.db import Database
from cofounder.runs.call_repository import LlmCallRepository
from cofounder.runs.calls import CallContext, Usage
from cofounder.runs.errors import NondeterministicRequest, RunStopping
from cofounder.runs.models import LlmCall
from cofounder.runs.repository import RunRepository
from cofounder.runs.spending import check_spending

log = structlog.get_logger()

PARTIAL_EVERY_SECONDS = 1.0
BYTES_PER_TOKEN = 4


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """One request about to leave.

    `call_no` counts the requests of a step from 1; `request` is the whole request in a
    canonical form: it is hashed, never stored.
    """

    purpose: str
    prompt: str
    model: str
    request: bytes
    call_no: int = 1

    @property
    def sha256(self) -> str:
        """The fingerprint of the request."""
        return hashlib.sha256(self.request).hexdigest()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, as text our own code can read again, and what it took."""

    text: str
    usage: Usage


@dataclass(frozen=True, slots=True)
class Received:
    """What had arrived when a call broke off: kept, and counted as possibly billed."""

    text: str
    usage: Usage


SavePartial = Callable[[str], Awaitable[None]]
Send = Callable[[SavePartial], Awaitable[Answer]]


class Ledger:
    """Writes every model call down before it leaves and when it is answered."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def call(
        self, context: CallContext, planned: PlannedCall, send: Send
    ) -> Answer:
        """The answer to `planned`: the stored one, or that of `send`.

        `send` gets a function that keeps text received so far; it stores at most once
        a second.

        Raises:
            NondeterministicRequest: the same call was answered for another request.
            RunStopping: the run was asked to stop; nothing was sent.
            DailyTokensUsed: the user's tokens of the day are used up.
        """
        to_the_end = self.database.to_the_end
        stored, row_id = await to_the_end(self._open(context, planned))
        if stored is not None:
            return stored
        started = time.monotonic()
        try:
            answer = await send(self._saver(row_id))
        except BaseException as error:
            await to_the_end(self._close_failed(row_id, error, started))
            raise
        await to_the_end(self._close_done(context, row_id, answer, started))
        return answer

    async def _open(
        self, context: CallContext, planned: PlannedCall
    ) -> tuple[Answer | None, UUID]:
        async with self.database.transaction() as session:
            earlier = await LlmCallRepository(session).list_attempts(
                context.run_id, context.step, planned.call_no
            )
            for row in earlier:
                if row.outcome == "done":
                    return _answer_of(row, planned), row.id
                if row.outcome == "started":
                    _presume_billed(row)
            # Locked: a stop that was answered comes before this call, or after it.
            if not await RunRepository(session).keep_alive(context.run_id, clock.now()):
                raise RunStopping
            await check_spending(session, context.user_id)
            row = _row(context, planned, attempt=len(earlier) + 1)
            await LlmCallRepository(session).add(row)
        return None, row["id"]

    def _saver(self, row_id: UUID) -> SavePartial:
        saved_at = time.monotonic()

        async def save(text: str) -> None:
            nonlocal saved_at
            if time.monotonic() - saved_at < PARTIAL_EVERY_SECONDS:
                return
            saved_at = time.monotonic()
            await self.database.to_the_end(self._save_partial(row_id, text))

        return save

    async def _save_partial(self, row_id: UUID, text: str) -> None:
        async with self.database.transaction() as session:
            await LlmCallRepository(session).close(row_id, {"partial": text})

    async def _close_failed(
        self,
        row_id: UUID,
        error: BaseException,
        started: float,
    ) -> None:
        async with self.database.transaction() as session:
            row = await LlmCallRepository(session).get(row_id)
            row.outcome = "failed"
            received = getattr(error, "received", None)
            if not isinstance(error, Exception):
                _presume_billed(row)  # cut off by us, in the middle of it
            elif isinstance(received, Received):
                row.outcome = "unknown"  # it may have been billed: it stays counted
                row.partial = received.text
                row.input_tokens = received.usage.input_tokens
                row.output_tokens = received.usage.output_tokens
                row.cost_microdollars = received.usage.cost_microdollars
            else:
                row.input_tokens = 0  # a refused request is not billed
            row.error = type(error).__name__
            row.latency_ms = int((time.monotonic() - started) * 1000)
            row.ended_at = clock.now()
        log.info("llm_call_failed", call=str(row_id), error=type(error).__name__)

    async def _close_done(
        self, context: CallContext, row_id: UUID, answer: Answer, started: float
    ) -> None:
        latency_ms = int((time.monotonic() - started) * 1000)
        async with self.database.transaction() as session:
            await LlmCallRepository(session).close(
                row_id,
                {
                    **asdict(answer.usage),
                    "outcome": "done",
                    "answer": answer.text,
                    "partial": None,
                    "latency_ms": latency_ms,
                    "ended_at": clock.now(),
                },
            )
        log.info(
            "llm_call_done",
            call=str(row_id),
            run=str(context.run_id),
            step=context.step,
            duration_ms=latency_ms,
            tokens=answer.usage.input_tokens + answer.usage.output_tokens,
        )


def _presume_billed(row: LlmCall) -> None:
    """A call that left and whose end nobody saw: counted by what it must have taken."""
    row.outcome = "unknown"
    row.output_tokens = len((row.partial or "").encode()) // BYTES_PER_TOKEN
    row.ended_at = clock.now()


def _answer_of(row: LlmCall, planned: PlannedCall) -> Answer:
    if row.request_sha256 != planned.sha256:
        raise NondeterministicRequest(
            "This step changed while it was interrupted. Please start it again."
        )
    return Answer(
        text=row.answer or "",
        usage=Usage(
            model=row.model,
            input_tokens=row.input_tokens,
            output_tokens=row.output_tokens,
            cached_tokens=row.cached_tokens,
            cost_microdollars=row.cost_microdollars,
        ),
    )


def _row(context: CallContext, planned: PlannedCall, *, attempt: int) -> dict[str, Any]:
    return {
        "id": ids.new_id(),
        "run_id": context.run_id,
        "step": context.step,
        "call_no": planned.call_no,
        "attempt": attempt,
        "user_id": context.user_id,
        "project_id": context.project_id,
        "purpose": planned.purpose,
        "prompt": planned.prompt,
        "model": planned.model,
        "request_sha256": planned.sha256,
        # An estimate, held against the user's day until the answer tells the truth.
        "input_tokens": len(planned.request) // BYTES_PER_TOKEN,
    }
