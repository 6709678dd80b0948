"""The idea brief: read it, change a section, keep the text when that fails."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from cofounder.artifacts import brief_edits
from cofounder.artifacts.errors import BriefMissing, VersionConflict
from cofounder.errors import CofounderError, Conflict, Invalid
from cofounder.interviews.brief import LISTS
from cofounder.projects.repository import ProjectRepository
from cofounder.web.calls import wait_a_moment
from cofounder.web.edge import EdgeDep, VisitorDep, see_other
from cofounder.web.opened import Opened, OpenProject
from cofounder.web.rendering import page
from cofounder.web.screens.brief.loading import Unsaved, load
from cofounder.web.screens.brief.pages import BriefEmptyPage
from cofounder.web.screens.texts import check_text

router = APIRouter()
UPDATED = "Section updated"


@router.get("/projects/{pid}/brief")
async def show(opened: Opened) -> Response:
    """The brief's cards, or where it will come from."""
    frame = await opened.frame("Documents")
    try:
        brief = await brief_edits.get_brief(opened.session, opened.id)
    except BriefMissing:
        empty = BriefEmptyPage(interview_href=f"{opened.home}/understanding")
        return page(empty, frame)
    return page(await load(opened, brief), frame)


@router.post("/projects/{pid}/brief/{section_key}")
async def edit(
    opened: Opened,
    edge: EdgeDep,
    who: VisitorDep,
    section_key: str,
    new_content: Annotated[str, Form()] = "",
    expected_version: Annotated[int | None, Form(ge=1, le=10**9)] = None,
) -> Response:
    """Save the founder's text; what cannot be saved comes back with the reason."""
    lines = [line.strip() for line in new_content.splitlines() if line.strip()]
    value = lines if section_key in set(LISTS) else new_content.strip()
    try:
        check_text("new_content", new_content)
        async with edge.database.transaction() as session:
            project = await ProjectRepository(session).get_owned(opened.id, who.user.id)
            if expected_version and await brief_edits.is_untouched_since(
                session, project, section_key, expected_version
            ):
                expected_version = None
            _, run = await brief_edits.edit_section(
                session,
                project,
                section_key,
                value,
                by=who.user,
                correlation_id=edge.correlation_id,
                expected_version=expected_version,
            )
    except (Invalid, Conflict) as error:
        return await _again(opened, section_key, new_content, error)
    await wait_a_moment(edge, run)
    return see_other(f"{opened.home}/brief#section-{section_key}", notice=UPDATED)


async def _again(
    opened: OpenProject, section_key: str, draft: str, error: CofounderError
) -> Response:
    """The same page with the founder's text in its field, and the reason beside it."""
    brief = await brief_edits.get_brief(opened.session, opened.id)
    conflict = isinstance(error, VersionConflict)
    unsaved = Unsaved(section_key, draft, error.message, is_conflict=conflict)
    shown = await load(opened, brief, unsaved=unsaved)
    frame = await opened.frame("Documents")
    return page(shown, frame, status_code=409 if conflict else 422)


@router.post("/projects/{pid}/brief/{section_key}/confidence")
async def judge(
    opened: Opened, edge: EdgeDep, who: VisitorDep, section_key: str
) -> Response:
    """Ask again how well an edited section is supported, after that failed."""
    async with edge.database.transaction() as session:
        project = await ProjectRepository(session).get_owned(opened.id, who.user.id)
        run = await brief_edits.judge_again(
            session,
            project,
            section_key,
            by=who.user,
            correlation_id=edge.correlation_id,
        )
    await wait_a_moment(edge, run)
    return see_other(f"{opened.home}/brief#section-{section_key}")
