"""How each artifact of the trio is asked for and held to its own rules."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from cofounder.artifacts import trio
from cofounder.artifacts.contents import AppArchitecture, ArtifactType, MvpTimeline
from cofounder.artifacts.graph import strategy_graph
from cofounder.artifacts.ports import StrategyRequest
from cofounder.artifacts.timeline import check_weeks
from cofounder.artifacts.versions import Sources
from cofounder.runner import Runner
from cofounder.runs.calls import Reply

Written = tuple[Reply[Any], trio.TrioContent, Sources]


async def _write_graph(runner: Runner, request: StrategyRequest) -> Written:
    reply = await runner.strategist.strategy_graph(request)
    graph, sources = strategy_graph(reply.value, request.passages)
    return reply, graph, sources


async def _write_timeline(runner: Runner, request: StrategyRequest) -> Written:
    reply: Reply[MvpTimeline] = await runner.strategist.mvp_timeline(request)
    check_weeks(reply.value, request.context.tier)
    return reply, reply.value, {}


async def _write_architecture(runner: Runner, request: StrategyRequest) -> Written:
    reply: Reply[AppArchitecture] = await runner.strategist.app_architecture(request)
    return reply, reply.value, {}


WRITERS: dict[ArtifactType, Callable[[Runner, StrategyRequest], Awaitable[Written]]] = {
    ArtifactType.STRATEGY_GRAPH: _write_graph,
    ArtifactType.MVP_TIMELINE: _write_timeline,
    ArtifactType.APP_ARCHITECTURE: _write_architecture,
}
