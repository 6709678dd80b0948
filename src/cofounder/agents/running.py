"""Asking a model for one structured answer: the one place where it happens.

One question, at most one repair: an answer that breaks the schema or one of our
rules goes back once with what is wrong; one that is empty, cut off or several at once
is asked for again once. After that the call has failed, for a reason that can be read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_ai import Agent, ModelRetry, NativeOutput, RunContext
from pydantic_ai.exceptions import AgentRunError, UnexpectedModelBehavior
from pydantic_ai.models import ModelRequestParameters
from pydantic_ai.settings import ModelSettings

from cofounder.accounts.tiers import ModelClass
from cofounder.agents.failures import (
    AnswerTruncated,
    Broken,
    Fault,
    Unusable,
    explained,
    failed,
)
from cofounder.agents.forms import Form, Unread
from cofounder.agents.ledgered import LedgeredModel, Line, Wait
from cofounder.agents.models import Endpoint, Models
from cofounder.agents.prompts import Prompt, instructions_of
from cofounder.runs.calls import CallContext, Reply, Usage
from cofounder.runs.errors import ModelFailed
from cofounder.runs.ledger import Ledger

T = TypeVar("T")

OUTPUT_TOKENS, LONG_OUTPUT_TOKENS = 4_096, 8_192
REQUEST_SECONDS = 600.0
REPAIRS: dict[Fault, str] = {
    Fault.TRUNCATED: (
        "Your last answer was cut off because it was too long. Answer again, complete "
        "but shorter: fewer words in every field."
    ),
    Fault.SEVERAL: (
        "Your last answer called more than one tool. None of the calls was carried "
        "out. Answer again, once, in the form asked for."
    ),
    Fault.EMPTY: "Your last answer was empty. Answer again, in the form asked for.",
}


@dataclass(frozen=True, slots=True)
class Task(Generic[T]):
    """One kind of question: who is asked, in what form the answer comes."""

    role: str
    name: str
    output: type[T]
    model_class: ModelClass = ModelClass.BALANCED
    max_tokens: int = OUTPUT_TOKENS

    @property
    def purpose(self) -> str:
        """The name under which calls are booked."""
        return f"{self.role}.{self.name}"


Check = Callable[[Any, bool], Any]
"""Holds an answer to our rules and returns it, or raises `Broken`.

