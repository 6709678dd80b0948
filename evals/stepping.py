"""One step of a walk: asked through the runner, attempted, remembered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from cofounder.runner import Runner
from cofounder.runs.calls import CallContext, Reply
from evals.founder import Founder
from evals.outcomes import Failure, Outcome, Seen

ITEM_ATTEMPTS = 3
MOST_OF_AN_ERROR = 500

T = TypeVar("T")
K = TypeVar("K")
Ask = Callable[[CallContext], Awaitable[Reply[T]]]


class StepFailed(Exception):
    """A step without a usable answer; why is written in the outcome."""


@dataclass
class Walk:
    """A founder on their way, for whom and with whom."""

    runner: Runner
    outcome: Outcome
    user_id: UUID
    run_id: UUID
    founder: Founder
    stages: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])

    @property
    def tier(self) -> str:
        return self.outcome.case.tier.value

    def next(self, *steps: str) -> None:
        """These steps come next, at the same time."""
        self.stages.append(steps)
        self.outcome.steps.extend(steps)

    async def take(
        self,
        step: str,
        ask: Ask[T],
        keep: Callable[[T], K],
        *,
        seen: Seen | None = None,
        attempts: int = 1,
    ) -> K:
        """What `keep` makes of the answer; it may refuse it, as the product would.

        Raises:
            StepFailed: after the last attempt.
        """
        self.outcome.seen[step] = seen or Seen(self.outcome.passages)
        last = ""
        for attempt in range(1, attempts + 1):
            try:
                reply = await ask(self._context(f"{step}:{attempt}"))
                return keep(reply.value)
            except Exception as error:  # whatever a model or a runner does is a finding
                last = f"{type(error).__name__}: {error}"[:MOST_OF_AN_ERROR]
        self.outcome.failures.append(Failure(step, last))
        raise StepFailed(step)

    def _context(self, step: str) -> CallContext:
        return CallContext(self.user_id, self.run_id, step, self.tier, "evals")
