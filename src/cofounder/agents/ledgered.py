"""Every request to a model goes through here, and through the ledger.

A request is streamed, so that its text is kept while it arrives. An answer is stored
whole before anybody reads it; a step that runs again gets the stored answer and sends
nothing. Providers that are busy are asked again, each time as a ledger row of its own.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, cast

import httpx2
import structlog
from pydantic_ai.exceptions import AgentRunError
from pydantic_ai.messages import (
    ModelMessage,
    ModelMessagesTypeAdapter,
    ModelResponse,
    ModelResponseStreamEvent,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
    ToolCallPart,
    ToolCallPartDelta,
)
from pydantic_ai.models import ModelRequestParameters, StreamedResponse
from pydantic_ai.models.wrapper import WrapperModel
from pydantic_ai.settings import ModelSettings

from cofounder.agents.failures import Unusable, cut, explained, fault_of, is_cut
from cofounder.agents.models import Endpoint, cost_of
from cofounder.runs.calls import CallContext, Usage
from cofounder.runs.errors import ModelBusy
from cofounder.runs.ledger import Answer, Ledger, PlannedCall, Received, SavePartial

log = structlog.get_logger()

Wait = Callable[[float], Awaitable[None]]

TRANSPORT_ATTEMPTS = 4
LOST_ATTEMPTS = 2
SHORTEST_WAIT, LONGEST_WAIT = 2.0, 30.0
LONGEST_ASKED_WAIT = 60.0
MAX_ANSWER_CHARACTERS = 2_000_000
LOOK_EVERY_SECONDS = 0.25
PROVIDER_ERRORS = (AgentRunError, httpx2.HTTPError, ValueError, OSError)
VOLATILE = frozenset(
    {"timestamp", "run_id", "conversation_id", "metadata", "workspace_ref", "model_id"}
)


@dataclass(frozen=True, slots=True)
class Line:
    """Where and for whom calls are made: the ledger's side of an answer."""

    ledger: Ledger
    context: CallContext
    purpose: str
    prompt: str
    wait: Wait


@dataclass(slots=True)
class _Text:
    """What arrived so far."""

    pieces: list[str] = field(default_factory=list[str])
    length: int = 0
    looked_at: float = field(default_factory=time.monotonic)

    def add(self, event: ModelResponseStreamEvent) -> None:
        piece = _text_of(event)
        self.pieces.append(piece)
        self.length += len(piece)

    @property
    def is_due(self) -> bool:
        now = time.monotonic()
        if now - self.looked_at < LOOK_EVERY_SECONDS:
            return False
        self.looked_at = now
        return True

    def __str__(self) -> str:
        return "".join(self.pieces)


