"""The one thing the dashboard suggests (RISK-03)."""

from __future__ import annotations

from cofounder.artifacts.models import GenerationStatus
from cofounder.gates.models import Gate
from cofounder.gates.states import GateStatus
from cofounder.journey.names import artifact_name, gate_name
from cofounder.journey.risks import visible_risks
from cofounder.journey.rows import ProjectRows

ALL_CLEAR = "All clear - ready to build"


def suggested_focus(rows: ProjectRows) -> str:
    """The first that holds: a gate or a tripwire waits, an artifact failed, a risk.

    Tripwires join the order of RISK-03 right after the gate they belong to.
    """
    return (
        _waiting_gate(rows)
        or _due_tripwire(rows)
        or _failed_artifact(rows)
        or _first_risk(rows)
        or ALL_CLEAR
    )


def pending_gates(rows: ProjectRows) -> tuple[Gate, ...]:
    """The gates that wait, oldest first."""
    waiting = [gate for gate in rows.gates if gate.status is GateStatus.PENDING]
    return tuple(sorted(waiting, key=lambda gate: (gate.created_at, gate.id)))


def _waiting_gate(rows: ProjectRows) -> str | None:
    waiting = pending_gates(rows)
    return f"Review {gate_name(waiting[0])} decision to continue" if waiting else None


def _due_tripwire(rows: ProjectRows) -> str | None:
    return f"Look again: {rows.overdue[0].condition}" if rows.overdue else None


def _failed_artifact(rows: ProjectRows) -> str | None:
    failed = sorted(
        artifact_name(row)
        for row in rows.artifacts
        if row.generation_status is GenerationStatus.FAILED
    )
    return f"Retry failed {failed[0]} generation" if failed else None


def _first_risk(rows: ProjectRows) -> str | None:
    risks = visible_risks(rows)
    return f"Address risk: {risks[0].message}" if risks else None
