"""The library: see every document, write them, stop the writing."""

from __future__ import annotations

from contextlib import suppress

from fastapi import APIRouter
from starlette.responses import Response

from cofounder.artifacts.documents import generating
from cofounder.artifacts.documents.ordering import documents_lane
from cofounder.errors import Conflict, NotFound
from cofounder.projects.repository import ProjectRepository
from cofounder.runs import service as runs
from cofounder.runs.errors import RunOver
from cofounder.runs.repository import RunRepository
from cofounder.web.edge import EdgeDep, Session, VisitorDep, is_swap, see_other
from cofounder.web.opened import Opened
from cofounder.web.rendering import page, partial
from cofounder.web.screens.documents.loading import load
from cofounder.web.screens.documents.pages import DocumentsPage

router = APIRouter(prefix="/projects/{pid}/documents")
SECTION = "Documents"


@router.get("")
async def show(opened: Opened) -> Response:
    """Every document; polling asks for the library alone."""
    library, frame = await load(opened), await opened.frame(SECTION)
    if is_swap(opened.request):
        return partial(library, frame)
    return page(DocumentsPage(library=library), frame)


@router.post("/write")
async def write(opened: Opened, edge: EdgeDep, who: VisitorDep) -> Response:
    """Write what is missing, failed or out of date."""
    try:
        async with edge.database.transaction() as session:
            project = await ProjectRepository(session).get_owned(opened.id, who.user.id)
            await generating.generate(
                session, project, by=who.user, correlation_id=edge.correlation_id
            )
    except (Conflict, NotFound) as error:
        library = await load(opened)
        shown = DocumentsPage(library=library, error=error.message)
        return page(shown, await opened.frame(SECTION), status_code=409)
    return see_other(f"{opened.home}/documents")


@router.post("/stop")
async def stop(opened: Opened, session: Session) -> Response:
    """Stop the writing; what is finished is kept."""
    lane = documents_lane(opened.id)
    busy = await RunRepository(session).find_in_lane(lane)
    if busy is not None:
        with suppress(RunOver):  # it may have ended since we looked
            await runs.stop(session, busy)
    return see_other(
        f"{opened.home}/documents", notice="Stopped. What is finished is kept."
    )