class LedgeredModel(WrapperModel):
    """A model whose every request is a numbered call of one step.

    `usages` collects what the requests of this step took, `asked` is what the first
    one asked for. An answer that is `given` is that of the next request.
    """

    def __init__(self, endpoint: Endpoint, line: Line, *, first_call: int = 1) -> None:
        super().__init__(endpoint.model)
        self.endpoint, self.line = endpoint, line
        self.next_call = first_call
        self.usages: list[Usage] = []
        self.asked: tuple[ModelRequestParameters, ModelSettings] | None = None
        self.given: ModelResponse | None = None

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        """The answer to one request: the stored one, or a new one.

        Raises:
            Unusable: the answer is empty, cut off or a refusal.
            ModelBusy: the provider did not answer after all attempts.
        """
        if self.given is not None:
            response, self.given = self.given, None
            return response
        if self.asked is None:
            self.asked = model_request_parameters, model_settings or ModelSettings()
        name = self.endpoint.name
        planned = PlannedCall(
            purpose=self.line.purpose,
            prompt=self.line.prompt,
            model=name.label[:120],
            request=canonical(
                name.label, messages, model_settings, model_request_parameters
            ),
            call_no=self.next_call,
        )
        self.next_call += 1

        async def send(save: SavePartial) -> Answer:
            return await self._send(
                messages, model_settings, model_request_parameters, save
            )

        answer = await self._patiently(planned, send)
        self.usages.append(answer.usage)
        response = read(answer.text)
        if (fault := fault_of(response)) is not None:
            raise Unusable(fault)
        return response

    async def _patiently(
        self, planned: PlannedCall, send: Callable[[SavePartial], Awaitable[Answer]]
    ) -> Answer:
        lost = 0
        for attempt in range(1, TRANSPORT_ATTEMPTS + 1):
            try:
                return await self.line.ledger.call(self.line.context, planned, send)
            except ModelBusy as busy:
                lost += busy.received is not None
                if attempt == TRANSPORT_ATTEMPTS or lost == LOST_ATTEMPTS:
                    raise
                seconds = waiting_time(attempt, busy.retry_after)
            log.info(
                "model_asks_to_wait",
                run=str(self.line.context.run_id),
                purpose=planned.purpose,
                attempt=attempt,
                seconds=round(seconds, 1),
            )
            await self.line.wait(seconds)
        raise AssertionError("unreachable")

    async def _send(
        self,
        messages: list[ModelMessage],
        settings: ModelSettings | None,
        parameters: ModelRequestParameters,
        save: SavePartial,
    ) -> Answer:
        text = _Text()
        stream: StreamedResponse | None = None
        try:
            async with self.wrapped.request_stream(
                messages, settings, parameters
            ) as stream:
                response = await _received(stream, text, save)
        except PROVIDER_ERRORS as error:
            if stream is None or not is_cut(error):
                raise self._failure(error, stream, text) from None
            response = cut(stream.get(), str(text))
        if not text.length and not response.parts and response.finish_reason is None:
            raise self._failure(ValueError("no answer"), stream, text)
        return Answer(text=written(response), usage=self._usage(response))

    def _failure(
        self, error: Exception, stream: StreamedResponse | None, text: _Text
    ) -> Exception:
        ours = explained(error, self.endpoint.name)
        if isinstance(ours, ModelBusy) and stream is not None and text.length:
            usage = self._usage(stream.get(), at_least_output=text.length // 4)
            ours.received = Received(str(text), usage)
        return ours

    def _usage(self, response: ModelResponse, *, at_least_output: int = 0) -> Usage:
        usage = response.usage
        usage.output_tokens = max(usage.output_tokens, at_least_output)
        return Usage(
            model=self.endpoint.name.label[:120],
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cached_tokens=usage.cache_read_tokens,
            cost_microdollars=cost_of(response, self.endpoint.name),
        )


async def _received(
    stream: StreamedResponse, text: _Text, save: SavePartial
) -> ModelResponse:
    """Read the stream to its end, or to our cap; the connection is then closed."""
    async for event in stream:
        text.add(event)
        if text.length > MAX_ANSWER_CHARACTERS:
            return cut(stream.get(), str(text))
        if text.is_due:
            await save(str(text))
    response = stream.get()
    # The provider's own word counts: a missing one is filled in on the way here.
    ended = (response.provider_details or {}).get("finish_reason")
    if ended is None and text.length and not _is_whole(str(text)):
        raise ValueError("the answer stopped without an end")
    return response


def _is_whole(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _text_of(event: ModelResponseStreamEvent) -> str:
    match event:
        case PartStartEvent(part=TextPart(content=content)):
            return content
        case PartStartEvent(part=ToolCallPart(args=str(args))):
            return args
        case PartDeltaEvent(delta=TextPartDelta(content_delta=piece)):
            return piece
        case PartDeltaEvent(delta=ToolCallPartDelta(args_delta=str(piece))):
            return piece
        case _:
            return ""


def waiting_time(attempt: int, asked: float | None) -> float:
    """Seconds before the next attempt: what was asked for, else growing with jitter."""
    if asked is not None and asked > 0:
        return min(asked, LONGEST_ASKED_WAIT)
    jitter = random.uniform(1.0, 1.5)  # noqa: S311 - spreads retries, hides nothing
    grown = SHORTEST_WAIT * 2 ** (attempt - 1) * jitter
    return min(grown, LONGEST_WAIT)


def written(response: ModelResponse) -> str:
    """`response` as text that `read` understands."""
    return ModelMessagesTypeAdapter.dump_json([response]).decode()


def read(text: str) -> ModelResponse:
    """The response written down as `text`."""
    (message,) = ModelMessagesTypeAdapter.validate_json(text)
    assert isinstance(message, ModelResponse)
    return message


def canonical(
    model: str,
    messages: list[ModelMessage],
    settings: ModelSettings | None,
    parameters: ModelRequestParameters,
) -> bytes:
    """The request as bytes that are the same whenever the same thing is asked."""
    asked = {
        "model": model,
        "messages": _lasting(
            ModelMessagesTypeAdapter.dump_python(messages, mode="json")
        ),
        "settings": dict(settings or {}),
        "tools": [
            [tool.name, tool.description, tool.parameters_json_schema]
            for tool in parameters.output_tools
        ],
        "output": (
            parameters.output_object.json_schema if parameters.output_object else None
        ),
    }
    return json.dumps(asked, sort_keys=True, ensure_ascii=False, default=str).encode()


def _lasting(value: Any) -> Any:
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value).items()
        return {key: _lasting(each) for key, each in items if key not in VOLATILE}
    if isinstance(value, list):
        return [_lasting(each) for each in cast("list[Any]", value)]
    return value
