"""How sections are called: plainly on pages, as usual among strangers in files."""

from __future__ import annotations

from cofounder.artifacts.contents import ArtifactType
from cofounder.interviews.brief import Section

SECTION_TITLES: dict[ArtifactType, dict[str, str]] = {
    ArtifactType.IDEA_BRIEF: {
        Section.PROBLEM_STATEMENT.value: "Problem",
        Section.TARGET_USER.value: "For whom",
        Section.VALUE_PROP.value: "What it gives them",
        Section.DIFFERENTIATION.value: "Why you",
        Section.MONETIZATION_HYPOTHESIS.value: "Money",
        Section.MARKET_CONTEXT.value: "What they use today",
        Section.KEY_CONSTRAINTS.value: "What must not change",
        Section.ASSUMPTIONS.value: "Assumptions",
        Section.RISKS.value: "Risks",
        Section.SMALLEST_VIABLE_EXPERIMENT.value: "First experiment",
        Section.COMPETITIVE_ANALYSIS.value: "Who else serves them",
        Section.SCALABILITY_NOTES.value: "At ten times the size",
        Section.RISK_DEEP_DIVE.value: "The hardest risk",
    },
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
# Where a section's own name is no heading for a file.
HEADINGS = {
    "differentiation_points": "What makes it different",
    "total_duration_weeks": "Total duration",
    "security_compliance": "Security and compliance",
    "value_prop": "Value proposition",
}


def section_title(kind: ArtifactType, section: str) -> str:
    """What a section is called on pages; its own name where we have no other."""
    return SECTION_TITLES.get(kind, {}).get(section, _plain(section))


def heading_of(section: str) -> str:
    """What a section is called in a file that others read."""
    return HEADINGS.get(section, _plain(section))


def _plain(section: str) -> str:
    return section.replace("_", " ").capitalize()
