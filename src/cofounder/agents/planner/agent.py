"""The planner on a real model."""

from __future__ import annotations

from typing import TypeVar

from cofounder.accounts.tiers import Tier
from cofounder.agents.failures import Broken
from cofounder.agents.prompts import render
from cofounder.agents.running import LONG_OUTPUT_TOKENS, Asker, Task
from cofounder.plans.ports import (
    ConsoleOptions,
    ConsoleRequest,
    DraftOptions,
    OptionSet,
    PlanRequest,
)
from cofounder.runs.calls import Reply

ROLE = "planner"
OPTIONS = Task(ROLE, "options", DraftOptions, max_tokens=LONG_OUTPUT_TOKENS)
CONSOLE = Task(ROLE, "console_options", ConsoleOptions, max_tokens=LONG_OUTPUT_TOKENS)
Options = TypeVar("Options", bound=OptionSet)


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

    async def console_options(self, request: ConsoleRequest) -> Reply[ConsoleOptions]:
        """Two to four answers to one question, one recommended."""
        deep_dive = request.context.tier == Tier.CTO_SCALE
        prompt = render(
            ROLE,
            CONSOLE.name,
            {
                "passages": request.passages,
                "brief": request.brief,
                "question": request.question,
                "chosen": request.chosen,
                "wish": request.wish,
                "deep_dive": deep_dive,
            },
        )

        def check(value: ConsoleOptions, is_last: bool) -> ConsoleOptions:
            return fitted(value, deep_dive=deep_dive)

        return await self.asker.reply(CONSOLE, request.context, prompt, check)


def fitted(value: Options, *, deep_dive: bool) -> Options:
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
