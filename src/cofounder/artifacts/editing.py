"""What a founder does to an artifact: edit, annotate, keep, approve (VERS-06, -07).

An edit is a version of the founder's. The edited place keeps no machine source; what
rests on the artifact is out of date from then on.
"""

from __future__ import annotations

from typing import Any, cast

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock
from cofounder.accounts.models import User
from cofounder.artifacts.comparing import section_text
from cofounder.artifacts.contents import DOCUMENTS, TITLES, ArtifactType
from cofounder.artifacts.documents.inputs import present_inputs
from cofounder.artifacts.documents.items import ItemIds, assign_ids
from cofounder.artifacts.documents.merging import section_of, without_marks
from cofounder.artifacts.documents.staleness import mark_dependents
from cofounder.artifacts.editable import (
    MODELS,
    check_text,
    replaced,
    sections_of_content,
)
from cofounder.artifacts.errors import (
    EditsCollided,
    NotWrittenYet,
    VersionConflict,
    WrongValue,
)
from cofounder.artifacts.models import Artifact, Author
from cofounder.artifacts.provenance import founder_source
from cofounder.artifacts.reading import content_for, locked_of
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.artifacts.versions import NewContent, Sources, add_version
from cofounder.artifacts.writing import check_not_generating
from cofounder.interviews.words import normalised
from cofounder.projects.repository import ProjectRepository

MAX_NOTE = 10_000
MAX_QUOTE = 1_000


async def locked(session: AsyncSession, artifact: Artifact) -> dict[str, Any]:
    """The artifact's content, with artifact and project locked for a change.

    Raises:
        GenerationRunning: it is being written (DOCU-07).
        NotWrittenYet: there is nothing to change.
    """
    await ProjectRepository(session).lock(artifact.project_id)
    row = await ArtifactRepository(session).get(artifact.id)
    check_not_generating(row)
    if row.current_content is None:
        raise NotWrittenYet(TITLES[row.artifact_type])
    return row.current_content


async def edit(
    session: AsyncSession,
    artifact: Artifact,
    *,
    path: str,
    value: Any,
    by: User,
    expected_version: int | None = None,
    model: type[BaseModel] | None = None,
) -> Artifact:
    """Set one place of an artifact to the founder's text, as a version of theirs.

    `model` is the schema of a content that a layer above owns.

    Raises:
        WrongValue: no such place, one the plan does not include, or a wrong value.
        EditsCollided: somebody changed it since `expected_version`.
        GenerationRunning, NotWrittenYet: there is nothing to edit now.
    """
    content = await locked(session, artifact)
    kind, section = artifact.artifact_type, section_of(path)
    check_open(artifact, section, by)
    _check_expected(artifact, expected_version, path, value, by)
    new = replaced(model or MODELS[kind], content, path, value)
    if kind is ArtifactType.IDEA_BRIEF:
        new = without_marks(new, (section,))  # it was in another text
    await add_version(
        session,
        artifact,
        NewContent(
            content=new,
            sources=_sources(artifact, content, new, path),
            item_ids=await _item_ids(session, artifact, new),
            links=artifact.links,
            inputs=artifact.inputs,
            author=Author.FOUNDER,
            reason=f"Edited {section.replace('_', ' ')}",
            edited_sections=_edited(artifact, section),
            generated_by=artifact.generated_by,
        ),
        keeps_stale=True,
    )
    await mark_dependents(session, artifact)
    return artifact


def check_open(artifact: Artifact, section: str, by: User) -> None:
    """Refuse sections the founder's plan does not include (VERS-06).

    Raises:
        WrongValue: it is locked.
    """
    if section in locked_of(artifact.artifact_type, by.tier):
        raise WrongValue(f"section_path: your plan does not include “{section}”.")


def check_version(artifact: Artifact, expected: int | None) -> None:
    """Refuse a change to a version that is not the present one.

    Raises:
        VersionConflict: it changed in the meantime.
    """
    if expected is not None and expected != artifact.version_number:
        raise VersionConflict(expected, artifact.version_number)


def _check_expected(
    artifact: Artifact, expected: int | None, path: str, value: Any, by: User
) -> None:
    """A version conflict of an edit answers with both texts: none is lost."""
    if expected is None or expected == artifact.version_number:
        return
    content = content_for(artifact.artifact_type, artifact.current_content, by.tier)
    raise EditsCollided(
        expected,
        artifact.version_number,
        section_path=path,
        current_value=value_at(content, path),
        your_value=value,
    )


