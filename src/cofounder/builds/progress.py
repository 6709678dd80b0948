"""What a build's steps keep: design, files, checks, fixes, the preview's host."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.passages import project_passages
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.builds.ports import BuildDesign, BuildRequest
from cofounder.builds.repository import BuildRepository
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.calls import Reply
from cofounder.runs.deferral import context_of
from cofounder.runs.repository import RunRepository

MAX_FIXES = 5
FAILURE_OUTPUT = 12_000


@dataclass(frozen=True, slots=True)
class Check:
    """One executed check of a build (PIPE-06)."""

    name: str
    status: Literal["pass", "fail", "skipped"]
    duration_ms: int
    summary: str

    def as_dict(self) -> dict[str, Any]:
        """The check as it is stored and shown."""
        return asdict(self)


async def build_request(
    session: AsyncSession, run_id: UUID, step: str, files: dict[str, str]
) -> BuildRequest:
    """What the coder needs for a step of this build."""
    build = await BuildRepository(session).get_of_run(run_id)
    run = await RunRepository(session).get(run_id)
    project = await ProjectRepository(session).get(build.project_id)
    brief = await ArtifactRepository(session).find(project.id, ArtifactType.IDEA_BRIEF)
    design = None if build.design is None else BuildDesign.model_validate(build.design)
    return BuildRequest(
        context=context_of(run, step),
        project_name=project.name,
        goal=build.goal,
        passages=await project_passages(session, project.id),
        brief=(brief.current_content or {}) if brief else {},
        option=build.option,
        build_version=build.build_version,
        design=design,
        files=files,
        failure=build.failure_output or "",
        attempt=build.fix_attempts,
    )


async def keep_design(
    session: AsyncSession, run_id: UUID, reply: Reply[BuildDesign]
) -> None:
    """Store what will be built."""
    build = await BuildRepository(session).get_of_run(run_id, lock=True)
    build.design = reply.value.model_dump(mode="json")
    build.generated_by = reply.generated_by


async def keep_commit(
    session: AsyncSession, run_id: UUID, commit: str, summary: str
) -> None:
    """Store which commit holds the files now."""
    build = await BuildRepository(session).get_of_run(run_id, lock=True)
    build.commit = commit
    build.summary = summary or build.summary


async def keep_checks(session: AsyncSession, run_id: UUID, checks: list[Check]) -> None:
    """Store the results of this round of checks."""
    build = await BuildRepository(session).get_of_run(run_id, lock=True)
    build.checks = [check.as_dict() for check in checks]


async def note_failure(session: AsyncSession, run_id: UUID, output: str) -> int:
    """Count a failed round of checks and keep its output for the fix; which it was."""
    build = await BuildRepository(session).get_of_run(run_id, lock=True)
    build.fix_attempts += 1
    build.failure_output = output[-FAILURE_OUTPUT:]
    return build.fix_attempts
