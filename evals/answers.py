"""The ledger of a walk: what was answered before any check, and what it took."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, cast

from cofounder.runs.models import LlmCall
from evals.outcomes import Raw, Seen, Spent

FIRST = 1


def raw_answers(rows: Sequence[LlmCall], seen: Mapping[str, Seen]) -> list[Raw]:
    """The first answer of every step, where it can be read at all."""
    found: list[Raw] = []
    for row in rows:
        step, _, attempt = row.step.rpartition(":")
        is_first = int(attempt) == FIRST and row.call_no == FIRST
        if is_first and row.outcome == "done" and step in seen:
            value = value_of(row.answer or "")
            if value is not None:
                found.append(Raw(step, value, seen[step]))
    return found


def value_of(answer: str) -> dict[str, Any] | None:
    """The object in a stored answer: itself, or what a model's response carries."""
    value = _read(answer)
    if isinstance(value, list):
        response = cast("list[dict[str, Any]]", value)[0] if value else {}
        return _said(response.get("parts") or [])
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def _said(parts: list[dict[str, Any]]) -> dict[str, Any] | None:
    for part in parts:
        said = part.get("args") if "args" in part else part.get("content")
        value = _read(said) if isinstance(said, str) else said
        if isinstance(value, dict):
            return cast("dict[str, Any]", value)
    return None


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def spent_on(
    rows: Sequence[LlmCall], stages: Sequence[Sequence[str]], seconds: float
) -> Spent:
    """What all calls took together; the cost is unknown as soon as one of them is."""
    by_step = Counter(row.step.rpartition(":")[0] for row in rows)
    done = [row for row in rows if row.outcome == "done"]
    costs = [row.cost_microdollars for row in done]
    known = [cost for cost in costs if cost is not None]
    return Spent(
        calls=len(rows),
        depth=sum(max((by_step[one] for one in stage), default=0) for stage in stages),
        repairs=sum(row.call_no > FIRST and row.attempt == FIRST for row in rows),
        retries=sum(row.attempt > FIRST for row in rows),
        input_tokens=sum(row.input_tokens for row in done),
        cached_tokens=sum(row.cached_tokens for row in done),
        output_tokens=sum(row.output_tokens for row in done),
        cost_microdollars=sum(known) if len(known) == len(costs) else None,
        seconds=seconds,
    )
