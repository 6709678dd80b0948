"""What is out of date, because what it was written from changed (VERS-10, BRIF-05)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts.comparing import changes
from cofounder.artifacts.contents import GENERATION_ORDER, TITLES, TRIO, ArtifactType
from cofounder.artifacts.documents.inputs import (
    THESIS,
    inputs_of,
    present_inputs,
    written,
)
from cofounder.artifacts.documents.items import RESTS_ON
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.artifacts.versions import mark_stale

# What is written from the idea brief and the thesis.
FROM_THE_BRIEF = (*TRIO, ArtifactType.EXECUTION_PLAN, *GENERATION_ORDER)


@dataclass(frozen=True, slots=True)
class StaleReason:
    """One thing that changed since an artifact was written, in plain words too.

    `input` is a type of artifact or `thesis`; versions are None where there are none.
    """

    input: str
    title: str
    from_version: int | None
    to_version: int | None
    sections: tuple[str, ...]
    text: str


def dependents_of(kind: ArtifactType) -> tuple[ArtifactType, ...]:
    """The artifacts that are written from one of this type."""
    if kind is ArtifactType.IDEA_BRIEF:
        return FROM_THE_BRIEF
    return tuple(each for each in GENERATION_ORDER if kind in RESTS_ON[each])


async def mark_dependents(
    session: AsyncSession, artifact: Artifact, rows: Iterable[Artifact] | None = None
) -> None:
    """Say of everything that rests on an artifact that it is out of date.

    `rows` are the project's artifacts, where the caller has read them already.
    """
    kinds = dependents_of(artifact.artifact_type)
    if rows is None:
        await mark_stale(session, artifact.project_id, kinds)
        return
    for row in rows:
        if row.artifact_type in kinds and row.current_content is not None:
            row.is_stale = True


async def thesis_changed(session: AsyncSession, project_id: UUID | None) -> None:
    """A thesis edit after the project exists only marks what rests on it (BRIF-05)."""
    if project_id is not None:
        await mark_stale(session, project_id, FROM_THE_BRIEF)


async def is_out_of_date(
    session: AsyncSession, artifact: Artifact, rows: Iterable[Artifact] | None = None
) -> bool:
    """Whether something it was written from is another one by now."""
    now = await present_inputs(session, artifact, rows)
    return any(now.get(name, was) != was for name, was in artifact.inputs.items())


async def reasons(session: AsyncSession, artifact: Artifact) -> list[StaleReason]:
    """Why an artifact is out of date, what it rests on first to last."""
    if not artifact.is_stale:
        return []
    rows = await written(
        session, artifact.project_id, inputs_of(artifact.artifact_type)
    )
    found: list[StaleReason] = []
    for kind, row in rows.items():
        was = artifact.inputs.get(kind.value)
        if was != row.version_number:
            found.append(await _reason(session, row, was))
    now = await present_inputs(session, artifact, rows.values())
    if artifact.inputs.get(THESIS, now.get(THESIS)) != now.get(THESIS):
        text = "Your thesis was edited since this was written."
        found.append(StaleReason(THESIS, "Thesis", None, None, (), text))
    return found


async def _reason(session: AsyncSession, row: Artifact, was: int | None) -> StaleReason:
    title = TITLES[row.artifact_type]
    sections: tuple[str, ...] = ()
    if was is None:
        text = f"“{title}” changed since this was written."
    else:
        old = await ArtifactRepository(session).get_version(row.id, was)
        sections = tuple(c.path for c in changes(old.content, row.current_content))
        text = _sentence(title, was, row.version_number, sections)
    return StaleReason(
        input=row.artifact_type.value,
        title=title,
        from_version=was,
        to_version=row.version_number,
        sections=sections,
        text=text,
    )


def _sentence(title: str, was: int, now: int, sections: tuple[str, ...]) -> str:
    start = f"“{title}” went from version {was} to {now} since this was written"
    if not sections:
        return f"{start}, and says the same as before."
    names = ", ".join(section.replace("_", " ") for section in sections)
    return f"{start}. Changed: {names}."
