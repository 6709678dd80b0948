"""What is known of an idea when a gate opens or is decided, for its context."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.gates.scorecard import Scorecard, scorecard_of
from cofounder.gates.states import GateType

_RECAP = ("problem_statement", "target_user", "value_prop")


async def recap(session: AsyncSession, project_id: UUID) -> dict[str, Any]:
    """The brief in three fields (GATE-14); the page cuts them."""
    brief = await ArtifactRepository(session).find(project_id, ArtifactType.IDEA_BRIEF)
    content = (brief.current_content or {}) if brief else {}
    return {"brief_summary": {f: content[f] for f in _RECAP if content.get(f)}}


async def known(
    session: AsyncSession, project_id: UUID, gate_type: GateType
) -> dict[str, Any]:
    """What the evidence says now; only Gate 1 asks for it."""
    if gate_type is not GateType.DIRECTION:
        return {}
    scorecard = await evidence(session, project_id)
    return {} if scorecard is None else {"scorecard": scorecard.as_dict()}


async def evidence(session: AsyncSession, project_id: UUID) -> Scorecard | None:
    """The scorecard of the present idea brief; None while there is no brief."""
    brief = await ArtifactRepository(session).find(project_id, ArtifactType.IDEA_BRIEF)
    if brief is None or brief.current_content is None:
        return None
    return scorecard_of(brief.current_content, brief.sources)
