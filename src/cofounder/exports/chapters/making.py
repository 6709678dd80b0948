"""An artifact as a chapter for one plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cofounder.accounts.tiers import Tier
from cofounder.artifacts.contents import DOCUMENTS, ArtifactType
from cofounder.artifacts.documents.items import Target, targets_of
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.reading import shown
from cofounder.artifacts.verdicts import NO_VERDICTS, Verdicts
from cofounder.exports.book import Chapter, Part
from cofounder.exports.chapters import groundwork
from cofounder.exports.chapters.documents import document_parts
from cofounder.exports.chapters.evidence import Evidence
from cofounder.interviews.words import Passage

# The titles of the package (EXPO-02), and one line of what each chapter answers.
TITLES: dict[ArtifactType, tuple[str, str]] = {
    ArtifactType.BRIEF: ("Product Brief", "What we build, for whom, and why it wins."),
    ArtifactType.MVP_SCOPE: (
        "MVP Scope",
        "What the first version does, and what waits.",
    ),
    ArtifactType.MILESTONES: (
        "Milestones & Timeline",
        "The steps we can recognise as done, in weeks.",
    ),
    ArtifactType.RISK_LOG: (
        "Risk Log",
        "What could go wrong, and what we do about it.",
    ),
    ArtifactType.HOW_IT_WORKS: (
        "How It Works",
        "The product step by step, and what stands behind it.",
    ),
    ArtifactType.IDEA_BRIEF: ("Idea Brief", "The idea, thought through."),
    ArtifactType.STRATEGY_GRAPH: (
        "Strategy",
        "The founder's phrases, and the moves that stand on them.",
    ),
    ArtifactType.MVP_TIMELINE: (
        "MVP Timeline",
        "The way to the MVP in relative weeks.",
    ),
    ArtifactType.APP_ARCHITECTURE: (
        "App Architecture",
        "The parts of the product and what they cost.",
    ),
    ArtifactType.EXECUTION_PLAN: ("Execution Plan", "Ways to build it, compared."),
}
_GROUNDWORK: dict[
    ArtifactType, Callable[[dict[str, Any], Evidence], tuple[Part, ...]]
] = {
    ArtifactType.IDEA_BRIEF: groundwork.idea_brief,
    ArtifactType.STRATEGY_GRAPH: groundwork.strategy_graph,
    ArtifactType.MVP_TIMELINE: groundwork.mvp_timeline,
    ArtifactType.APP_ARCHITECTURE: groundwork.app_architecture,
    ArtifactType.EXECUTION_PLAN: groundwork.execution_plan,
}


@dataclass(frozen=True, slots=True)
class Background:
    """What chapters need beside their own row.

    `verdicts` are what the founder said of assumptions.
    """

    tier: Tier
    passages: Sequence[Passage] = ()
    targets: dict[str, Target] = field(default_factory=dict[str, Target])
    verdicts: Verdicts = NO_VERDICTS


def targets_by_id(rows: Iterable[Artifact]) -> dict[str, Target]:
    """Everything in the five documents that can be referred to."""
    return {
        target.id: target
        for row in rows
        if row.artifact_type in DOCUMENTS
        for target in targets_of(
            row.artifact_type, row.current_content or {}, row.item_ids
        )
    }


def chapter_of(artifact: Artifact, background: Background, number: int = 0) -> Chapter:
    """The chapter; the artifact has content."""
    kind = artifact.artifact_type
    visible = shown(artifact, background.tier, background.verdicts)
    evidence = Evidence(artifact, visible, background.passages, background.targets)
    parts = (
        document_parts(kind, visible.content, evidence)
        if kind in DOCUMENTS
        else _GROUNDWORK[kind](visible.content, evidence)
    )
    title, summary = TITLES[kind]
    return Chapter(
        kind=kind,
        title=title,
        summary=summary,
        parts=parts,
        notes=tuple(evidence.notes),
        assumed=len(visible.assumptions),
        version=artifact.version_number,
        written_at=artifact.updated_at,
        generated_by=artifact.generated_by,
        number=number,
    )
