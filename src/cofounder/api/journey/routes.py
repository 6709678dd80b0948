"""Journey endpoint (API-092)."""

from __future__ import annotations

from fastapi import APIRouter

from cofounder.api.derived import Rows
from cofounder.api.journey.schemas import JourneyOut
from cofounder.journey.stages import journey_of

router = APIRouter(prefix="/journey", tags=["journey"])


@router.get("/{pid}")
async def get(rows: Rows) -> JourneyOut:
    """The five stages with their checklists and risks (API-092)."""
    return JourneyOut.of(journey_of(rows))
