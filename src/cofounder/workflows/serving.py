"""Booting a build as its preview, and making a lost snapshot again."""

from __future__ import annotations

import time
from dataclasses import dataclass
from uuid import UUID

import httpx2

from cofounder.builds.progress import Check
from cofounder.builds.repository import BuildRepository
from cofounder.builds.workshop import SERVE_ENV, Workshop, label_of, serve_argv
from cofounder.builds.workspace import WorkspaceStore
from cofounder.db import Database
from cofounder.previews.keeper import PreviewKeeper
from cofounder.previews.ports import Awake, NotAwake
from cofounder.previews.service import create_preview

BOOT_SECONDS = 60.0
NAME = "App starts and answers"


@dataclass(frozen=True, slots=True)
class Boot:
    """How the first start went; `output` is what a fix needs to read."""

    host_id: str
    check: Check
    output: str = ""


class PreviewStarter:
    """Gives a build its preview and looks whether the app answers there."""

    def __init__(self, database: Database, keeper: PreviewKeeper) -> None:
        self.database = database
        self.keeper = keeper

    async def boot(self, build_id: UUID, files: dict[str, str]) -> Boot:
        """Start the build's kept workspace; two answers below 500 make it ready."""
        started = time.monotonic()
        host_id = await self._preview(build_id, files)
        await self.keeper.restart(build_id)
        answer = await self.keeper.endpoint(host_id, BOOT_SECONDS)
        trouble = await _trouble(answer)
        spent = int((time.monotonic() - started) * 1000)
        if trouble is None:
            return Boot(host_id, Check(NAME, "pass", spent, "answers on its own URL"))
        return Boot(host_id, Check(NAME, "fail", spent, trouble[:300]), trouble)

    async def _preview(self, build_id: UUID, files: dict[str, str]) -> str:
        async with self.database.transaction() as session:
            build = await BuildRepository(session).get(build_id)
            preview = await create_preview(
                session,
                build_id=build_id,
                project_id=build.project_id,
                user_id=build.user_id,
                snapshot=label_of(build_id),
                volume=label_of(build_id),
                argv=serve_argv(files),
                env=SERVE_ENV,
            )
            preview.argv = serve_argv(files)  # a fix may have changed how it starts
            return preview.host_id

    async def forget(self, build_id: UUID) -> None:
        """End what was started of a build that is not ready."""
        await self.keeper.stop(build_id)


async def _trouble(answer: Awake | NotAwake) -> str | None:
    """What is wrong with a started app, or None when it answers twice."""
    if isinstance(answer, NotAwake):
        return answer.hint or "The app did not start."
    transport = httpx2.AsyncHTTPTransport(uds=str(answer.socket_path))
    async with httpx2.AsyncClient(transport=transport, timeout=20.0) as client:
        for _ in range(2):
            try:
                response = await client.get("http://app/")
            except httpx2.HTTPError as error:
                return f"The app did not answer its first page: {type(error).__name__}"
            if response.status_code >= 500:
                return f"The first page answers with {response.status_code}."
    return None


class BuildRestorer:
    """Makes a build's snapshot again from its commit, when it was lost."""

    def __init__(
        self, database: Database, workshop: Workshop, workspaces: WorkspaceStore
    ) -> None:
        self.database = database
        self.workshop = workshop
        self.workspaces = workspaces

    async def restore(self, build_id: UUID) -> None:
        """Install the stored files once more and keep the workspace.

        Raises:
            WorkshopFailed: they cannot be installed on this machine now.
        """
        async with self.database.reading() as session:
            build = await BuildRepository(session).get(build_id)
        assert build.commit is not None
        files = await self.workspaces.read(build.project_id, build.commit)
        await self.workshop.install(build_id, files, lambda _lines: None)
        await self.workshop.keep(build_id, files)
        await self.workshop.discard(build_id)