The second argument says that no repair is left: what can be saved without inventing
anything is then saved.
"""


@dataclass(slots=True)
class _Attempt:
    """The state of one question: its rules, its model, why it last failed."""

    check: Check
    model: LedgeredModel
    first_call: int
    reason: str = Fault.INVALID.value

    @property
    def is_last(self) -> bool:
        return self.model.next_call - self.first_call > 1


@dataclass(slots=True)
class Step:
    """The calls of one step, numbered through, and what they took together."""

    context: CallContext
    usages: list[Usage] = field(default_factory=list[Usage])
    next_call: int = 1


class Asker:
    """Asks models on behalf of every role. Agents are built once and kept."""

    def __init__(
        self, models: Models, ledger: Ledger, *, wait: Wait = asyncio.sleep
    ) -> None:
        self.models, self.ledger, self.wait = models, ledger, wait
        self._agents: dict[tuple[str, bool], Agent[_Attempt, Any]] = {}
        self._forms: dict[tuple[str, bool], Form[Any]] = {}

    async def reply(
        self, task: Task[T], context: CallContext, prompt: Prompt, check: Check
    ) -> Reply[T]:
        """One question that is a whole step.

        Raises:
            ModelFailed: no usable answer, also after one repair.
            ModelBusy: the provider stayed overloaded; the same may work later.
            KeyRejected: the provider refused the key.
        """
        step = Step(context)
        value = await self.ask(task, step, prompt, check)
        return self.reply_of(task.model_class, step, value, prompt)

    def reply_of(
        self, model_class: ModelClass, step: Step, value: T, prompt: Prompt
    ) -> Reply[T]:
        """`value` with what all the calls of `step` took."""
        label = self.models.names[model_class].label
        usage = together(label, step.usages)
        return Reply(value, usage, prompt=prompt.reference, generated_by=label)

    async def ask(
        self,
        task: Task[T],
        step: Step,
        prompt: Prompt,
        check: Check,
        *,
        in_parts: bool = False,
    ) -> T:
        """One question of a step.

        `in_parts` says that the caller can ask for less at a time: a truncated answer
        then raises `AnswerTruncated` at once.
        """
        endpoint = await self.models.get(task.model_class)
        line = Line(
            self.ledger, step.context, task.purpose, prompt.reference, self.wait
        )
        model = LedgeredModel(endpoint, line, first_call=step.next_call)
        attempt = _Attempt(check, model, step.next_call)
        try:
            return await self._with_repair(task, endpoint, attempt, prompt, in_parts)
        except UnexpectedModelBehavior:
            raise failed(attempt.reason) from None
        except AgentRunError as error:
            raise explained(error, endpoint.name) from None
        finally:
            step.next_call = model.next_call
            step.usages.extend(model.usages)

    async def _with_repair(
        self,
        task: Task[T],
        endpoint: Endpoint,
        attempt: _Attempt,
        prompt: Prompt,
        in_parts: bool,
    ) -> T:
        try:
            return await self._answer(task, attempt, prompt.text, task.max_tokens, 1)
        except Unusable as unusable:
            fault = unusable.fault
        if fault is Fault.TRUNCATED and in_parts:
            raise AnswerTruncated(failed(fault.value).message)
        if fault not in REPAIRS or attempt.is_last:
            raise _gave_up(fault, endpoint)
        text = f"{prompt.text}\n{REPAIRS[fault]}\n"
        room = task.max_tokens * (2 if fault is Fault.TRUNCATED else 1)
        try:
            return await self._answer(task, attempt, text, room, 0)
        except Unusable as unusable:
            raise _gave_up(unusable.fault, endpoint) from None

    async def _answer(
        self, task: Task[T], attempt: _Attempt, text: str, max_tokens: int, repairs: int
    ) -> T:
        """One answer that keeps to the schema and our rules, after some repairs."""
        model = attempt.model
        key = task.purpose, model.endpoint.wants_native_output
        form = self._forms.get(key)
        if form is not None:
            response = await form.ask(model, text, max_tokens)
            try:
                return attempt.check(form.read(response), attempt.is_last)
            except (Unread, ValidationError, Broken):
                model.given = response  # what is wrong with it, the agent says
        agent = self._agent(task, model.endpoint)
        try:
            return await _run(agent, attempt, text, max_tokens, repairs=repairs)
        finally:
            if form is None and model.asked is not None:
                self._forms[key] = _form(task, model.asked)

    def _agent(self, task: Task[T], endpoint: Endpoint) -> Agent[_Attempt, T]:
        key = task.purpose, endpoint.wants_native_output
        if key not in self._agents:
            self._agents[key] = _build(task, native=endpoint.wants_native_output)
        return self._agents[key]


async def _run(
    agent: Agent[_Attempt, T],
    attempt: _Attempt,
    text: str,
    max_tokens: int,
    *,
    repairs: int,
) -> T:
    result = await agent.run(
        text,
        model=attempt.model,
        deps=attempt,
        retries={"output": repairs, "tools": repairs},
        model_settings=ModelSettings(max_tokens=max_tokens),
    )
    return result.output


def _build(task: Task[T], *, native: bool) -> Agent[_Attempt, T]:
    agent: Agent[_Attempt, T] = Agent(
        name=task.purpose,
        output_type=NativeOutput(task.output) if native else task.output,
        instructions=instructions_of(task.role),
        deps_type=_Attempt,
        model_settings=ModelSettings(
            max_retries=0,
            request_timeout=REQUEST_SECONDS,
            cache={"messages": False},
            framing_announcement="never",  # our instructions say what is data
        ),
        defer_model_check=True,
    )

    def hold_to_rules(context: RunContext[_Attempt], value: T) -> T:
        try:
            return context.deps.check(value, context.deps.is_last)
        except Broken as broken:
            context.deps.reason = broken.plain
            raise ModelRetry(broken.detail) from None

    agent.output_validator(hold_to_rules)
    return agent


def _form(
    task: Task[T], asked: tuple[ModelRequestParameters, ModelSettings]
) -> Form[T]:
    return Form(TypeAdapter(task.output), instructions_of(task.role), *asked)


def _gave_up(fault: Fault, endpoint: Endpoint) -> ModelFailed:
    if fault is Fault.REFUSED:
        return ModelFailed(
            f"{endpoint.name.label} declined to answer this. Nothing you wrote is "
            f"lost. Saying it in other words, or another model, may help."
        )
    return failed(fault.value)


def together(model: str, usages: list[Usage]) -> Usage:
    """The sum of `usages`; the cost is unknown as soon as one of them is."""
    costs = [usage.cost_microdollars for usage in usages]
    known = [cost for cost in costs if cost is not None]
    return Usage(
        model=model,
        input_tokens=sum(usage.input_tokens for usage in usages),
        output_tokens=sum(usage.output_tokens for usage in usages),
        cached_tokens=sum(usage.cached_tokens for usage in usages),
        cost_microdollars=sum(known) if len(known) == len(costs) else None,
    )
