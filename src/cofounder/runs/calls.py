"""What every model call carries and brings back.

A call belongs to a user, a run and a step, explicitly: there is no default user and
no default session (MODL-02, TRAP-03).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CallContext:
    """On whose behalf, in which run and step, a model is asked.

    `step` is unique inside the run and the same when the step is carried out again
    after a crash; together with a call's number it finds an answer already paid for.
    """

    user_id: UUID
    run_id: UUID
    step: str
    tier: str
    correlation_id: str
    project_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """What a reply took. `cost_microdollars` is None when the price is unknown."""

    model: str
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cost_microdollars: int | None = None


@dataclass(frozen=True, slots=True)
class Reply(Generic[T]):
    """A value from a model, with what it took and the prompt that made it.

    `prompt` is `name@hash` of the rendered prompt; `generated_by` is `demo` or the
    model's name and is kept with everything made from the reply.
    """

    value: T
    usage: Usage
    prompt: str
    generated_by: str
