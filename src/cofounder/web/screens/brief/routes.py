"""The idea brief: read it, change a section, keep the text when that fails."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from cofounder.artifacts import brief_edits
from cofounder.artifacts.errors import BriefMissing
from cofounder.errors import Conflict, Invalid
from cofounder.interviews.brief import LISTS
from cofounder.projects.repository import ProjectRepository
from cofounder.web.calls import wait_a_moment
from cofounder.web.edge import EdgeDep, VisitorDep, see_other
from cofounder.web.opened import Opened, OpenProject
from cofounder.web.rendering import page
from cofounder.web.screens.brief.loading import load
from cofounder.web.screens.brief.pages import BriefEmptyPage

router = APIRouter()


@router.get("/projects/{pid}/brief")
async def show(opened: Opened) -> Response:
    """The brief's cards, or where it will come from."""
    frame = await opened.frame("Documents")
    try:
        brief = await brief_edits.get_brief(opened.session, opened.id)
    except BriefMissing:
        empty = BriefEmptyPage(interview_href=f"{opened.home}/understanding")
        return page(empty, frame)
    return page(await load(opened.session, brief, opened.who, opened.home), frame)


@router.post("/projects/{pid}/brief/{section_key}")
async def edit(
    opened: Opened,
    edge: EdgeDep,
    who: VisitorDep,
    section_key: str,
    new_content: Annotated[str, Form()] = "",
    expected_version: Annotated[int | None, Form()] = None,
) -> Response:
    """Save the founder's text; what cannot be saved comes back with the reason."""
    lines = [line.strip() for line in new_content.splitlines() if line.strip()]
    value = lines if section_key in set(LISTS) else new_content.strip()
    try:
        async with edge.database.transaction() as session:
            project = await ProjectRepository(session).get_owned(opened.id, who.user.id)
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
        return await _again(opened, section_key, new_content, error.message)
    await wait_a_moment(edge, run)
    return see_other(f"{opened.home}/brief#{section_key}", notice="Section updated")


async def _again(
    opened: OpenProject, section_key: str, draft: str, error: str
) -> Response:
    brief = await brief_edits.get_brief(opened.session, opened.id)
    shown = await load(
        opened.session,
        brief,
        opened.who,
        opened.home,
        failed=(section_key, draft[:10_000], error),
    )
    return page(shown, await opened.frame("Documents"), status_code=422)
