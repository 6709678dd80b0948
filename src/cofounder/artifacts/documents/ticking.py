"""The milestones of the journey that the five documents reach (STAG-04)."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts.contents import GENERATION_ORDER, ArtifactType
from cofounder.artifacts.documents.requesting import written
from cofounder.projects import service as projects
from cofounder.projects.models import Project


async def tick(session: AsyncSession, project: Project, correlation_id: str) -> None:
    """Tick what the documents there are now have reached."""
    rows = await written(session, project.id, GENERATION_ORDER)
    scope = rows.get(ArtifactType.MVP_SCOPE)
    reached = {
        (1, "risks_identified"): ArtifactType.RISK_LOG in rows,
        (2, "scope_narrowed"): scope is not None and _is_narrow(scope.current_content),
        (2, "validation_complete"): len(rows) == len(GENERATION_ORDER),
    }
    for (stage, key), is_reached in reached.items():
        if is_reached:
            await projects.complete_milestone(
                session, project, stage, key, correlation_id=correlation_id
            )


def _is_narrow(scope: dict[str, Any] | None) -> bool:
    """Whether the scope says what is in the first version and what is not."""
    content = scope or {}
    return bool(content.get("core_features") and content.get("out_of_scope"))
