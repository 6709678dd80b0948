"""Reading artifacts as a plan shows them: filtering happens here and only here.

Full contents are stored for every tier; locked fields are shown as null and named
(TIER-03). Nothing of this is ever written back (TRAP-15).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from cofounder.accounts.tiers import Tier
from cofounder.artifacts.contents import DOCUMENTS, ArtifactType
from cofounder.artifacts.documents.contents import locked_sections
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.provenance import assumed_paths
from cofounder.interviews.brief import BRIEF_SECTIONS, Section


@dataclass(frozen=True, slots=True)
class Shown:
    """An artifact's content for one tier, with what is locked and what is assumed."""

    content: dict[str, Any]
    locked_sections: list[str]
    assumptions: list[str]


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
    if kind is ArtifactType.IDEA_BRIEF:
        for marks in ("confidence_scores", "confidence_reasons"):
            kept: dict[str, Any] = shown.get(marks) or {}
            shown[marks] = {k: v for k, v in kept.items() if k not in locked}
    return shown


def shown(artifact: Artifact, tier: Tier, confirmed: Collection[str] = ()) -> Shown:
    """The artifact's present content for a tier.

    `confirmed` are the fingerprints of assumptions the founder said are true.
    """
    content = content_for(artifact.artifact_type, artifact.current_content, tier)
    if artifact.artifact_type is ArtifactType.EXECUTION_PLAN and content:
        content = {
            **content,
            "selected_option_id": artifact.selected_option_id,
            "selected_at": _iso(artifact),
        }
    return Shown(
        content=content,
        locked_sections=locked_of(artifact.artifact_type, tier),
        assumptions=assumed_paths(
            artifact.artifact_type, content, artifact.sources, confirmed
        ),
    )


def _iso(artifact: Artifact) -> str | None:
    return artifact.selected_at.isoformat() if artifact.selected_at else None
