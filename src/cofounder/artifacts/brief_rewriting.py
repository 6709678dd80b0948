"""Writing the idea brief again, as a whole or some of its sections."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.merging import only_sections
from cofounder.artifacts.documents.requesting import sections_wanted
from cofounder.artifacts.documents.staleness import mark_dependents
from cofounder.artifacts.errors import BriefOvertaken
from cofounder.artifacts.finalizing import brief_content, brief_request
from cofounder.artifacts.models import Author
from cofounder.artifacts.versions import (
    NewContent,
    add_version,
    ensure_artifact,
    written_again,
)
from cofounder.interviews.ports import IdeaBriefDraft, InterviewRequest
from cofounder.projects.repository import ProjectRepository
from cofounder.runs import service as runs
from cofounder.runs.calls import Reply
from cofounder.runs.models import Run, RunItem


async def rewriting_request(session: AsyncSession, run: Run) -> InterviewRequest:
    """What the interviewer needs, with what is wanted different as the instruction."""
    assert run.project_id is not None
    return await brief_request(session, run, instruction=_instruction(run))


def _instruction(run: Run) -> str:
    parts = [run.options.get("instruction", "")]
    if sections := sections_wanted(run, ArtifactType.IDEA_BRIEF):
        names = ", ".join(s.replace("_", " ") for s in sections)
        parts.append(f"Only these sections are wanted: {names}.")
    return "\n".join(part for part in parts if part)


async def store_rewritten(
    session: AsyncSession,
    run: Run,
    item: RunItem,
    request: InterviewRequest,
    reply: Reply[IdeaBriefDraft],
) -> None:
    """Save the brief as a version of this run; what rests on it is out of date.

    Raises:
        BriefOvertaken: it is not the brief any more that the answer was written from.
    """
    assert run.project_id is not None
    project = await ProjectRepository(session).lock(run.project_id)
    await runs.open_run(session, run.id)
    brief = await ensure_artifact(session, project.id, ArtifactType.IDEA_BRIEF)
    if (brief.current_content or {}) != request.previous:
        raise BriefOvertaken
    content = brief_content(reply.value, request.passages)
    sections = sections_wanted(run, ArtifactType.IDEA_BRIEF)
    if sections:
        content = only_sections(brief, content, sections)
    await add_version(
        session,
        brief,
        NewContent(
            content=content.content,
            sources=content.sources,
            author=Author.COFOUNDER,
            reason=written_again(sections, run.options.get("instruction", "")),
            edited_sections=content.edited_sections,
            run_id=run.id,
            generated_by=reply.generated_by,
            prompt=reply.prompt,
        ),
    )
    await mark_dependents(session, brief)
    await runs.complete_item(session, item.id)
