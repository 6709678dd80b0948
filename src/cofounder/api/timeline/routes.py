"""Timeline endpoint (API-094)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AfterValidator

from cofounder.api.derived import Rows
from cofounder.api.schemas import Text
from cofounder.api.timeline.schemas import TimelineOut
from cofounder.journey.timeline import ItemType, TimelineFilter, timeline_of

router = APIRouter(prefix="/timeline", tags=["timeline"])


def _in_utc(limit: date | datetime | None) -> date | datetime | None:
    if isinstance(limit, datetime) and limit.tzinfo is None:
        return limit.replace(tzinfo=UTC)
    return limit


# A day is the whole day in UTC; a moment is exactly that.
Limit = Annotated[date | datetime | None, AfterValidator(_in_utc)]


@router.get("/{pid}")
async def get(
    rows: Rows,
    query: Annotated[Text, Query()] = "",
    type_filter: ItemType | None = None,
    date_from: Limit = None,
    date_to: Limit = None,
) -> TimelineOut:
    """Everything that happened, newest first; both ends of a range count (API-094)."""
    wanted = TimelineFilter(
        query=query, type=type_filter, date_from=date_from, date_to=date_to
    )
    return TimelineOut.of(rows.project.id, timeline_of(rows, wanted))
