"""The five documents of a project, stored without a run."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from cofounder.artifacts.models import Artifact, Author
from cofounder.artifacts.versions import NewContent, add_version, ensure_artifact
from cofounder.db import Database
from tests.exports.samples import documents


async def write_documents(
    database: Database, project_id: UUID | str, rows: Sequence[Artifact] | None = None
) -> None:
    """Store the contents of `rows` (the demo's five documents) as first versions."""
    async with database.transaction() as session:
        for row in documents() if rows is None else rows:
            stored = await ensure_artifact(
                session, UUID(str(project_id)), row.artifact_type
            )
            assert row.current_content is not None
            new = NewContent(
                content=row.current_content,
                sources=row.sources,
                item_ids=row.item_ids,
                links=row.links,
                author=Author.COFOUNDER,
                reason="First version",
                generated_by="demo",
            )
            await add_version(session, stored, new)
