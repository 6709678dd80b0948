"""The planner on a real model."""

from __future__ import annotations

from cofounder.accounts.tiers import Tier
from cofounder.agents.failures import Broken
from cofounder.agents.prompts import render
from cofounder.agents.running import LONG_OUTPUT_TOKENS, Asker, Task
from cofounder.plans.ports import DraftOptions, PlanRequest
from cofounder.runs.calls import Reply

ROLE = "planner"
OPTIONS = Task(ROLE, "options", DraftOptions, max_tokens=LONG_OUTPUT_TOKENS)


class RealPlanner:
    """Asks a model for ways to build; the schema holds it to one recommendation."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker

    async def draft(self, request: PlanRequest) -> Reply[DraftOptions]:
        """Two or three execution options, one recommended."""
        deep_dive = request.context.tier == Tier.CTO_SCALE
        prompt = render(
            ROLE,
            OPTIONS.name,
            {
                "passages": request.passages,
                "brief": request.brief,
                "timeline": request.timeline,
                "feedback": request.feedback,
                "deep_dive": deep_dive,
            },
        )

        def check(value: DraftOptions, is_last: bool) -> DraftOptions:
            return fitted(value, deep_dive=deep_dive)

        return await self.asker.reply(OPTIONS, request.context, prompt, check)


def fitted(value: DraftOptions, *, deep_dive: bool) -> DraftOptions:
    """The deep dive belongs to the tier that has it, and is written for each option."""
    for option in value.options:
        if not deep_dive:
            option.technical_deep_dive = None
        elif not (option.technical_deep_dive or "").strip():
            raise Broken(
                "every option needs a technical_deep_dive",
                "an option lacked its technical part",
            )
    return value
