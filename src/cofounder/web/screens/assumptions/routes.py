"""The register as a page: one click settles an assumption, one takes it back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from cofounder.artifacts import assumptions
from cofounder.artifacts.models import Verdict
from cofounder.errors import Conflict, Invalid
from cofounder.projects.repository import ProjectRepository
from cofounder.web.edge import EdgeDep, Session, VisitorDep, own_path, see_other
from cofounder.web.opened import Opened, OpenProject
from cofounder.web.rendering import page
from cofounder.web.screens.assumptions.loading import load
from cofounder.web.screens.assumptions.sources import load_sources

router = APIRouter(prefix="/projects/{pid}")
SECTION = "Documents"
SAID = {
    Verdict.CONFIRMED: "Confirmed: your word is its source now",
    Verdict.DENIED: "Noted: we never state that again",
}


@router.get("/assumptions")
async def show(opened: Opened) -> Response:
    """Every assumption of the project in one place."""
    return page(await load(opened), await opened.frame(SECTION, "Assumptions"))


@router.get("/sources")
async def sources(opened: Opened) -> Response:
    """Everything the founder said or decided, and what rests on it."""
    return page(await load_sources(opened), await opened.frame(SECTION, "Sources"))


@router.post("/assumptions/{mark}/confirm")
async def confirm(
    opened: Opened,
    mark: str,
    edge: EdgeDep,
    back: Annotated[str, Form()] = "",
) -> Response:
    """Say that it is so."""
    return await _judge(opened, edge, mark, Verdict.CONFIRMED, back)


@router.post("/assumptions/{mark}/deny")
async def deny(opened: Opened, mark: str, edge: EdgeDep) -> Response:
    """Say that it is not so; the register shows what rests on it."""
    back = f"{opened.home}/assumptions#a-{mark}"
    return await _judge(opened, edge, mark, Verdict.DENIED, back)


async def _judge(
    opened: OpenProject,
    edge: EdgeDep,
    mark: str,
    verdict: Verdict,
    back: str,
) -> Response:
    try:
        async with edge.database.transaction() as session:
            project = await ProjectRepository(session).lock(opened.id)
            await assumptions.judge(
                session,
                project,
                mark,
                verdict,
                correlation_id=edge.correlation_id,
            )
    except (Invalid, Conflict) as error:
        return await _refused(opened, error)
    target = own_path(back, f"{opened.home}/assumptions#a-{mark}")
    return see_other(target, notice=SAID[verdict])


async def _refused(opened: OpenProject, error: Invalid | Conflict) -> Response:
    shown = await load(opened, error.message)
    status = 409 if isinstance(error, Conflict) else 422
    return page(shown, await opened.frame(SECTION, "Assumptions"), status_code=status)


@router.post("/assumptions/{mark}/reopen")
async def reopen(
    opened: Opened, mark: str, edge: EdgeDep, session: Session
) -> Response:
    """Take a verdict back."""
    project = await ProjectRepository(session).lock(opened.id)
    await assumptions.reopen(session, project, mark, correlation_id=edge.correlation_id)
    return see_other(f"{opened.home}/assumptions", notice="Open again")


@router.post("/assumptions/{mark}/rewrite")
async def rewrite(
    opened: Opened,
    mark: str,
    edge: EdgeDep,
    who: VisitorDep,
    with_edited: Annotated[str, Form()] = "",
) -> Response:
    """Write the sections that rest on it again, and only those."""
    try:
        async with edge.database.transaction() as session:
            project = await ProjectRepository(session).lock(opened.id)
            await assumptions.write_again(
                session,
                project,
                mark,
                by=who.user,
                correlation_id=edge.correlation_id,
                with_edited=bool(with_edited),
            )
    except (Invalid, Conflict) as error:
        return await _refused(opened, error)
    return see_other(f"{opened.home}/documents", notice="We are writing them again")
