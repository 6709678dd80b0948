"""How the documents and their sections are called on pages."""

from __future__ import annotations

from cofounder.artifacts.contents import ArtifactType

SECTION_TITLES: dict[ArtifactType, dict[str, str]] = {
    ArtifactType.BRIEF: {
        "problem_statement": "Problem",
        "target_user": "For whom",
        "value_proposition": "Value",
        "key_constraint": "What must not change",
        "differentiation_points": "What makes it different",
        "market_analysis": "Market",
        "competitive_strategy": "Competitive strategy",
    },
    ArtifactType.MVP_SCOPE: {
        "core_features": "What we build first",
        "out_of_scope": "What waits",
        "success_metrics": "How we know it works",
        "technical_architecture": "The parts we need",
        "scalability_plan": "At ten times the size",
    },
    ArtifactType.MILESTONES: {
        "milestones": "Milestones",
        "critical_path": "Critical path",
        "total_duration_weeks": "How long it takes",
        "resource_plan": "Who and what we need",
        "risk_mitigation_timeline": "When we meet which risk",
    },
    ArtifactType.RISK_LOG: {
        "technical_risks": "What we may fail to build",
        "market_risks": "Why people may not want it",
        "execution_risks": "What may stop us",
        "financial_risks": "Money",
        "strategic_risks": "Strategy",
    },
    ArtifactType.HOW_IT_WORKS: {
        "user_journey": "Step by step",
        "architecture": "The parts behind it",
        "data_flow": "What we keep, and who sees it",
        "integration_points": "What it talks to",
        "security_compliance": "How we protect it",
    },
}
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
# Where an artifact is read; the five documents share one page.
TAILS = {
    ArtifactType.IDEA_BRIEF: "/brief",
    ArtifactType.STRATEGY_GRAPH: "/strategy",
    ArtifactType.MVP_TIMELINE: "/timeline",
    ArtifactType.APP_ARCHITECTURE: "/architecture",
    ArtifactType.EXECUTION_PLAN: "/plan",
}


def href_of(home: str, kind: ArtifactType) -> str:
    """The page of an artifact."""
    return home + TAILS.get(kind, f"/documents/{kind.value}")


def section_title(kind: ArtifactType, section: str) -> str:
    """What a section is called; its own name where nobody thought of one."""
    plain = section.replace("_", " ").capitalize()
    return SECTION_TITLES.get(kind, {}).get(section, plain)
