"""What a data room holds, before it is written to files; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from cofounder.artifacts.contents import (
    DOCUMENTS,
    GENERATION_ORDER,
    TRIO,
    ArtifactType,
)
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.reading import shown
from cofounder.artifacts.statements import statements_of
from cofounder.exports.book import Book, Chapter, Note
from cofounder.exports.chapters.evidence import Evidence
from cofounder.exports.chapters.making import TITLES
from cofounder.exports.collecting import Material, book_of, package_of

# The order of the room: the five documents, then what they grew from.
ORDER = (
    *GENERATION_ORDER,
    ArtifactType.IDEA_BRIEF,
    *TRIO,
    ArtifactType.EXECUTION_PLAN,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """An option that stood to choose from."""

    title: str
    description: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """Something the founder decided, or has still to decide."""

    id: str
    title: str
    status: str
    decided: str = ""
    decided_at: datetime | None = None
    decided_by: str = ""
    reason: str = ""
    options: tuple[Choice, ...] = ()
    context: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Version:
    """A saved state of a document, without its content."""

    document: str
    number: int
    author: str
    reason: str
    created_at: datetime
    generated_by: str
    edited_sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cost:
    """What the model's work has cost; `microdollars` is None when a price is unknown."""

    calls: int
    tokens: int
    microdollars: int | None

    @property
    def told(self) -> str:
        """The sum in words."""
        if self.microdollars is None:
            return "unknown: a model without a known price was used"
        return f"${self.microdollars / 1_000_000:.2f}"


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement and what proves it; without notes it is an assumption."""

    kind: ArtifactType
    document: str
    path: str
    text: str
    is_assumption: bool
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Room:
    """One project's data room."""

    material: Material
    decisions: tuple[Decision, ...] = ()
    versions: tuple[Version, ...] = ()
    open_questions: tuple[str, ...] = ()
    cost: Cost = Cost(0, 0, 0)

    @cached_property
    def artifacts(self) -> tuple[Artifact, ...]:
        """What is written, in the order of the room."""
        found = (self.material.find(kind) for kind in ORDER)
        return tuple(row for row in found if row is not None)

    @cached_property
    def books(self) -> tuple[Book, ...]:
        """The same, each as a book of its own."""
        return tuple(
            book_of(self.material, row.artifact_type) for row in self.artifacts
        )

    @cached_property
    def package(self) -> Book | None:
        """The Strategy Package; None while none of the five documents is written."""
        if any(row.artifact_type in DOCUMENTS for row in self.artifacts):
            return package_of(self.material)
        return None

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The same as chapters."""
        return tuple(book.chapters[0] for book in self.books)

    @property
    def white_label(self) -> bool:
        """Whether our name stays out of it."""
        return self.material.white_label

    @cached_property
    def statements(self) -> tuple[Stated, ...]:
        """Every statement of the plan's sections, with its sources (PROV-04)."""
        return tuple(one for row in self.artifacts for one in self._of(row))

    def _of(self, row: Artifact) -> Sequence[Stated]:
        visible = shown(row, self.material.tier, self.material.verdicts)
        evidence = Evidence(row, visible, self.material.passages)
        return [
            Stated(
                kind=row.artifact_type,
                document=TITLES[row.artifact_type][0],
                path=one.path,
                text=one.text,
                is_assumption=evidence.is_assumed(one.path),
                notes=tuple(evidence.notes[n - 1] for n in evidence.numbers(one.path)),
            )
            for one in statements_of(row.artifact_type, visible.content)
        ]
