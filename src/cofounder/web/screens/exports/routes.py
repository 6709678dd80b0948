"""Files that a page links to, for a signed-in visitor.

`/projects/{pid}/documents/{kind}.pdf|.md|.json`, `/projects/{pid}/export/package.pdf|.md`
and `/projects/{pid}/export/data-room.zip`; `?variant=technical` and `?sources=true` as in
the API (API-082, API-083).
"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.errors import ArtifactNotFound
from cofounder.exports.collecting import Material, book_of, collect, package_of
from cofounder.exports.data_room.archive import archive_of
from cofounder.exports.data_room.collecting import open_room
from cofounder.exports.errors import NothingToExport
from cofounder.exports.files import File, json_file, markdown_file, pdf_file
from cofounder.exports.markdown.rendering import READABLE, TECHNICAL
from cofounder.exports.names import attachment
from cofounder.web.opened import Opened, OpenProject

router = APIRouter()


def _kind(text: str) -> ArtifactType:
    try:
        return ArtifactType(text)
    except ValueError:
        raise ArtifactNotFound from None


def _variant(text: str) -> str:
    """A link of ours says `technical` or nothing."""
    return TECHNICAL if text == TECHNICAL else READABLE


async def _material(opened: OpenProject) -> Material:
    """Everything that is exported; the connection goes back before a press waits."""
    material = await collect(opened.session, opened.project, by=opened.who.user)
    await opened.session.close()
    return material


def _saved(file: File) -> Response:
    return Response(
        file.body, media_type=file.media_type, headers=attachment(file.name)
    )


@router.get("/projects/{pid}/documents/{kind}.pdf")
async def document_pdf(opened: Opened, kind: str, sources: bool = False) -> Response:
    """One document as PDF."""
    book = book_of(await _material(opened), _kind(kind))
    return _saved(await pdf_file(book, sources=sources))


@router.get("/projects/{pid}/documents/{kind}.md")
async def document_markdown(
    opened: Opened, kind: str, variant: str = "readable"
) -> Response:
    """One document as Markdown."""
    book = book_of(await _material(opened), _kind(kind))
    return _saved(markdown_file(book, _variant(variant)))


@router.get("/projects/{pid}/documents/{kind}.json")
async def document_json(opened: Opened, kind: str) -> Response:
    """One document as data."""
    material = await _material(opened)
    artifact = material.find(_kind(kind))
    if artifact is None:
        raise NothingToExport
    return _saved(json_file(artifact, material))


@router.get("/projects/{pid}/export/package.pdf")
async def package_pdf(opened: Opened, sources: bool = False) -> Response:
    """The Strategy Package as PDF."""
    book = package_of(await _material(opened))
    return _saved(await pdf_file(book, sources=sources))


@router.get("/projects/{pid}/export/package.md")
async def package_markdown(opened: Opened, variant: str = "readable") -> Response:
    """The Strategy Package as Markdown."""
    book = package_of(await _material(opened))
    return _saved(markdown_file(book, _variant(variant)))


@router.get("/projects/{pid}/export/data-room.zip")
async def data_room(opened: Opened) -> Response:
    """Everything about the project as one archive."""
    room = await open_room(opened.session, opened.project, by=opened.who.user)
    await opened.session.close()
    return _saved(await archive_of(room))
