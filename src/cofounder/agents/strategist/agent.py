"""The strategist on a real model."""

from __future__ import annotations

from typing import Any

from cofounder.accounts.tiers import Tier
from cofounder.agents.prompts import Prompt, render
from cofounder.agents.running import LONG_OUTPUT_TOKENS, Asker, Task
from cofounder.agents.strategist import rules
from cofounder.artifacts.contents import WEEKS, AppArchitecture, MvpTimeline
from cofounder.artifacts.ports import StrategyGraphDraft, StrategyRequest
from cofounder.runs.calls import Reply

ROLE = "strategist"
STRATEGY_GRAPH = Task(
    ROLE, "strategy_graph", StrategyGraphDraft, max_tokens=LONG_OUTPUT_TOKENS
)
MVP_TIMELINE = Task(ROLE, "mvp_timeline", MvpTimeline)
APP_ARCHITECTURE = Task(ROLE, "app_architecture", AppArchitecture)


class RealStrategist:
    """Asks a model for the trio, and holds it to the founder's words."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker

    async def strategy_graph(
        self, request: StrategyRequest
    ) -> Reply[StrategyGraphDraft]:
        """Anchors that are exact substrings of the passages, and strategy on them."""
        fewest = rules.fewest_anchors(request.passages)
        prompt = _prompt(STRATEGY_GRAPH, request, fewest=fewest)

        def check(value: StrategyGraphDraft, is_last: bool) -> StrategyGraphDraft:
            return rules.strategy_graph(value, request.passages, is_last=is_last)

        return await self.asker.reply(STRATEGY_GRAPH, request.context, prompt, check)

    async def mvp_timeline(self, request: StrategyRequest) -> Reply[MvpTimeline]:
        """Relative weeks inside the tier's range."""
        tier = request.context.tier
        shortest, longest = WEEKS[Tier(tier)]
        prompt = _prompt(
            MVP_TIMELINE, request, tier=tier, shortest=shortest, longest=longest
        )

        def check(value: MvpTimeline, is_last: bool) -> MvpTimeline:
            return rules.timeline(value, tier)

        return await self.asker.reply(MVP_TIMELINE, request.context, prompt, check)

    async def app_architecture(
        self, request: StrategyRequest
    ) -> Reply[AppArchitecture]:
        """Plain-English components, connections and monthly costs."""
        prompt = _prompt(APP_ARCHITECTURE, request)

        def check(value: AppArchitecture, is_last: bool) -> AppArchitecture:
            return rules.architecture(value)

        return await self.asker.reply(APP_ARCHITECTURE, request.context, prompt, check)


def _prompt(task: Task[Any], request: StrategyRequest, **values: Any) -> Prompt:
    known = {"passages": request.passages, "brief": request.brief}
    return render(ROLE, task.name, {**known, **values})
