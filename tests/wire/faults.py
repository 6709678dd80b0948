"""The faults the wire server can serve instead of, or inside, an answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tests.wire.formats import Spoken
from tests.wire.reading import Asked

STATUSES: dict[str, tuple[int, str, str]] = {
    "rate_limited": (429, "rate_limit_error", "Number of requests exceeded"),
    "overloaded": (529, "overloaded_error", "Overloaded"),
    "server_error": (500, "api_error", "Internal server error"),
    "bad_gateway": (502, "api_error", "Bad gateway"),
    "key_rejected": (401, "authentication_error", "invalid x-api-key: {key}"),
    "forbidden": (403, "permission_error", "not allowed"),
    "too_long": (
        400,
        "invalid_request_error",
        "prompt is too long: maximum context length is 1000 tokens",
    ),
    "unknown_model": (404, "not_found_error", "model: no such model"),
}
SPOILT = frozenset(
    {
        "broken_json",
        "wrong_schema",
        "truncated",
        "refusal",
        "refusal_text",
        "empty",
        "inexact_anchors",
        "false_references",
        "repeated_calls",
        "thousand_calls",
        "unknown_tool",
        "wrong_types",
        "answer",
    }
)
STREAMED = frozenset({"dropped", "ends_early", "endless", "silent"})
KINDS = frozenset(STATUSES) | SPOILT | STREAMED


@dataclass
class Fault:
    """One fault; `purpose` narrows it, `times` repeats it."""

    kind: str
    purpose: str = ""
    times: int = 1
    retry_after: str | None = None
    answer: Any = None

    @classmethod
    def of(cls, value: dict[str, Any]) -> Fault:
        fault = cls(**value)
        if fault.kind not in KINDS:
            raise ValueError(f"unknown fault: {fault.kind}; known: {sorted(KINDS)}")
        return fault


def refused(
    fault: Fault, asked: Asked
) -> tuple[int, dict[str, Any], dict[str, str]] | None:
    """The error response for faults that give none of an answer."""
    if fault.kind not in STATUSES:
        return None
    status, kind, message = STATUSES[fault.kind]
    headers = {"retry-after": fault.retry_after} if fault.retry_after else {}
    error: dict[str, Any] = {
        "type": kind,
        "message": f"{message} (asked: {asked.prompt[:200]})",
    }
    if asked.provider == "anthropic":
        return status, {"type": "error", "error": error}, headers
    if fault.kind == "too_long":
        error["code"] = "context_length_exceeded"
    return status, {"error": error}, headers


def spoilt(fault: Fault, spoken: Spoken) -> Spoken:
    """`spoken` with the fault in it."""
    text = spoken.text
    match fault.kind:
        case "broken_json":
            spoken.text = text[: len(text) // 2] + '"}}]'
        case "wrong_schema":
            spoken.text = json.dumps({"something": "else"})
        case "truncated":
            spoken.text, spoken.stop = text[: len(text) // 2], "length"
        case "refusal":
            spoken.text, spoken.stop = "", "refusal"
        case "refusal_text":
            spoken.text = "I'm sorry, but I can't help with that request."
            spoken.as_text = True
        case "empty":
            spoken.text = ""
        case "inexact_anchors":
            value = json.loads(text)
            value["anchors"].append(
                {"phrase": "words nobody ever said", "description": "Invented."}
            )
            spoken.text = json.dumps(value)
        case "false_references":
            spoken.text = json.dumps(_false(json.loads(text)))
        case "answer":
            spoken.text = json.dumps(fault.answer)
        case kind:
            _call_oddly(kind, spoken)
    return spoken


def _call_oddly(kind: str, spoken: Spoken) -> None:
    match kind:
        case "repeated_calls":
            spoken.calls = 2
        case "thousand_calls":
            spoken.calls, spoken.text = 1000, "{}"
        case "unknown_tool":
            spoken.tool = "read_environment"
        case "wrong_types":
            spoken.text = json.dumps({key: [1] for key in json.loads(spoken.text)})
        case _:
            pass


def _false(value: Any) -> Any:
    """`value` with every label one nobody gave, and every quote one nobody said."""
    if isinstance(value, list):
        return [_false(each) for each in value]
    if not isinstance(value, dict):
        return value
    wrong = {"refers_to": ["F99"], "quote": "words nobody ever said"}
    return {key: wrong.get(key) or _false(each) for key, each in value.items()}
