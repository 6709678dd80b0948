"""Names the timeline, the graph and the dashboard share; fixed by the contract."""

from __future__ import annotations

from typing import Literal

from cofounder.artifacts.models import Artifact, GenerationStatus
from cofounder.gates.models import Gate
from cofounder.gates.states import GateStatus
from cofounder.projects.models import StageEvent

Status = Literal["done", "in_progress", "planned", "failed", "expired"]


def artifact_name(row: Artifact) -> str:
    """`Mvp Scope`."""
    return row.artifact_type.value.replace("_", " ").title()


def gate_name(gate: Gate) -> str:
    """`Direction` or `Solidification`."""
    return gate.gate_type.value.title()


def artifact_status(row: Artifact) -> Status:
    """Whether an artifact is being written, failed, is there, or is to come."""
    if row.generation_status is GenerationStatus.GENERATING:
        return "in_progress"
    if row.generation_status is GenerationStatus.FAILED:
        return "failed"
    return "planned" if row.current_content is None else "done"


def gate_status(gate: Gate) -> Status:
    """Whether a gate is decided, waits, or was superseded."""
    if gate.status is GateStatus.DECIDED:
        return "done"
    return "planned" if gate.status is GateStatus.PENDING else "expired"


def gate_node(gate: Gate) -> str:
    """The gate's node in the graph."""
    return f"gate_{gate.id}"


def artifact_node(row: Artifact) -> str:
    """The artifact's node in the graph."""
    return f"artifact_{row.id}"


def stage_node(event: StageEvent) -> str:
    """A stage change's node in the graph."""
    return f"stage_{event.id}"


def mvp_node(project_id: object) -> str:
    """The node of the first ready build (MVPS-04)."""
    return f"mvp_built_{project_id}"
