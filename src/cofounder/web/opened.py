"""A project somebody looks at, with everything its pages are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.projects.models import Project
from cofounder.projects.repository import ProjectRepository
from cofounder.web.edge import Edge, EdgeDep, ProjectId, Reading, Visitor, VisitorDep
from cofounder.web.frame import Frame
from cofounder.web.frames import project_frame


@dataclass(frozen=True, slots=True)
class OpenProject:
    """The visitor's own project; somebody else's looks like a missing one."""

    request: Request
    session: AsyncSession
    edge: Edge
    who: Visitor
    project: Project

    @property
    def id(self) -> UUID:
        """The project's id."""
        return self.project.id

    @property
    def home(self) -> str:
        """The path every page of this project begins with."""
        return home_of(self.project.id)

    async def frame(self, section: str, leaf: str = "") -> Frame:
        """The shell; `section` is the page's label in the rail, `leaf` a page in it."""
        return await project_frame(
            self.request, self.session, self.edge, self.who, self.project, section, leaf
        )


def home_of(project_id: UUID) -> str:
    """The path of a project's overview."""
    return f"/projects/{project_id}"


async def opened(
    request: Request, pid: ProjectId, session: Reading, edge: EdgeDep, who: VisitorDep
) -> OpenProject:
    """The project in the path, for a page that reads."""
    project = await ProjectRepository(session).get_owned(pid, who.user.id)
    return OpenProject(request, session, edge, who, project)


Opened = Annotated[OpenProject, Depends(opened)]
