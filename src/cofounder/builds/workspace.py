"""The workspace store: each build's files as commits of a bare git repository.

The durable form of a build (PIPE-10). Files are written and read as objects; no
working tree exists, and no tool runs over what a model wrote.
"""

from __future__ import annotations

import asyncio
import io
import threading
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

ZIP_TIME = (1980, 1, 1, 0, 0, 0)


class WorkspaceStore:
    """Commits of every project's builds under one folder of ours."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._locks: dict[UUID, threading.Lock] = defaultdict(threading.Lock)

    async def commit(
        self, project_id: UUID, build_id: UUID, files: Mapping[str, str], message: str
    ) -> str:
        """Keep the files as the build's next commit; its 40-digit id.

        The same files again make no new commit.
        """
        return await asyncio.to_thread(
            self._commit, project_id, build_id, dict(files), message
        )

    async def read(self, project_id: UUID, commit: str) -> dict[str, str]:
        """The files of a commit."""
        return await asyncio.to_thread(self._read, project_id, commit)

    async def archive(self, project_id: UUID, commit: str) -> bytes:
        """The files as a zip: sorted names, fixed times, the same bytes each time."""
        files = await self.read(project_id, commit)
        return await asyncio.to_thread(zipped, files)

    def _commit(
        self, project_id: UUID, build_id: UUID, files: dict[str, str], message: str
    ) -> str:
        from cofounder.builds import commits  # see `_read`

        with self._locks[project_id]:
            return commits.commit(
                self._path(project_id), f"refs/heads/{build_id}", files, message
            )

    def _read(self, project_id: UUID, commit: str) -> dict[str, str]:
        # Loaded with the first build: until then it is memory, and a later start.
        from cofounder.builds import commits

        with self._locks[project_id]:
            return commits.read(self._path(project_id), commit)

    def _path(self, project_id: UUID) -> Path:
        return self.folder / f"{project_id}.git"


def zipped(files: Mapping[str, str]) -> bytes:
    """A zip of text files, the same bytes for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[path].encode("utf-8", "replace"))
    return buffer.getvalue()
