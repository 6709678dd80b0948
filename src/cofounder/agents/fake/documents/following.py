"""What the founder wants different, said where it was asked for."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from cofounder.agents.composer.reading import quote
from cofounder.agents.fake.documents.material import Material
from cofounder.agents.fake.timeline import undated
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.contents import sections_of
from cofounder.artifacts.documents.drafts import DocumentDraft

D = TypeVar("D", bound=DocumentDraft)


def following(draft: D, material: Material) -> D:
    """The draft with the founder's wish in the sections it is about."""
    request = material.request
    if not request.instruction.strip():
        return draft
    wish = _wish(material)
    sections = request.sections or sections_of(request.kind)[:1]
    changes = {s: _with(getattr(draft, s), wish) for s in sections if hasattr(draft, s)}
    return draft.model_copy(update=changes)


def _wish(material: Material) -> str:
    said = quote(material.request.instruction, 240)
    is_timed = material.request.kind is ArtifactType.MILESTONES
    if (is_timed and not undated(said)) or not material.holds(said):
        return "You asked us to change this, and we follow you here."
    return f"You asked us to change this: {said}. We follow you here."


def _with(value: Any, wish: str) -> Any:
    """A text with the wish after it; of a list, its first text."""
    if isinstance(value, str):
        return f"{value} {wish}"
    if not isinstance(value, list) or not value:
        return cast("Any", value)
    first, *rest = cast("list[Any]", value)
    if isinstance(first, str):
        return [f"{first} {wish}", *rest]
    said = first.model_copy(update={"description": f"{first.description} {wish}"})
    return [said, *rest]
