"""Facts about runs and model calls."""

from __future__ import annotations

from uuid import UUID

from cofounder.errors import (
    CofounderError,
    Conflict,
    Forbidden,
    LimitReached,
    NotFound,
    Unavailable,
)


class RunNotFound(NotFound):
    """No such run, or somebody else's."""

    def __init__(self) -> None:
        super().__init__("Run not found")


class RunActive(Conflict):
    """The lane already has an active run."""

    code = "run_active"

    def __init__(self, run_id: UUID) -> None:
        super().__init__("This is already being worked on.", run_id=str(run_id))
        self.run_id = run_id


class RunOver(Conflict):
    """The run has ended; its state never changes again."""

    code = "run_terminal"

    def __init__(self) -> None:
        super().__init__("This run has already ended.")


class RunStopping(Conflict):
    """Somebody asked the run to stop, so no further step starts."""

    code = "run_terminal"

    def __init__(self) -> None:
        super().__init__("This run was stopped.")


class SystemBusy(LimitReached):
    """The queue is full (QUEU-04)."""

    code = "capacity"

    def __init__(self, minutes: int) -> None:
        super().__init__(
            f"System busy. Try again in {minutes} minutes.", transient=True
        )
        self.retry_after_seconds = minutes * 60


class AccountSuspended(Forbidden):
    """The account may not use models."""

    code = "account_suspended"

    def __init__(self) -> None:
        super().__init__("Account suspended")


class DailyTokensUsed(LimitReached):
    """The user's tokens of the day are used up (TIER-08)."""

    code = "daily_token_limit"

    def __init__(self, used: int, limit: int) -> None:
        super().__init__(
            f"Daily token limit reached ({used}/{limit}). Resets at midnight UTC."
        )


class ModelFailed(Unavailable):
    """The model gave no usable answer; what was there before is untouched."""

    code = "llm_unavailable"


class ModelBusy(Unavailable):
    """The provider is overloaded or asks to wait; the same call may succeed later.

    `retry_after` is in seconds when the provider named it; `received` is what had
    arrived when the connection broke, for the ledger.
    """

    code = "llm_unavailable"

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message, transient=True)
        self.retry_after = retry_after
        self.received: object | None = None


class KeyRejected(Unavailable):
    """The provider refused our key; asking again would not help."""

    code = "llm_unavailable"


class NondeterministicRequest(CofounderError):
    """A repeated step asks something else than it asked before it was interrupted."""

    code = "internal_error"
