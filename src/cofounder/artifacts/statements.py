"""The statements of an artifact: what can carry a source, or is an assumption.

A text field is one statement (`problem_statement`), a line or an item of a list another
(`core_features/0`). Figures, titles that repeat others, marks and dates are none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cofounder.artifacts.contents import DOCUMENTS, ArtifactType
from cofounder.artifacts.documents.contents import sections_of
from cofounder.interviews.brief import Section
from cofounder.interviews.words import normalised

NOT_STATEMENTS = frozenset({"critical_path", "total_duration_weeks"})
# The parts of a listed item that say something, in reading order.
ITEM_TEXTS = ("name", "title", "description", "success_criteria", "mitigation")


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a document says: where, in which section, and the whole text."""

    path: str
    section: str
    text: str

    @property
    def fingerprint(self) -> str:
        """The same for the same words, wherever and in whichever version they stand."""
        return fingerprint_of(self.text)


def fingerprint_of(text: str) -> str:
    """32 hexadecimal digits that name a statement by its words."""
    flat = " ".join(normalised(text).split())
    return hashlib.sha256(flat.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def statements_of(
    kind: ArtifactType, content: Mapping[str, Any] | None
) -> list[Statement]:
    """The statements of a content, in reading order; none for the trio and plans."""
    found: list[Statement] = []
    for section in _sections(kind):
        value = (content or {}).get(section)
        if isinstance(value, str) and value.strip():
            found.append(Statement(section, section, value))
        elif isinstance(value, list):
            found.extend(
                Statement(f"{section}/{index}", section, text_of(item))
                for index, item in enumerate(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
            )
    return found


def _sections(kind: ArtifactType) -> tuple[str, ...]:
    if kind is ArtifactType.IDEA_BRIEF:
        return tuple(section.value for section in Section)
    if kind in DOCUMENTS:
        return tuple(s for s in sections_of(kind) if s not in NOT_STATEMENTS)
    return ()


def text_of(item: Any) -> str:
    """What a line or a listed item says, as one text."""
    if not isinstance(item, Mapping):
        return str(item)
    parts: list[str] = []
    for key in ITEM_TEXTS:
        value = item.get(key)  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
        if isinstance(value, list):
            parts.extend(str(line) for line in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        elif value:
            parts.append(str(value))  # pyright: ignore[reportUnknownArgumentType]
    return "\n".join(parts)
