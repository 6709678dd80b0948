"""Artifacts as the API answers them, with what is derived on reading."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.api.artifacts.schemas import ArtifactOut
from cofounder.artifacts.errors import VersionNotFound
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.viewing import view, view_all


async def artifact_out(
    session: AsyncSession, row: Artifact, user: User, response: Response
) -> ArtifactOut:
    """One artifact; its `ETag` names the version, for `If-Match`."""
    await session.flush()
    response.headers["ETag"] = f'"{row.version_number}"'
    return ArtifactOut.of(await view(session, row, user.tier))


async def artifacts_out(
    session: AsyncSession, rows: Sequence[Artifact], user: User
) -> list[ArtifactOut]:
    """The artifacts of a project."""
    return [ArtifactOut.of(one) for one in await view_all(session, rows, user.tier)]


def number_of(text: str) -> int:
    """A version number in a path; what is none looks like a missing version."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise VersionNotFound
    return int(text)
