"""Writing an answer in a provider's wire format, streamed or whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tests.wire.reading import Asked

PIECES = 12


@dataclass
class Spoken:
    """What the model says, and why it stops."""

    text: str
    stop: str = "stop"  # stop | length | refusal
    as_text: bool = False  # plain text although a tool was asked for
    cached_tokens: int = 0
    calls: int = 1  # how often the tool is called, each time with the same id
    tool: str | None = None  # another tool than the one that was offered

    def uses_tool(self, asked: Asked) -> bool:
        return asked.tool is not None and not self.as_text

    def tool_name(self, asked: Asked) -> str | None:
        return self.tool or asked.tool


def tokens(text: str) -> int:
    """About as many tokens as a provider would count."""
    return len(text) // 4 + 1


def _pieces(text: str) -> list[str]:
    size = max(1, -(-len(text) // PIECES))
    return [text[start : start + size] for start in range(0, len(text), size)]


def _event(name: str, **fields: Any) -> bytes:
    return f"event: {name}\ndata: {json.dumps({'type': name, **fields})}\n\n".encode()


def anthropic_events(asked: Asked, spoken: Spoken) -> list[bytes]:
    """The Messages stream: start, one block in pieces, the stop reason, the end."""
    uses_tool = spoken.uses_tool(asked)
    block: dict[str, Any] = {"type": "text", "text": ""}
    if uses_tool:
        name = spoken.tool_name(asked)
        block = {"type": "tool_use", "id": "toolu_1", "name": name, "input": {}}
    events = [
        _event("message_start", message=_anthropic_message(asked, spoken, [])),
        _event("ping"),
    ]
    for at in range(spoken.calls if spoken.text else 0):
        events.append(_event("content_block_start", index=at, content_block=block))
        for piece in _pieces(spoken.text):
            delta = (
                {"type": "input_json_delta", "partial_json": piece}
                if uses_tool
                else {"type": "text_delta", "text": piece}
            )
            events.append(_event("content_block_delta", index=at, delta=delta))
        events.append(_event("content_block_stop", index=at))
    stop = {"stop_reason": _anthropic_stop(asked, spoken), "stop_sequence": None}
    usage = {"output_tokens": tokens(spoken.text)}
    events.append(_event("message_delta", delta=stop, usage=usage))
    return [*events, _event("message_stop")]


def _anthropic_stop(asked: Asked, spoken: Spoken) -> str:
    if spoken.stop == "stop":
        return "tool_use" if spoken.uses_tool(asked) and spoken.text else "end_turn"
    return {"length": "max_tokens", "refusal": "refusal"}[spoken.stop]


def _anthropic_message(
    asked: Asked, spoken: Spoken, content: list[dict[str, Any]]
) -> dict[str, Any]:
    whole = tokens(asked.system + asked.prompt)
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": asked.model,
        "content": content,
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {
            "input_tokens": max(1, whole - spoken.cached_tokens),
            "output_tokens": 1,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": spoken.cached_tokens,
        },
    }


def anthropic_whole(asked: Asked, spoken: Spoken) -> dict[str, Any]:
    """The same answer without streaming."""
    content: list[dict[str, Any]] = []
    if spoken.text and spoken.uses_tool(asked):
        content = [
            {
                "type": "tool_use",
                "id": "toolu_1",
                "name": asked.tool,
                "input": json.loads(spoken.text),
            }
        ]
    elif spoken.text:
        content = [{"type": "text", "text": spoken.text}]
    message = _anthropic_message(asked, spoken, content)
    message["stop_reason"] = _anthropic_stop(asked, spoken)
    message["usage"]["output_tokens"] = tokens(spoken.text)
    return message


def openai_events(asked: Asked, spoken: Spoken) -> list[bytes]:
    """The chat-completions stream: a role, pieces, the finish reason, usage, [DONE]."""
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    if spoken.stop == "refusal":
        deltas.append({"refusal": spoken.text or "I cannot help with that."})
    elif spoken.uses_tool(asked) and spoken.text:
        function = {"name": spoken.tool_name(asked), "arguments": ""}
        for at in range(spoken.calls):
            call = {"id": "call_1", "type": "function", "function": function}
            deltas.append({"tool_calls": [{"index": at, **call}]})
            deltas += [
                {"tool_calls": [{"index": at, "function": {"arguments": piece}}]}
                for piece in _pieces(spoken.text)
            ]
    else:
        deltas += [{"content": piece} for piece in _pieces(spoken.text)]
    chunks = [_openai_chunk(asked, choices=[_choice(delta, None)]) for delta in deltas]
    finish = _openai_finish(asked, spoken)
    chunks.append(_openai_chunk(asked, choices=[_choice({}, finish)]))
    usage = _openai_usage(asked, spoken)
    chunks.append(_openai_chunk(asked, choices=[], usage=usage))
    return [*chunks, b"data: [DONE]\n\n"]


def _choice(delta: dict[str, Any], finish: str | None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "finish_reason": finish}


def _openai_chunk(asked: Asked, **fields: Any) -> bytes:
    head = {"id": "cmpl_1", "object": "chat.completion.chunk", "created": 1}
    return f"data: {json.dumps({**head, 'model': asked.model, **fields})}\n\n".encode()


def _openai_finish(asked: Asked, spoken: Spoken) -> str:
    if spoken.stop == "length":
        return "length"
    called = spoken.uses_tool(asked) and spoken.text and spoken.stop != "refusal"
    return "tool_calls" if called else "stop"


def _openai_usage(asked: Asked, spoken: Spoken) -> dict[str, Any]:
    sent, said = tokens(asked.system + asked.prompt), tokens(spoken.text)
    return {
        "prompt_tokens": sent,
        "completion_tokens": said,
        "total_tokens": sent + said,
        "prompt_tokens_details": {"cached_tokens": spoken.cached_tokens},
    }


def openai_whole(asked: Asked, spoken: Spoken) -> dict[str, Any]:
    """The same answer without streaming."""
    message: dict[str, Any] = {"role": "assistant", "content": None}
    if spoken.stop == "refusal":
        message["refusal"] = spoken.text or "I cannot help with that."
    elif spoken.uses_tool(asked) and spoken.text:
        function = {"name": asked.tool, "arguments": spoken.text}
        call = {"id": "call_1", "type": "function", "function": function}
        message["tool_calls"] = [call]
    else:
        message["content"] = spoken.text
    finish = _openai_finish(asked, spoken)
    return {
        "id": "cmpl_1",
        "object": "chat.completion",
        "created": 1,
        "model": asked.model,
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": _openai_usage(asked, spoken),
    }
