"""Where everything we wrote comes from."""

from __future__ import annotations

from fastapi import APIRouter

from cofounder.api.derived import Rows
from cofounder.api.edge import CurrentUser
from cofounder.api.provenance.schemas import ProvenanceOut
from cofounder.journey.provenance import statements_in

router = APIRouter(prefix="/projects/{pid}/provenance", tags=["provenance"])


@router.get("")
async def read(rows: Rows, user: CurrentUser) -> ProvenanceOut:
    """Every statement of the idea brief and the documents with its sources (PROV-01)."""
    return ProvenanceOut.of(rows.project.id, statements_in(rows, user.tier))
