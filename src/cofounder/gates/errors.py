"""Facts about gates."""

from __future__ import annotations

from cofounder.errors import Conflict, Invalid, NotFound


class GateNotFound(NotFound):
    """No such gate, or somebody else's."""

    def __init__(self) -> None:
        super().__init__("Gate not found")


class ProposalMissing(NotFound):
    """Nothing is being compared for this gate."""

    def __init__(self) -> None:
        super().__init__("There is no open proposal for this decision.")


class TripwireNotFound(NotFound):
    """No such tripwire, or somebody else's."""

    def __init__(self) -> None:
        super().__init__("Tripwire not found")


class TripwireAnswered(Conflict):
    """The tripwire has its answer; it stays."""

    code = "decision_decided"

    def __init__(self) -> None:
        super().__init__("This tripwire was answered already.")


class GateExists(Conflict):
    """A gate of this type is pending already."""

    code = "gate_exists"

    def __init__(self) -> None:
        super().__init__("This decision is open already.")


class GatePending(Conflict):
    """A decision is open, so nothing is planned or built (GATE-02)."""

    code = "gate_pending"

    def __init__(self, gate_id: object, gate_type: str) -> None:
        super().__init__(
            "Pending gate must be resolved first",
            gate_id=str(gate_id),
            gate_type=gate_type,
        )


class NotProceed(Conflict):
    """The latest decided Gate 1 is not `proceed`, or there is none."""

    code = "direction_not_proceed"

    def __init__(self) -> None:
        super().__init__("Decide to proceed first.")


class GateDecided(Conflict):
    """The gate was decided before, usually in another tab."""

    code = "gate_decided"

    def __init__(self) -> None:
        super().__init__("This was decided already.")


class GateExpired(Conflict):
    """The gate was superseded and cannot be decided any more."""

    code = "gate_expired"

    def __init__(self) -> None:
        super().__init__("This decision is out of date.")


class WrongChoice(Invalid):
    """The gate does not take this decision, or a text is missing (GATE-03, -05)."""

    code = "validation_error"


class StageLocked(Invalid):
    """There is no stage to proceed to (GATE-07)."""

    code = "stage_locked"

    def __init__(self) -> None:
        super().__init__("The next stage is not open yet.")
