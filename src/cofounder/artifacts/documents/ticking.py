"""The milestones of the journey that the five documents reach (STAG-04)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts.contents import DOCUMENTS, ArtifactType
from cofounder.artifacts.documents.inputs import with_content
from cofounder.artifacts.models import Artifact
from cofounder.projects import service as projects
from cofounder.projects.models import Project


async def tick(
    session: AsyncSession,
    project: Project,
    correlation_id: str,
    artifacts: Iterable[Artifact],
) -> None:
    """Tick what the documents there are now have reached."""
    rows = with_content(artifacts)
    scope = rows.get(ArtifactType.MVP_SCOPE)
    reached = {
        (1, "risks_identified"): ArtifactType.RISK_LOG in rows,
        (2, "scope_narrowed"): scope is not None and _is_narrow(scope.current_content),
        (2, "validation_complete"): rows.keys() >= DOCUMENTS,
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
