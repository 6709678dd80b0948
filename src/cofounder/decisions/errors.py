"""Facts about decisions of the console."""

from __future__ import annotations

from uuid import UUID

from cofounder.errors import Conflict, Invalid, NotFound


class DecisionNotFound(NotFound):
    """No such decision, or somebody else's."""

    def __init__(self) -> None:
        super().__init__("Decision not found")


class DecisionPending(Conflict):
    """A question is open: it is answered before it is asked again, or built on."""

    code = "decision_pending"

    def __init__(self, decision_id: UUID, template: str, message: str) -> None:
        super().__init__(message, decision_id=str(decision_id), template=template)


class DecisionDecided(Conflict):
    """Decided is final; a new decision of the same kind supersedes it (DCSN-05)."""

    code = "decision_decided"

    def __init__(self) -> None:
        super().__init__("This was decided already. Ask again to decide anew.")


class UnknownTemplate(Invalid):
    """The console does not ask this."""

    code = "validation_error"