def value_at(content: dict[str, Any], path: str) -> Any:
    """What stands at a path, or None."""
    found: Any = content
    for part in path.split("/"):
        if isinstance(found, list) and part.isdigit():
            listed = cast("list[Any]", found)
            found = listed[int(part)] if int(part) < len(listed) else None
        else:
            found = found.get(part) if isinstance(found, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return found  # pyright: ignore[reportUnknownVariableType]


def _edited(artifact: Artifact, section: str) -> list[str]:
    """The edited sections, each once, in the order they were first edited."""
    return list(dict.fromkeys([*(artifact.edited_sections or ()), section]))


async def _item_ids(
    session: AsyncSession, artifact: Artifact, content: dict[str, Any]
) -> ItemIds:
    """Items keep their ids by place and name; new ones get ids nobody had."""
    if artifact.artifact_type not in DOCUMENTS:
        return artifact.item_ids
    return assign_ids(
        artifact.artifact_type,
        content,
        before=artifact.current_content,
        before_ids=artifact.item_ids,
        used=await ArtifactRepository(session).list_used_ids(artifact.id),
        by_place=True,
    )


def _sources(
    artifact: Artifact, old: dict[str, Any], new: dict[str, Any], path: str
) -> Sources:
    """The sources with the founder as the source of what they changed (BRIF-04)."""
    section, _, rest = path.partition("/")
    if isinstance(new[section], list) and not rest:
        return _sources_of_list(artifact, old[section] or [], new[section], section)
    place = section if not rest else f"{section}/{rest.partition('/')[0]}"
    whole = {p for p in artifact.sources if p == place or p.startswith(f"{place}/")}
    kept = {p: proofs for p, proofs in artifact.sources.items() if p not in whole}
    return {**kept, place: [founder_source(artifact.id, path)]}


def _sources_of_list(
    artifact: Artifact, old: list[Any], new: list[Any], section: str
) -> Sources:
    """Items the founder left as they were keep their sources, wherever they stand."""
    sources = {p: s for p, s in artifact.sources.items() if section_of(p) != section}
    whole = artifact.sources.get(section)
    left = dict(enumerate(old))
    for index, item in enumerate(new):
        place = next((p for p, other in left.items() if other == item), None)
        path = f"{section}/{index}"
        if place is None:
            sources[path] = [founder_source(artifact.id, path)]
            continue
        del left[place]
        proofs = artifact.sources.get(f"{section}/{place}", whole)
        if proofs:
            sources[path] = proofs
    return sources


async def annotate(
    session: AsyncSession,
    artifact: Artifact,
    *,
    section_id: str,
    note: str,
    quote: str | None = None,
    by: User,
) -> Artifact:
    """Put a note on a section, or on words of it; it makes no version (VERS-07).

    Raises:
        WrongValue: no such section, no note, or words that are not there.
        GenerationRunning, NotWrittenYet: there is nothing to annotate now.
    """
    content = await locked(session, artifact)
    _check_note(content, section_id, note, quote)
    check_open(artifact, section_id, by)
    made = {
        "section_id": section_id,
        "note": note,
        "created_at": clock.now().isoformat(),
        "quote": quote,
    }
    artifact.annotations = [*artifact.annotations, made]
    await session.flush()
    return artifact


def _check_note(
    content: dict[str, Any], section_id: str, note: str, quote: str | None
) -> None:
    if section_id not in sections_of_content(content):
        raise WrongValue(f"section_id: there is no section “{section_id[:80]}”.")
    check_text(note, "note")
    if not note.strip():
        raise WrongValue("note: say something.")
    if len(note) > MAX_NOTE:
        raise WrongValue(f"note: at most {MAX_NOTE:,} characters.")
    if quote is None:
        return
    check_text(quote, "quote")
    if not quote.strip():
        raise WrongValue("quote: which words?")
    if len(quote) > MAX_QUOTE:
        raise WrongValue(f"quote: at most {MAX_QUOTE:,} characters.")
    if not stands_in(quote, content[section_id]):
        raise WrongValue("quote: these words do not stand in this section.")


def stands_in(quote: str, value: Any) -> bool:
    """Whether a section says exactly these words (the comparison of PROV-03)."""
    return normalised(quote) in normalised(section_text(value))


def is_anchored(annotation: dict[str, Any], content: dict[str, Any] | None) -> bool:
    """Whether what a note was put on still stands in the content."""
    value = (content or {}).get(annotation["section_id"])
    quote = annotation.get("quote")
    return value is not None and (quote is None or stands_in(quote, value))


async def keep(session: AsyncSession, artifact: Artifact) -> Artifact:
    """Keep an artifact as it is although what it rests on changed (VERS-10)."""
    await locked(session, artifact)
    artifact.inputs = await present_inputs(session, artifact)
    artifact.is_stale = False
    await session.flush()
    return artifact


async def approve(
    session: AsyncSession, artifact: Artifact, *, version_number: int | None = None
) -> Artifact:
    """Record that the founder approves the present version; later ones are not.

    Raises:
        VersionConflict: `version_number` is not the present one any more.
        GenerationRunning, NotWrittenYet: there is nothing to approve now.
    """
    await locked(session, artifact)
    check_version(artifact, version_number)
    if artifact.approved_version != artifact.version_number:
        artifact.approved_version = artifact.version_number
        artifact.approved_at = clock.now()
    await session.flush()
    return artifact
