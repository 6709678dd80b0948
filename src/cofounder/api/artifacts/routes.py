"""Artifact endpoints (API-071 to API-074, API-079, API-080, API-082)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from cofounder.api.artifacts.schemas import (
    ArtifactOut,
    ChangeOut,
    DiffOut,
    GenerationStatusOut,
    StatusOut,
    TypeStatusOut,
    VersionContentOut,
    VersionOut,
)
from cofounder.api.artifacts.views import artifact_out, artifacts_out, number_of
from cofounder.api.edge import CurrentUser, Reading, path_id
from cofounder.api.errors import NO_STORE
from cofounder.artifacts.comparing import changes
from cofounder.artifacts.contents import TRIO, ArtifactType
from cofounder.artifacts.errors import ArtifactNotFound, NotANumber
from cofounder.artifacts.reading import content_for
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.artifacts.trio import status_of
from cofounder.projects.errors import ProjectNotFound
from cofounder.projects.repository import ProjectRepository

router = APIRouter(prefix="/artifacts", tags=["artifacts"])


@router.get("/project/{pid}/generation-status")
async def generation_status(
    pid: str,
    session: Reading,
    user: CurrentUser,
    response: Response,
    types: Literal["trio", "all"] = "trio",
) -> GenerationStatusOut:
    """How far the trio is; with `types=all` the other artifacts too (API-071)."""
    response.headers.update(NO_STORE)
    project = await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )
    rows = {
        row.artifact_type: row
        for row in await ArtifactRepository(session).list_of(project.id)
    }
    kinds = tuple(ArtifactType) if types == "all" else TRIO
    states = {kind: status_of(rows.get(kind)) for kind in kinds}
    trio = [states[kind] for kind in TRIO]
    return GenerationStatusOut(
        artifacts={k.value: TypeStatusOut(**state) for k, state in states.items()},
        all_complete=all(s["status"] == "idle" and s["has_content"] for s in trio),
        any_failed=any(s["status"] == "failed" for s in trio),
    )


@router.get("/project/{pid}")
async def of_project(
    pid: str, session: Reading, user: CurrentUser
) -> list[ArtifactOut]:
    """All artifacts of a project (API-072)."""
    project = await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )
    rows = await ArtifactRepository(session).list_of(project.id)
    return await artifacts_out(session, rows, user)


@router.get("/{aid}")
async def get(
    aid: str, session: Reading, user: CurrentUser, response: Response
) -> ArtifactOut:
    """One artifact (API-073)."""
    row = await ArtifactRepository(session).get_owned(
        path_id(aid, ArtifactNotFound), user.id
    )
    return await artifact_out(session, row, user, response)


@router.get("/{aid}/status")
async def status(
    aid: str, session: Reading, user: CurrentUser, response: Response
) -> StatusOut:
    """One artifact's progress (API-074)."""
    response.headers.update(NO_STORE)
    row = await ArtifactRepository(session).get_owned(
        path_id(aid, ArtifactNotFound), user.id
    )
    return StatusOut(
        generation_status=row.generation_status.value,
        version_number=row.version_number,
        updated_at=row.updated_at,
    )


@router.get("/{aid}/versions")
async def versions(aid: str, session: Reading, user: CurrentUser) -> list[VersionOut]:
    """Every version, newest first (API-079)."""
    artifacts = ArtifactRepository(session)
    row = await artifacts.get_owned(path_id(aid, ArtifactNotFound), user.id)
    return [VersionOut.of(v) for v in await artifacts.list_versions(row.id)]


@router.get("/{aid}/versions/{number}")
async def version(
    aid: str, number: str, session: Reading, user: CurrentUser
) -> VersionContentOut:
    """One version with its content (API-079)."""
    artifacts = ArtifactRepository(session)
    row = await artifacts.get_owned(path_id(aid, ArtifactNotFound), user.id)
    found = await artifacts.get_version(row.id, number_of(number))
    return VersionContentOut.of_artifact(found, row, user)


@router.get("/{aid}/diff")
async def diff(
    aid: str,
    session: Reading,
    user: CurrentUser,
    older: Annotated[str, Query(alias="from")] = "",
    newer: Annotated[str, Query(alias="to")] = "",
) -> DiffOut:
    """What differs between two versions, by section (API-080)."""
    artifacts = ArtifactRepository(session)
    row = await artifacts.get_owned(path_id(aid, ArtifactNotFound), user.id)
    numbers = [_number(older, "from"), _number(newer, "to")]
    before, after = [
        content_for(
            row.artifact_type,
            (await artifacts.get_version(row.id, n)).content,
            user.tier,
        )
        for n in numbers
    ]
    found = [ChangeOut(**asdict(change)) for change in changes(before, after)]
    return DiffOut(from_version=numbers[0], to_version=numbers[1], changes=found)


def _number(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotANumber(name)
    return int(text)
