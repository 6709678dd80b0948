"""Every answer of the demo goes through the ledger, as a model's would.

So a step carried out again after a crash finds its stored answer, in demo mode as in
live mode, and counts of calls mean the same.
"""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import json
from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel

from cofounder.agents.fake.scenarios import Scenario, check_scenario
from cofounder.runs.calls import CallContext, Reply, Usage
from cofounder.runs.ledger import Answer, Ledger, PlannedCall, SavePartial

MODEL = "demo"
CHARACTERS_PER_TOKEN = 4
STAGES = (
    "interviewer.onboarding_questions",
    "interviewer.thesis",
    "interviewer.understanding_questions",
    "interviewer.relevance",
    "interviewer.idea_brief",
    "interviewer.confidence",
    "strategist.strategy_graph",
    "strategist.mvp_timeline",
    "strategist.app_architecture",
    "writer.product_brief",
    "writer.mvp_scope",
    "writer.milestones",
    "writer.risk_log",
    "writer.how_it_works",
    "planner.draft",
    "planner.console_options",
    "coder.design",
    "coder.write",
    "coder.fix",
)

Out = TypeVar("Out", bound=BaseModel)


class Desk:
    """Books one call per answer and lets the scenario decide how it ends.

    With `stage` only the calls of that stage follow the scenario; the others succeed.
    """

    def __init__(self, ledger: Ledger, scenario: Scenario, stage: str = "") -> None:
        if stage and stage not in STAGES:
            raise ValueError(f"unknown stage {stage!r}; known: {', '.join(STAGES)}")
        self.ledger = ledger
        self.scenario = scenario
        self.stage = stage

    def scenario_of(self, stage: str) -> Scenario:
        """How calls of `stage` behave."""
        is_meant = self.stage in ("", stage)
        return self.scenario if is_meant else Scenario.HAPPY_PATH

    async def answer(
        self,
        stage: str,
        context: CallContext,
        request: Any,
        compose: Callable[[], Out],
        kind: type[Out],
    ) -> Reply[Out]:
        """What `compose` makes, or what it made before the step was interrupted."""
        if stage not in STAGES:
            raise ValueError(f"unknown stage {stage!r}")
        asked = canonical(stage, context, request)
        digest = hashlib.sha256(asked).hexdigest()[:12]
        planned = PlannedCall(
            purpose=stage, prompt=f"demo/{stage}@{digest}", model=MODEL, request=asked
        )

        async def send(_save: SavePartial) -> Answer:
            check_scenario(self.scenario_of(stage))
            composed = await asyncio.to_thread(compose)  # long texts take a while
            text = composed.model_dump_json()
            return Answer(text=text, usage=_usage(asked, text))

        answer = await self.ledger.call(context, planned, send)
        return Reply(
            value=kind.model_validate_json(answer.text),
            usage=answer.usage,
            prompt=planned.prompt,
            generated_by=MODEL,
        )


def canonical(stage: str, context: CallContext, request: Any) -> bytes:
    """The request as bytes that are equal when it asks for the same thing."""
    asked = {
        item.name: _jsonable(getattr(request, item.name))
        for item in dataclasses.fields(request)
        if item.name != "context"
    }
    whole = {"stage": stage, "tier": context.tier, "request": asked}
    return json.dumps(whole, sort_keys=True, ensure_ascii=True, default=str).encode()


def _jsonable(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, tuple | list):
        return [_jsonable(one) for one in value]  # pyright: ignore[reportUnknownVariableType]
    return value


def _usage(asked: bytes, text: str) -> Usage:
    return Usage(
        model=MODEL,
        input_tokens=len(asked) // CHARACTERS_PER_TOKEN + 1,
        output_tokens=len(text) // CHARACTERS_PER_TOKEN + 1,
        cost_microdollars=0,
    )
