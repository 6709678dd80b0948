"""The timeline page; its filters are its address."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from cofounder.web.opened import Opened
from cofounder.web.rendering import page
from cofounder.web.screens.timeline.loading import day_of, load
from cofounder.web.screens.timeline.pages import Filters

router = APIRouter()
LONGEST = 200


@router.get("/projects/{pid}/timeline")
async def timeline(
    opened: Opened,
    query: str = "",
    kind: Annotated[str, Query(alias="type")] = "",
    first: Annotated[str, Query(alias="from")] = "",
    last: Annotated[str, Query(alias="to")] = "",
    item: str = "",
) -> Response:
    """Milestones in relative weeks, and what happened; `item` opens a card."""
    filters = Filters(
        query=query.strip()[:LONGEST],
        type=kind,
        date_from=first,
        date_to=last,
        error=_wrong(first, last),
    )
    return page(await load(opened, filters, item), await opened.frame("Timeline"))


def _wrong(first: str, last: str) -> str:
    days = [day_of(text) for text in (first, last) if text]
    if None in days:
        return "A day looks like 2026-05-20. What cannot be read is left out."
    if len(days) == 2 and days[0] is not None and days[1] is not None:
        return "" if days[0] <= days[1] else "The first day comes after the last."
    return ""
