"""The rows behind every derived read: the visitor's own project, loaded once."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from cofounder.api.edge import CurrentUser, EdgeDep, Reading, path_id
from cofounder.journey.rows import ProjectRows, load_rows
from cofounder.previews.addresses import preview_url
from cofounder.projects.errors import ProjectNotFound
from cofounder.projects.repository import ProjectRepository


async def project_rows(
    pid: str, session: Reading, edge: EdgeDep, user: CurrentUser
) -> ProjectRows:
    """The rows of the project in the path; a foreign one looks missing."""
    project = await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )
    domain, port = edge.settings.preview_domain, edge.preview_port
    return await load_rows(
        session,
        project,
        user,
        preview_address=lambda host: preview_url(host, domain, port),
    )


Rows = Annotated[ProjectRows, Depends(project_rows)]
