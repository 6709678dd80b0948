"""Editing the idea brief section by section (BRIF-03, BRIF-04).

The founder's text is stored first, as a version of theirs; only then is confidence
asked for, so a failing model never costs an edit.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.staleness import mark_dependents
from cofounder.artifacts.errors import (
    BriefMissing,
    GenerationRunning,
    UnknownSection,
    VersionConflict,
    WrongValue,
)
from cofounder.artifacts.finalizing import project_passages
from cofounder.artifacts.models import Artifact, Author, GenerationStatus
from cofounder.artifacts.provenance import founder_source
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.artifacts.versions import NewContent, add_version
from cofounder.interviews.brief import BRIEF_SECTIONS, LISTS, Section
from cofounder.interviews.ports import Confidence, InterviewRequest
from cofounder.projects.models import Project
from cofounder.runs.calls import Reply
from cofounder.runs.deferral import DeferredCall, context_of, defer
from cofounder.runs.models import Run

CONFIDENCE = "brief.confidence"
MAX_SECTION = 10_000


async def get_brief(
    session: AsyncSession, project_id: UUID, *, lock: bool = False
) -> Artifact:
    """The project's idea brief.

    Raises:
        BriefMissing: the interview was not finalized yet.
    """
    brief = await ArtifactRepository(session).find(
        project_id, ArtifactType.IDEA_BRIEF, lock=lock
    )
    if brief is None or brief.current_content is None:
        raise BriefMissing
    return brief


async def edit_section(
    session: AsyncSession,
    project: Project,
    section_key: str,
    value: str | list[str],
    *,
    by: User,
    correlation_id: str,
    expected_version: int | None = None,
) -> tuple[Artifact, Run]:
    """Save the founder's text for a section and ask how well it is supported.

    Raises:
        BriefMissing: nothing to edit.
        UnknownSection, WrongValue: not a section of this plan, or the wrong kind.
        GenerationRunning, VersionConflict: somebody else is at it.
    """
    brief = await get_brief(session, project.id, lock=True)
    section = _section(section_key, by)
    _check_value(section, value)
    if brief.generation_status is GenerationStatus.GENERATING:
        raise GenerationRunning
    if expected_version is not None and expected_version != brief.version_number:
        raise VersionConflict(expected_version, brief.version_number)
    await add_version(session, brief, _edited(brief, section, value))
    await mark_dependents(session, brief)
    call = DeferredCall(
        operation=CONFIDENCE,
        subject=f"{brief.id}:{section}",
        label="Reading your edit",
        options={"section": section.value, "version": brief.version_number},
        project_id=project.id,
        subject_id=brief.id,
    )
    return brief, await defer(session, call, by=by, correlation_id=correlation_id)


def _section(key: str, by: User) -> Section:
    if key not in set(Section) or Section(key) not in BRIEF_SECTIONS[by.tier]:
        raise UnknownSection(key)
    return Section(key)


def _check_value(section: Section, value: str | list[str]) -> None:
    if section in LISTS:
        fits = isinstance(value, list) and value and all(v.strip() for v in value)
        if not fits:
            raise WrongValue(f"new_content: '{section}' takes a list of lines.")
    elif not isinstance(value, str) or not value.strip():
        raise WrongValue(f"new_content: '{section}' takes a text.")
    if len(str(value)) > MAX_SECTION:
        raise WrongValue(f"new_content: at most {MAX_SECTION:,} characters.")


def _edited(brief: Artifact, section: Section, value: str | list[str]) -> NewContent:
    assert brief.current_content is not None
    kept = {
        path: proofs
        for path, proofs in brief.sources.items()
        if path.split("/")[0] != section
    }
    edited = [*(brief.edited_sections or [])]
    if section.value not in edited:
        edited.append(section.value)
    return NewContent(
        content={**brief.current_content, section.value: value},
        sources={**kept, section.value: [founder_source(brief.id, section)]},
        author=Author.FOUNDER,
        reason=f"Edited {section.replace('_', ' ')}",
        edited_sections=edited,
        generated_by=brief.generated_by,
    )


async def confidence_request(session: AsyncSession, run: Run) -> InterviewRequest:
    """What the interviewer needs to judge an edited section."""
    assert run.project_id is not None
    brief = await get_brief(session, run.project_id)
    section = run.options["section"]
    value: list[str] | str = (brief.current_content or {}).get(section, "")
    text = value if isinstance(value, str) else "\n".join(value)
    return InterviewRequest(
        context=context_of(run, "call"),
        passages=await project_passages(session, run.project_id),
        section=section,
        content=text,
    )


async def store_confidence(
    session: AsyncSession, run: Run, reply: Reply[Confidence]
) -> dict[str, Any]:
    """Put the new confidence on the present content; it makes no version of its own."""
    assert run.project_id is not None
    brief = await get_brief(session, run.project_id, lock=True)
    content = dict(brief.current_content or {})
    section = run.options["section"]
    scores = {**content.get("confidence_scores", {}), section: reply.value.level}
    brief.current_content = {**content, "confidence_scores": scores}
    return {
        "section": section,
        "confidence": reply.value.level,
        "version": run.options["version"],
    }
