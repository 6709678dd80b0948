"""From a project's rows to books: what exists, for the plan of whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.accounts.tiers import Tier
from cofounder.artifacts.contents import GENERATION_ORDER, ArtifactType
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.passages import project_passages
from cofounder.artifacts.repository import ArtifactRepository, VerdictRepository
from cofounder.artifacts.verdicts import NO_VERDICTS, Verdicts
from cofounder.decisions.passages import decision_passages
from cofounder.exports.book import Book, Chapter, Gap
from cofounder.exports.chapters.making import (
    TITLES,
    Background,
    chapter_of,
    targets_by_id,
)
from cofounder.exports.errors import NothingToExport
from cofounder.interviews.words import Passage
from cofounder.projects.models import Project

PACKAGE = "Strategy Package"


@dataclass(frozen=True, slots=True)
class Material:
    """Everything an export of a project reads, so that making it needs no database.

    `at` is the moment of the last change: the same state gives the same bytes.
    """

    startup: str
    tier: Tier
    at: datetime
    artifacts: tuple[Artifact, ...]
    passages: Sequence[Passage] = ()
    verdicts: Verdicts = NO_VERDICTS

    @property
    def background(self) -> Background:
        """What every chapter needs beside its own row."""
        return Background(
            tier=self.tier,
            passages=self.passages,
            targets=targets_by_id(self.artifacts),
            verdicts=self.verdicts,
        )

    @property
    def white_label(self) -> bool:
        """Whether our name stays out of it (TIER-01)."""
        return self.tier is not Tier.BOOTSTRAPPER

    def find(self, kind: ArtifactType) -> Artifact | None:
        """The artifact of a type, if it has content."""
        return next((a for a in self.artifacts if a.artifact_type is kind), None)


async def collect(session: AsyncSession, project: Project, *, by: User) -> Material:
    """What can be exported of a project.

    Raises:
        NothingToExport: no artifact has content yet.
    """
    rows = await ArtifactRepository(session).list_of(project.id)
    written = tuple(row for row in rows if row.current_content is not None)
    if not written:
        raise NothingToExport
    return Material(
        startup=project.name,
        tier=by.tier,
        at=max(row.updated_at for row in written),
        artifacts=written,
        passages=(
            *await project_passages(session, project.id),
            *await decision_passages(session, project.id),
        ),
        verdicts=await VerdictRepository(session).read(project.id),
    )


def book_of(material: Material, kind: ArtifactType) -> Book:
    """One artifact on its own.

    Raises:
        NothingToExport: it has no content yet.
    """
    artifact = material.find(kind)
    if artifact is None:
        raise NothingToExport
    chapter = chapter_of(artifact, material.background)
    return _book(material, chapter.title, (chapter,), at=artifact.updated_at)


def package_of(material: Material) -> Book:
    """The Strategy Package: the five chapters, as far as they are written (EXPO-02).

    Raises:
        NothingToExport: none of the five is written yet.
    """
    chapters: list[Chapter] = []
    gaps: list[Gap] = []
    background = material.background
    for number, kind in enumerate(GENERATION_ORDER, start=1):
        artifact = material.find(kind)
        if artifact is None:
            gaps.append(Gap(number, TITLES[kind][0]))
        else:
            chapters.append(chapter_of(artifact, background, number))
    if not chapters:
        raise NothingToExport
    at = max(chapter.written_at for chapter in chapters)
    return _book(
        material, PACKAGE, tuple(chapters), at=at, gaps=tuple(gaps), combined=True
    )


def _book(
    material: Material,
    title: str,
    chapters: tuple[Chapter, ...],
    *,
    at: datetime,
    gaps: tuple[Gap, ...] = (),
    combined: bool = False,
) -> Book:
    return Book(
        startup=material.startup,
        title=title,
        tier=material.tier.value,
        white_label=material.white_label,
        at=at,
        chapters=chapters,
        gaps=gaps,
        combined=combined,
    )
