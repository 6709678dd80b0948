"""What follows for the documents when the idea brief is another one (BRIF-05)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.artifacts.contents import GENERATION_ORDER, ArtifactType
from cofounder.artifacts.documents.generating import restart
from cofounder.artifacts.documents.inputs import written
from cofounder.artifacts.versions import mark_stale
from cofounder.runs.models import Run


async def follow_brief(
    session: AsyncSession, project_id: UUID, *, by: User, correlation_id: str
) -> Run | None:
    """After narrow, pivot or a new interview: documents follow the new brief.

    Those there are and nobody edited are written again; edited ones, and the plan, are
    out of date and wait for the founder. What was being written starts over.
    """
    rows = await written(session, project_id, GENERATION_ORDER)
    edited = tuple(kind for kind, row in rows.items() if row.has_user_edits)
    kinds = [kind for kind in rows if kind not in edited]
    run = await restart(
        session, project_id, kinds, by=by, correlation_id=correlation_id
    )
    # After the stop in there: whoever fails a document locks its run before its row.
    await mark_stale(session, project_id, (*edited, ArtifactType.EXECUTION_PLAN))
    return run
