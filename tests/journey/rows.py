"""A project's rows without a database, for the pure reads over them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from cofounder import ids
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import Artifact, GenerationStatus
from cofounder.builds.models import Build
from cofounder.builds.states import Stage
from cofounder.gates.models import Gate
from cofounder.gates.states import Choice, GateStatus, GateType
from cofounder.journey.rows import ProjectRows
from cofounder.projects.models import Project, StageConfig, StageEvent
from cofounder.projects.stages import ProjectStatus

NOW = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
PROJECT_ID = ids.new_id()


def days(number: float) -> timedelta:
    return timedelta(days=number)


def a_project(**more: Any) -> Project:
    values: dict[str, Any] = {
        "id": PROJECT_ID,
        "name": "Bakery",
        "status": ProjectStatus.ACTIVE,
        "stage_number": 1,
        "stage_entered_at": NOW,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Project(**{**values, **more})


def a_gate(decision: Choice | None = None, **more: Any) -> Gate:
    values: dict[str, Any] = {
        "id": ids.new_id(),
        "project_id": PROJECT_ID,
        "gate_type": GateType.DIRECTION,
        "stage_number": 1,
        "status": GateStatus.DECIDED if decision else GateStatus.PENDING,
        "decision": decision,
        "decided_at": NOW if decision else None,
        "reason": None,
        "context": {},
        "created_at": NOW,
    }
    return Gate(**{**values, **more})


def an_event(event_type: str, **more: Any) -> StageEvent:
    values: dict[str, Any] = {
        "id": ids.new_id(),
        "project_id": PROJECT_ID,
        "event_type": event_type,
        "correlation_id": "request",
        "detail": {},
        "created_at": NOW,
    }
    return StageEvent(**{**values, **more})


def a_build(stage: Stage, number: int = 1, **more: Any) -> Build:
    values: dict[str, Any] = {
        "id": ids.new_id(),
        "run_id": ids.new_id(),
        "number": number,
        "stage_status": stage,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Build(**{**values, **more})


def an_artifact(kind: ArtifactType, content: Any = None, **more: Any) -> Artifact:
    values: dict[str, Any] = {
        "id": ids.new_id(),
        "project_id": PROJECT_ID,
        "artifact_type": kind,
        "current_content": content,
        "generation_status": GenerationStatus.IDLE,
        "version_number": 1,
        "has_user_edits": False,
        "is_stale": False,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Artifact(**{**values, **more})


def a_checklist(number: int, *keys: str) -> StageConfig:
    return StageConfig(stage_number=number, done={k: NOW.isoformat() for k in keys})


def the_rows(**more: Any) -> ProjectRows:
    """The rows of a fresh project, with what a test adds; lists newest first."""
    values: dict[str, Any] = {
        "project": a_project(),
        "now": NOW,
        "token_limit": 1_000,
        "tokens_today": 0,
    }
    return ProjectRows(**{**values, **more})
