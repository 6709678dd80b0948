"""Asking for documents through the API (API-070, API-075)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse

from cofounder.api.artifacts.schemas import (
    EditsInTheWayOut,
    GenerateArtifactsRequest,
    GenerationOut,
    RegenerateArtifactRequest,
    RegenerationOut,
)
from cofounder.api.edge import CurrentUser, EdgeDep, Session, path_id
from cofounder.artifacts.documents import generating
from cofounder.artifacts.documents.rewriting import EditsInTheWay
from cofounder.artifacts.errors import ArtifactNotFound
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.plans.regenerating import regenerate as write_again
from cofounder.projects.repository import ProjectRepository

router = APIRouter(prefix="/artifacts", tags=["artifacts"])


@router.post("/generate", status_code=202)
async def generate(
    body: GenerateArtifactsRequest, session: Session, edge: EdgeDep, user: CurrentUser
) -> GenerationOut:
    """Write the five documents, or those that are due (API-070, DOCU-04)."""
    project = await ProjectRepository(session).get_owned(body.project_id, user.id)
    run = await generating.generate(
        session,
        project,
        by=user,
        correlation_id=edge.correlation_id,
        force=body.force,
    )
    return GenerationOut(generation_id=run.id, run_id=run.id)


@router.post(
    "/{aid}/regenerate",
    response_model=EditsInTheWayOut,
    responses={202: {"model": RegenerationOut, "description": "It is being written"}},
)
async def regenerate(
    aid: str,
    session: Session,
    edge: EdgeDep,
    user: CurrentUser,
    body: RegenerateArtifactRequest | None = None,
) -> Any:
    """Write an artifact again; with edits only if told how (API-075, VERS-08)."""
    body = body or RegenerateArtifactRequest()
    artifact = await ArtifactRepository(session).get_owned(
        path_id(aid, ArtifactNotFound), user.id
    )
    started = await write_again(
        session,
        artifact,
        by=user,
        correlation_id=edge.correlation_id,
        force=body.force,
        keep_edits=body.keep_edits,
        instruction=body.instruction,
    )
    if isinstance(started, EditsInTheWay):
        return EditsInTheWayOut.of(started)
    made = RegenerationOut.of(artifact, started)
    return JSONResponse(made.model_dump(mode="json"), status_code=202)
