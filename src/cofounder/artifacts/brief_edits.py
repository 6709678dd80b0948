"""Editing the idea brief section by section (BRIF-03, BRIF-04).

The founder's text is stored first, as a version of theirs; only then is confidence
asked for, so a failing model never costs an edit.
"""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.merging import without_marks
from cofounder.artifacts.documents.staleness import mark_dependents
from cofounder.artifacts.errors import (
    BriefMissing,
    GenerationRunning,
    UnknownSection,
    VersionConflict,
    WrongValue,
)
from cofounder.artifacts.models import Artifact, Author, GenerationStatus
from cofounder.artifacts.passages import project_passages
from cofounder.artifacts.provenance import founder_source
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.artifacts.versions import NewContent, add_version
from cofounder.interviews.brief import (
    BRIEF_SECTIONS,
    LISTS,
    MAX_LINE,
    MAX_LINES,
    MAX_PROSE,
    Section,
)
from cofounder.interviews.ports import Confidence, InterviewRequest
from cofounder.projects.models import Project
from cofounder.runs.calls import Reply
from cofounder.runs.deferral import DeferredCall, context_of, defer
from cofounder.runs.models import Run

CONFIDENCE = "brief.confidence"


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
    call = _judging(brief, section)
    return brief, await defer(session, call, by=by, correlation_id=correlation_id)


async def judge_again(
    session: AsyncSession,
    project: Project,
    section_key: str,
    *,
    by: User,
    correlation_id: str,
) -> Run:
    """Ask once more how well a section is supported, after that failed.

    Raises:
        BriefMissing, UnknownSection: nothing to judge.
    """
    brief = await get_brief(session, project.id)
    call = _judging(brief, _section(section_key, by))
    return await defer(session, call, by=by, correlation_id=correlation_id)


def _judging(brief: Artifact, section: Section) -> DeferredCall:
    """The call about this very text: a later edit is another call, not a conflict."""
    text = text_of(brief, section)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return DeferredCall(
        operation=CONFIDENCE,
        subject=f"{brief.id}:{section}:{digest}",
        label="Reading your edit",
        options={
            "section": section.value,
            "version": brief.version_number,
            "text": text,
        },
        project_id=brief.project_id,
        subject_id=brief.id,
    )


def judging_lane(brief: Artifact, section: Section) -> str:
    """The lane of the call that judges a section as it is now."""
    return _judging(brief, section).lane


def text_of(brief: Artifact, section: Section) -> str:
    """A section as one text; the lines of a list are lines."""
    value: list[str] | str = (brief.current_content or {}).get(section.value) or ""
    return value if isinstance(value, str) else "\n".join(value)


async def is_untouched_since(
    session: AsyncSession, project: Project, section_key: str, version: int
) -> bool:
    """Whether a section still has the text of an earlier version.

    A page shows all sections at once: saving one must not refuse the next.
    """
    brief = await get_brief(session, project.id, lock=True)
    if version >= brief.version_number or section_key not in set(Section):
        return False
    earlier = await ArtifactRepository(session).get_version(brief.id, version)
    present = brief.current_content or {}
    return earlier.content.get(section_key) == present.get(section_key)


def _section(key: str, by: User) -> Section:
    if key not in set(Section) or Section(key) not in BRIEF_SECTIONS[by.tier]:
        raise UnknownSection(key)
    return Section(key)


def _check_value(section: Section, value: str | list[str]) -> None:
    lines = [value] if isinstance(value, str) else value
    is_filled = bool(lines) and all(line.strip() for line in lines)
    if (section in LISTS) == isinstance(value, str) or not is_filled:
        kind = "a list of lines, none of them blank" if section in LISTS else "a text"
        raise WrongValue(f"new_content: '{section}' takes {kind}.")
    if sum(len(line) for line in lines) > MAX_PROSE or len(lines) > MAX_LINES:
        raise WrongValue(
            f"new_content: '{section}' takes at most {MAX_PROSE:,} characters"
            f" and {MAX_LINES} lines."
        )
    if any(len(line) > MAX_LINE for line in lines if section in LISTS):
        raise WrongValue(f"new_content: a line takes at most {MAX_LINE:,} characters.")


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
    content = {**brief.current_content, section.value: value}
    return NewContent(
        content=without_marks(content, (section,)),
        sources={**kept, section.value: [founder_source(brief.id, section)]},
        author=Author.FOUNDER,
        reason=f"Edited {section.replace('_', ' ')}",
        edited_sections=edited,
        generated_by=brief.generated_by,
    )


async def confidence_request(session: AsyncSession, run: Run) -> InterviewRequest:
    """What the interviewer needs to judge an edited section."""
    assert run.project_id is not None
    return InterviewRequest(
        context=context_of(run, "call"),
        passages=await project_passages(session, run.project_id),
        section=run.options["section"],
        content=run.options["text"],
    )


async def store_confidence(
    session: AsyncSession, run: Run, reply: Reply[Confidence]
) -> dict[str, Any]:
    """Put the new confidence on the present content; it makes no version of its own.

    A text that was edited again meanwhile is judged by its own call.
    """
    assert run.project_id is not None
    brief = await get_brief(session, run.project_id, lock=True)
    section = Section(run.options["section"])
    if text_of(brief, section) == run.options["text"]:
        _put(brief, section, reply.value)
    return {
        "section": section.value,
        "confidence": reply.value.level,
        "reason": reply.value.reason,
        "version": run.options["version"],
    }


def _put(brief: Artifact, section: Section, judged: Confidence) -> None:
    content = dict(brief.current_content or {})
    scores = {**content.get("confidence_scores", {}), section.value: judged.level}
    reasons = {**content.get("confidence_reasons", {}), section.value: judged.reason}
    brief.current_content = {
        **content,
        "confidence_scores": scores,
        "confidence_reasons": {k: v for k, v in reasons.items() if v},
    }
