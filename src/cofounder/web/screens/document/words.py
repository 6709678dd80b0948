"""The signs of documents on their pages."""

from __future__ import annotations

from cofounder.artifacts.contents import ArtifactType

ICONS = {
    ArtifactType.IDEA_BRIEF: "messages-square",
    ArtifactType.BRIEF: "lightbulb",
    ArtifactType.MVP_SCOPE: "target",
    ArtifactType.MILESTONES: "flag",
    ArtifactType.RISK_LOG: "shield-alert",
    ArtifactType.HOW_IT_WORKS: "book-open",
    ArtifactType.STRATEGY_GRAPH: "waypoints",
    ArtifactType.MVP_TIMELINE: "calendar-days",
    ArtifactType.APP_ARCHITECTURE: "blocks",
    ArtifactType.EXECUTION_PLAN: "columns-3",
}
