"""Facts about projects."""

from __future__ import annotations

from collections.abc import Sequence

from cofounder.errors import Conflict, Forbidden, Invalid, NotFound
from cofounder.projects.models import Project


class ProjectNotFound(NotFound):
    """No such project, a deleted one, or somebody else's."""

    def __init__(self) -> None:
        super().__init__("Project not found")


class ProjectParked(Conflict):
    """The project is parked: nothing is executed until it is resumed."""

    code = "project_parked"

    def __init__(self) -> None:
        super().__init__("This project is parked. Resume it first.")


class ProjectNotParked(Invalid):
    """Only a parked project can be resumed."""

    code = "invalid_state"

    def __init__(self) -> None:
        super().__init__("This project is not parked.")


class StageRefused(Invalid):
    """The journey does not allow this stage change."""

    code = "stage_locked"


class ProjectLimitReached(Forbidden):
    """The plan's number of active projects is used up (PROJ-01)."""

    code = "project_limit_reached"

    def __init__(self, active: Sequence[Project], limit: int) -> None:
        message = f"Project limit reached ({len(active)}/{limit}). Upgrade your plan."
        super().__init__(
            message,
            active_count=len(active),
            max_projects=limit,
            upgrade_url="/billing",
            projects_url="/projects",
            active_projects=[
                {
                    "id": str(project.id),
                    "name": project.name,
                    "status": project.status.value,
                    "created_at": project.created_at.isoformat(),
                }
                for project in active
            ],
        )
        self.active = active
