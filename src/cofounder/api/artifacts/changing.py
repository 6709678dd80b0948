"""Changing artifacts through the API (API-076 to API-078, API-081)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Response

from cofounder.api.artifacts.schemas import (
    AnnotateIn,
    ApproveIn,
    ArtifactOut,
    BringBackIn,
    EditIn,
    RestoreIn,
)
from cofounder.api.artifacts.views import artifact_out, number_of
from cofounder.api.edge import CurrentUser, EdgeDep, Session, path_id
from cofounder.api.responses import Problem
from cofounder.artifacts import editing, history
from cofounder.artifacts.errors import ArtifactNotFound, EditsCollided, MatchFailed
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.plans.editing import edit as edit_any

router = APIRouter(prefix="/artifacts", tags=["artifacts"])
MATCH: dict[int | str, dict[str, Any]] = {
    412: {"model": Problem, "description": "It is another version than `If-Match`"}
}


async def _owned(session: Session, aid: str, user: CurrentUser) -> Artifact:
    return await ArtifactRepository(session).get_owned(
        path_id(aid, ArtifactNotFound), user.id
    )


@router.patch("/{aid}/edit", responses=MATCH)
async def edit(
    aid: str,
    body: EditIn,
    session: Session,
    user: CurrentUser,
    response: Response,
    if_match: Annotated[str | None, Header()] = None,
) -> ArtifactOut:
    """Set one place to the founder's text; two at once lose nothing (API-076)."""
    artifact = await _owned(session, aid, user)
    expected = body.expected_version
    matched = _version_in(if_match)
    try:
        await edit_any(
            session,
            artifact,
            path=body.section_path,
            value=body.new_value,
            by=user,
            expected_version=expected if matched is None else matched,
        )
    except EditsCollided as error:
        if matched is None or matched == artifact.version_number:
            raise
        raise MatchFailed(matched, artifact.version_number, **_texts(error)) from None
    return await artifact_out(session, artifact, user, response)


def _version_in(header: str | None) -> int | None:
    """The version an `If-Match` names; 0, which none has, when it names none."""
    if header is None or header.strip() == "*":
        return None
    tag = header.strip().removeprefix("W/").strip('"')
    return int(tag) if tag.isascii() and tag.isdigit() and len(tag) < 10 else 0


def _texts(error: EditsCollided) -> dict[str, Any]:
    names = ("section_path", "current_value", "your_value")
    return {name: error.extra[name] for name in names}


@router.post("/{aid}/annotate")
async def annotate(
    aid: str, body: AnnotateIn, session: Session, user: CurrentUser, response: Response
) -> ArtifactOut:
    """Put a note on a section, or on words of it (API-077)."""
    artifact = await _owned(session, aid, user)
    await editing.annotate(
        session,
        artifact,
        section_id=body.section_id,
        note=body.note,
        quote=body.quote,
        by=user,
    )
    return await artifact_out(session, artifact, user, response)


@router.post("/{aid}/keep")
async def keep(
    aid: str, session: Session, user: CurrentUser, response: Response
) -> ArtifactOut:
    """Keep it as it is although what it rests on changed (API-078)."""
    artifact = await _owned(session, aid, user)
    await editing.keep(session, artifact)
    return await artifact_out(session, artifact, user, response)


@router.post("/{aid}/approve")
async def approve(
    aid: str,
    session: Session,
    user: CurrentUser,
    response: Response,
    body: ApproveIn | None = None,
) -> ArtifactOut:
    """Record that the founder approves the present version (VERS-05)."""
    artifact = await _owned(session, aid, user)
    number = body.version_number if body else None
    await editing.approve(session, artifact, version_number=number)
    return await artifact_out(session, artifact, user, response)


@router.post("/{aid}/versions/{number}/restore")
async def restore(
    aid: str,
    number: str,
    session: Session,
    edge: EdgeDep,
    user: CurrentUser,
    response: Response,
    body: RestoreIn | None = None,
) -> ArtifactOut:
    """Make an older version the present one again, as a new one (API-081)."""
    artifact = await _owned(session, aid, user)
    body = body or RestoreIn()
    await history.restore(
        session,
        artifact,
        number_of(number),
        correlation_id=edge.correlation_id,
        reason=body.reason,
        expected_version=body.expected_version,
    )
    return await artifact_out(session, artifact, user, response)


@router.post("/{aid}/versions/{number}/bring-back")
async def bring_back(
    aid: str,
    number: str,
    body: BringBackIn,
    session: Session,
    user: CurrentUser,
    response: Response,
) -> ArtifactOut:
    """Take one section from an older version, as a new one (VERS-04)."""
    artifact = await _owned(session, aid, user)
    await history.bring_back(
        session,
        artifact,
        number_of(number),
        body.section,
        by=user,
        expected_version=body.expected_version,
    )
    return await artifact_out(session, artifact, user, response)
