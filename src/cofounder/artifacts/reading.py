"""Reading artifacts as a plan shows them: filtering happens here and only here.

Full contents are stored for every tier; locked fields are shown as null and named
(TIER-03). Nothing of this is ever written back (TRAP-15).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cofounder.accounts.tiers import Tier
from cofounder.artifacts.contents import DOCUMENTS, ArtifactType
from cofounder.artifacts.documents.contents import locked_sections
from cofounder.artifacts.documents.merging import without_marks
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.provenance import assumed_paths
from cofounder.artifacts.statements import statements_of
from cofounder.artifacts.verdicts import NO_VERDICTS, Verdicts
from cofounder.artifacts.versions import Sources
from cofounder.interviews.brief import BRIEF_SECTIONS, Section


@dataclass(frozen=True, slots=True)
class Shown:
    """An artifact's content for one tier, with what is locked and what is assumed.

    `sources` are the stored ones and, for assumptions the founder confirmed, their word
    on it; `denied` are the paths of statements the founder said are not so.
    """

    content: dict[str, Any]
    locked_sections: list[str]
    assumptions: list[str]
    sources: Sources
    denied: list[str]


def locked_of(kind: ArtifactType, tier: Tier) -> list[str]:
    """The sections of an artifact that a tier does not include."""
    if kind in DOCUMENTS:
        return list(locked_sections(kind, tier))
    if kind is not ArtifactType.IDEA_BRIEF:
        return []
    return [s.value for s in Section if s not in BRIEF_SECTIONS[tier]]


def content_for(
    kind: ArtifactType, content: dict[str, Any] | None, tier: Tier
) -> dict[str, Any]:
    """A content with the tier's locked sections as null; `{}` while there is none."""
    if content is None:
        return {}
    locked = set(locked_of(kind, tier))
    shown = {k: None if k in locked else v for k, v in content.items()}
    return without_marks(shown, locked) if kind is ArtifactType.IDEA_BRIEF else shown


def shown(artifact: Artifact, tier: Tier, verdicts: Verdicts = NO_VERDICTS) -> Shown:
    """The artifact's present content for a tier.

    `verdicts` are what the founder said of assumptions: a confirmed one is proven by
    that, a denied one is named.
    """
    kind = artifact.artifact_type
    content = content_for(kind, artifact.current_content, tier)
    if kind is ArtifactType.EXECUTION_PLAN and content:
        content = {
            **content,
            "selected_option_id": artifact.selected_option_id,
            "selected_at": _iso(artifact),
        }
    return Shown(
        content=content,
        locked_sections=locked_of(kind, tier),
        assumptions=assumed_paths(kind, content, artifact.sources, verdicts.confirmed),
        sources=_with_verdicts(artifact, content, verdicts),
        denied=[
            statement.path
            for statement in statements_of(kind, content)
            if statement.fingerprint in verdicts.denied
        ],
    )


def _with_verdicts(
    artifact: Artifact, content: dict[str, Any], verdicts: Verdicts
) -> Sources:
    sources: Sources = dict(artifact.sources)
    for statement in statements_of(artifact.artifact_type, content):
        proof = verdicts.source_of(statement.fingerprint, statement.text)
        if proof is not None:
            sources[statement.path] = [*sources.get(statement.path, ()), proof]
    return sources


def _iso(artifact: Artifact) -> str | None:
    return artifact.selected_at.isoformat() if artifact.selected_at else None
