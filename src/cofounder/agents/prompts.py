"""Prompts are files: rendered here and nowhere else, with a fingerprint.

Each role has `instructions.md`, the same for every call, and one template per task.
What a founder wrote enters a prompt only through `fenced`: between two marks that
nobody could have typed, because they occur in nothing that is inside.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import BaseModel

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Prompt:
    """A rendered prompt: the stable part, the part of this call, and its name."""

    name: str
    instructions: str
    text: str

    @property
    def reference(self) -> str:
        """`name@hash`, kept with everything made from the answer."""
        whole = f"{self.instructions}\x00{self.text}"
        return f"{self.name}@{hashlib.sha256(whole.encode()).hexdigest()[:16]}"


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - Markdown for a model, never HTML
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: dict[str, Any] = {"one_line": one_line, "as_json": as_json}
    made.filters.update(filters)  # pyright: ignore[reportUnknownMemberType]
    return made


@cache
def instructions_of(role: str) -> str:
    """What `role` is told before every call; it never changes while we run."""
    return environment.get_template(f"{role}/instructions.md").render().strip()


def render(
    role: str,
    task: str,
    values: Mapping[str, Any],
    *,
    shared: Collection[str] | None = None,
) -> Prompt:
    """The prompt of `role` for `task`; a value the template lacks is an error.

    `shared` names the values that several prompts have in common. The mark is made from
    them alone, so that prompts which begin with the same material begin with the same
    bytes, and a provider reads them from its cache.
    """
    mark = _mark(values, values if shared is None else shared)

    def fenced(label: str, text: str) -> str:
        return f"<<<{mark} {label}\n{text}\n{label} {mark}>>>"

    template = environment.get_template(f"{role}/{task}.md")
    text = template.render(**values, mark=mark, fenced=fenced)
    return Prompt(f"{role}.{task}", instructions_of(role), text.strip() + "\n")


def one_line(text: str) -> str:
    """`text` as one quoted line, so that it cannot pretend to be a heading."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def as_json(value: Any) -> str:
    """`value` as readable JSON with a stable order."""
    plain = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True)


def _mark(values: Mapping[str, Any], shared: Collection[str]) -> str:
    """A mark that occurs nowhere in `values`, the same for the same `shared` values.

    Only somebody who types the very mark into another value changes it: the prompt then
    shares less with its neighbours, and the mark still closes no fence.
    """
    same = {key: value for key, value in values.items() if key in shared}
    digest = hashlib.sha256("\x00".join(_texts(same)).encode(errors="replace"))
    texts = list(_texts(values))
    while any(digest.hexdigest()[:16] in text for text in texts):
        digest.update(b"again")
    return digest.hexdigest()[:16]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        yield value.model_dump_json()
    elif is_dataclass(value):
        for each in fields(value):
            yield from _texts(getattr(value, each.name))
    elif isinstance(value, Mapping):
        for key, inner in cast("Mapping[str, Any]", value).items():
            yield key
            yield from _texts(inner)
    elif isinstance(value, Sequence):
        for inner in cast("Sequence[Any]", value):
            yield from _texts(inner)


environment = _environment()
