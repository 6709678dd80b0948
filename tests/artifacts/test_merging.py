"""Some sections from another content, everything else as it was (VERS-08, VERS-04)."""

from __future__ import annotations

from typing import Any

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.merging import Content, only_sections
from cofounder.artifacts.models import Artifact


def present(content: dict[str, Any]) -> Artifact:
    return Artifact(
        artifact_type=ArtifactType.IDEA_BRIEF,
        current_content=content,
        sources={},
        item_ids={},
        links={},
    )


def test_our_confidence_comes_and_goes_with_the_text_it_is_in() -> None:
    """BRIF-02: also the reason, and the lack of either; documents get neither."""
    old = {
        "risks": ["Rain"],
        "target_user": "Bakers",
        "value_prop": "Less waste",
        "confidence_scores": {"risks": "strong", "target_user": "moderate"},
        "confidence_reasons": {"risks": "You measured it", "value_prop": "A guess"},
    }
    fresh = {
        "risks": ["Snow"],
        "target_user": "Butchers",
        "value_prop": "More sleep",
        "confidence_scores": {"risks": "needs_depth", "target_user": "strong"},
        "confidence_reasons": {"risks": "No number", "target_user": "Three names"},
    }
    merged = only_sections(present(old), Content(fresh), ("risks", "value_prop"))
    assert merged.content == {
        "risks": ["Snow"],
        "target_user": "Bakers",
        "value_prop": "More sleep",
        "confidence_scores": {"risks": "needs_depth", "target_user": "moderate"},
        "confidence_reasons": {"risks": "No number"},
    }
    plain = only_sections(present({"a": "1"}), Content({"a": "2"}), ("a",))
    assert plain.content == {"a": "2"}
