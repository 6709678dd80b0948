"""The demo's strategist: graph, timeline and architecture from the founder's words."""

from __future__ import annotations

from cofounder.agents.fake.architecture import compose_architecture
from cofounder.agents.fake.booking import Desk
from cofounder.agents.fake.graph import compose_graph
from cofounder.agents.fake.story import narrowing_of, story_of
from cofounder.agents.fake.timeline import compose_timeline
from cofounder.artifacts.contents import AppArchitecture, MvpTimeline
from cofounder.artifacts.ports import StrategyGraphDraft, StrategyRequest
from cofounder.runs.calls import Reply


class DemoStrategist:
    """The trio composed by rules."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def strategy_graph(
        self, request: StrategyRequest
    ) -> Reply[StrategyGraphDraft]:
        """Anchors copied from the passages, and ten moves that rest on them."""
        return await self.desk.answer(
            "strategist.strategy_graph",
            request.context,
            request,
            lambda: compose_graph(story_of(request.passages, request.brief)),
            StrategyGraphDraft,
        )

    async def mvp_timeline(self, request: StrategyRequest) -> Reply[MvpTimeline]:
        """Relative weeks inside the tier's range, without a date."""
        return await self.desk.answer(
            "strategist.mvp_timeline",
            request.context,
            request,
            lambda: compose_timeline(
                story_of(request.passages, request.brief),
                request.context.tier,
                narrowing_of(request.brief),
            ),
            MvpTimeline,
        )

    async def app_architecture(
        self, request: StrategyRequest
    ) -> Reply[AppArchitecture]:
        """Plain-English parts, how they join and what they cost."""
        return await self.desk.answer(
            "strategist.app_architecture",
            request.context,
            request,
            lambda: compose_architecture(story_of(request.passages, request.brief)),
            AppArchitecture,
        )
