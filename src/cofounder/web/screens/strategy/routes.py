"""The strategy page: the graph, and the list that holds the same."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from cofounder.web.opened import Opened
from cofounder.web.rendering import page
from cofounder.web.screens.strategy.loading import load

router = APIRouter()


@router.get("/projects/{pid}/strategy")
async def strategy(opened: Opened, view: str = "graph", node: str = "") -> Response:
    """What was said and decided, and what it led to; `node` opens one of them."""
    shown = await load(opened, "list" if view == "list" else "graph", node)
    return page(shown, await opened.frame("Strategy"))
