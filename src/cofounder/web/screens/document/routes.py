"""Reading a document and what a founder does to the whole of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from cofounder.artifacts import editing, history
from cofounder.artifacts.contents import DOCUMENTS, TITLES, ArtifactType
from cofounder.artifacts.documents.rewriting import EditsInTheWay, regenerate
from cofounder.artifacts.errors import ArtifactNotFound, VersionNotFound
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.errors import Conflict, Invalid
from cofounder.journey.sources import page_of
from cofounder.web.edge import EdgeDep, Session, VisitorDep, see_other
from cofounder.web.opened import Opened, OpenProject
from cofounder.web.rendering import page
from cofounder.web.screens.document.loading import load, rewrite_of
from cofounder.web.screens.document.pages import DocumentPage, NotWritten
from cofounder.web.screens.document.versions import load_history
from cofounder.web.screens.texts import check_text
from cofounder.web.typed import whole_number

router = APIRouter(prefix="/projects/{pid}/documents")
SECTION = "Documents"


def document_kind(kind: str) -> ArtifactType:
    """One of the five; anything else looks like a missing document."""
    found = next((each for each in DOCUMENTS if each == kind), None)
    if found is None:
        raise ArtifactNotFound
    return found


Kind = Annotated[ArtifactType, Depends(document_kind)]


def version_number(number: str) -> int:
    """The version in a path; what is no number looks like a missing version."""
    found = whole_number(number)
    if found is None:
        raise VersionNotFound
    return found


VersionNumber = Annotated[int, Depends(version_number)]


async def present(session: AsyncSession, opened: OpenProject, kind: Kind) -> Artifact:
    """The project's document of a type.

    Raises:
        ArtifactNotFound: it was never asked for.
    """
    row = await ArtifactRepository(session).find(opened.id, kind)
    if row is None:
        raise ArtifactNotFound
    return row


@router.get("/{kind}")
async def show(opened: Opened, kind: Kind) -> Response:
    """The document, or what will be here."""
    return page(await load(opened, kind), await opened.frame(SECTION, TITLES[kind]))


@router.get("/{kind}/history")
async def versions(opened: Opened, kind: Kind) -> Response:
    """Who changed it, when and why."""
    row = await present(opened.session, opened, kind)
    return page(
        await load_history(opened, row), await opened.frame(SECTION, TITLES[kind])
    )


@router.post("/{kind}/approve")
async def approve(
    opened: Opened,
    kind: Kind,
    session: Session,
    version: Annotated[int, Form(ge=1)],
) -> Response:
    """Approve the version on the page, if it is still the present one."""
    row = await present(session, opened, kind)
    here = page_of(kind, opened.home)
    try:
        await editing.approve(session, row, version_number=version)
    except Conflict as error:
        return see_other(here, notice=error.message)
    return see_other(here, notice=f"Version {version} approved")


@router.post("/{kind}/keep")
async def keep(opened: Opened, kind: Kind, session: Session) -> Response:
    """Leave the document as it is although what it rests on changed."""
    await editing.keep(session, await present(session, opened, kind))
    return see_other(page_of(kind, opened.home), notice="Kept as it is")


@router.post("/{kind}/rewrite")
async def rewrite(
    opened: Opened,
    kind: Kind,
    edge: EdgeDep,
    who: VisitorDep,
    instruction: Annotated[str, Form()] = "",
    edits: Annotated[str, Form()] = "",
) -> Response:
    """Write it again; with edits only once the founder said what becomes of them."""
    here = page_of(kind, opened.home)
    try:
        check_text("instruction", instruction)
        async with edge.database.transaction() as session:
            started = await regenerate(
                session,
                await present(session, opened, kind),
                by=who.user,
                correlation_id=edge.correlation_id,
                force=edits == "replace",
                keep_edits=edits == "keep",
                instruction=instruction.strip(),
            )
    except (Invalid, Conflict) as error:
        return await _asked_again(opened, kind, instruction, error)
    if isinstance(started, EditsInTheWay):
        return await _asked_again(opened, kind, instruction)
    return see_other(here, notice="We are writing it again")


async def _asked_again(
    opened: OpenProject,
    kind: ArtifactType,
    instruction: str,
    error: Invalid | Conflict | None = None,
) -> Response:
    row = await present(opened.session, opened, kind)
    form = replace(
        rewrite_of(row, page_of(kind, opened.home)),
        instruction=instruction,
        error=error.message if error else "",
        is_open=True,
    )
    shown = await load(opened, kind)
    if isinstance(shown, DocumentPage):
        shown = replace(shown, rewrite=form)
    status = _status_of(error) if error else 200
    return page(shown, await opened.frame(SECTION, TITLES[kind]), status_code=status)


def _status_of(error: Invalid | Conflict) -> int:
    return 409 if isinstance(error, Conflict) else 422


@router.post("/{kind}/notes/{section}")
async def annotate(
    opened: Opened,
    kind: Kind,
    section: str,
    edge: EdgeDep,
    who: VisitorDep,
    note: Annotated[str, Form()] = "",
    quote: Annotated[str, Form()] = "",
) -> Response:
    """Put a note on a section, or on words of it."""
    here = page_of(kind, opened.home)
    try:
        async with edge.database.transaction() as session:
            await editing.annotate(
                session,
                await present(session, opened, kind),
                section_id=section,
                note=note.strip(),
                quote=quote.strip() or None,
                by=who.user,
            )
    except (Invalid, Conflict) as error:
        left = {"note_draft": note, "note_quote": quote, "note_error": error.message}
        shown = _with_section(await load(opened, kind), section, left)
        frame = await opened.frame(SECTION, TITLES[kind])
        return page(shown, frame, status_code=_status_of(error))
    return see_other(f"{here}#section-{section}", notice="Note added")


def _with_section(
    shown: DocumentPage | NotWritten, key: str, left: dict[str, str]
) -> DocumentPage | NotWritten:
    """The page with what a form of one section left there."""
    if isinstance(shown, NotWritten):
        return shown
    return replace(
        shown,
        sections=tuple(
            replace(each, **left) if each.key == key else each
            for each in shown.sections
        ),
    )


@router.post("/{kind}/versions/{number}/restore")
async def restore(
    opened: Opened,
    kind: Kind,
    number: VersionNumber,
    edge: EdgeDep,
    session: Session,
) -> Response:
    """Make an older version the present one; nothing is deleted."""
    row = await present(session, opened, kind)
    here = page_of(kind, opened.home)
    try:
        await history.restore(session, row, number, correlation_id=edge.correlation_id)
    except Conflict as error:
        return see_other(f"{here}/history", notice=error.message)
    return see_other(here, notice=f"Restored version {number}")
