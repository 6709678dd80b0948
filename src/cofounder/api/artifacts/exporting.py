"""Exports of documents and the data room (API-082, API-083)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from cofounder.accounts.models import User
from cofounder.api.edge import CurrentUser, Edge, EdgeDep, path_id
from cofounder.artifacts.errors import ArtifactNotFound
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.exports.book import Book
from cofounder.exports.collecting import book_of, collect, package_of
from cofounder.exports.data_room.archive import archive_of
from cofounder.exports.data_room.collecting import open_room
from cofounder.exports.files import File, markdown_file, pdf_file
from cofounder.exports.names import attachment
from cofounder.projects.errors import ProjectNotFound
from cofounder.projects.repository import ProjectRepository

router = APIRouter(tags=["exports"])


def _is(media_type: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"content": {media_type: {}}}}


def _saved(file: File) -> Response:
    return Response(
        file.body, media_type=file.media_type, headers=attachment(file.name)
    )


async def _single(edge: Edge, aid: str, user: User) -> Book:
    async with edge.database.reading() as session:
        artifacts = ArtifactRepository(session)
        row = await artifacts.get_owned(path_id(aid, ArtifactNotFound), user.id)
        project = await ProjectRepository(session).get_owned(row.project_id, user.id)
        material = await collect(session, project, by=user)
        return book_of(material, row.artifact_type)


async def _package(edge: Edge, pid: str, user: User) -> Book:
    async with edge.database.reading() as session:
        project = await ProjectRepository(session).get_owned(
            path_id(pid, ProjectNotFound), user.id
        )
        return package_of(await collect(session, project, by=user))


@router.get(
    "/artifacts/{aid}/export/pdf",
    response_class=Response,
    responses=_is("application/pdf"),
)
async def export_pdf(
    aid: str, edge: EdgeDep, user: CurrentUser, sources: bool = False
) -> Response:
    """The artifact as PDF; `sources=true` adds footnotes (API-082)."""
    return _saved(await pdf_file(await _single(edge, aid, user), sources=sources))


@router.get(
    "/artifacts/{aid}/export/markdown",
    response_class=Response,
    responses=_is("text/markdown"),
)
async def export_markdown(
    aid: str, edge: EdgeDep, user: CurrentUser, variant: str = "readable"
) -> Response:
    """The artifact as a Markdown file (API-082, EXPO-05)."""
    return _saved(markdown_file(await _single(edge, aid, user), variant))


@router.get(
    "/artifacts/project/{pid}/export/pdf",
    response_class=Response,
    responses=_is("application/pdf"),
)
async def export_package_pdf(
    pid: str, edge: EdgeDep, user: CurrentUser, sources: bool = False
) -> Response:
    """The Strategy Package as PDF; what is not written yet is named (API-083)."""
    return _saved(await pdf_file(await _package(edge, pid, user), sources=sources))


@router.get(
    "/artifacts/project/{pid}/export/markdown",
    response_class=Response,
    responses=_is("text/markdown"),
)
async def export_package_markdown(
    pid: str, edge: EdgeDep, user: CurrentUser, variant: str = "readable"
) -> Response:
    """The Strategy Package as a Markdown file (API-083)."""
    return _saved(markdown_file(await _package(edge, pid, user), variant))


@router.get(
    "/projects/{pid}/data-room",
    response_class=Response,
    responses=_is("application/zip"),
)
async def data_room(pid: str, edge: EdgeDep, user: CurrentUser) -> Response:
    """Everything about a project that leaves us, as one archive (EXPO-05, PROV-04)."""
    async with edge.database.reading() as session:
        project = await ProjectRepository(session).get_owned(
            path_id(pid, ProjectNotFound), user.id
        )
        room = await open_room(session, project, by=user)
    return _saved(await archive_of(room))
