"""Idea files: what a founder would say, read as text and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import yaml

MAX_BYTES = 1_000_000
MAX_TEXT = 10_000
KEYS = ("idea", "answers", "more", "decision", "plan")
CHANGES = ("narrow", "pivot")


class BadIdeaFile(Exception):
    """The file cannot be used; the message names the field."""


@dataclass(frozen=True, slots=True)
class IdeaFile:
    """One founder: the idea, the answers by topic, further facts, two decisions.

    `change` is `(narrow | pivot, text)` when the direction changes once before it is
    confirmed. `ignored` are keys that mean nothing to us.
    """

    idea: str
    answers: dict[str, str] = field(default_factory=dict[str, str])
    more: tuple[str, ...] = ()
    change: tuple[str, str] | None = None
    plan: str = "recommended"
    ignored: tuple[str, ...] = ()


def read_idea(path: Path) -> IdeaFile:
    """The idea in the file at `path`.

    Raises:
        BadIdeaFile: missing, too long, not YAML, or not of the promised form.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadIdeaFile(f"{path}: {error.strerror}.") from error
    if len(data) > MAX_BYTES:
        raise BadIdeaFile(f"{path}: longer than {MAX_BYTES:,} bytes.")
    try:
        return parse_idea(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadIdeaFile(f"{path}: it is not UTF-8 text.") from error
    except BadIdeaFile as error:
        raise BadIdeaFile(f"{path}: {error}") from error


def parse_idea(text: str) -> IdeaFile:
    """The idea written in `text`; see `read_idea`."""
    content = _mapping(_load(text))
    return IdeaFile(
        idea=_text("idea", content.get("idea")),
        answers=_answers(content.get("answers")),
        more=_more(content.get("more")),
        change=_change(content.get("decision")),
        plan=_text("plan", content.get("plan") or "recommended"),
        ignored=tuple(str(key) for key in content if key not in KEYS),
    )


class _Text(yaml.SafeLoader):
    """YAML whose every value is text, a list or a mapping.

    No dates, numbers or booleans appear by themselves, and no aliases: a file of a
    few lines could otherwise grow to gigabytes.
    """

    yaml_implicit_resolvers = {}  # noqa: RUF012 - the library's own declaration

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):  # pyright: ignore[reportUnknownMemberType]
            raise yaml.YAMLError("aliases (*name) are not used in idea files")
        return super().compose_node(parent, index)


def _load(text: str) -> Any:
    try:
        return yaml.load(text, Loader=_Text)  # noqa: S506 - a safe loader, made safer
    except yaml.YAMLError as error:
        words = " ".join(str(error).split())
        raise BadIdeaFile(f"it is not YAML of the promised form: {words}.") from error
    except (RecursionError, ValueError) as error:
        raise BadIdeaFile("it is not YAML of the promised form.") from error


def _mapping(content: Any) -> dict[Any, Any]:
    if not isinstance(content, dict):
        raise BadIdeaFile('it must be a mapping with the key "idea".')
    return cast("dict[Any, Any]", content)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise BadIdeaFile(f"{name}: must be text.")
    text = value.strip()
    if not text:
        raise BadIdeaFile(f"{name}: must not be empty.")
    if len(text) > MAX_TEXT:
        raise BadIdeaFile(f"{name}: longer than {MAX_TEXT:,} characters.")
    return text


def _answers(value: Any) -> dict[str, str]:
    if value in (None, ""):
        return {}
    if not isinstance(value, dict):
        raise BadIdeaFile("answers: must be a mapping from topic to text.")
    pairs = cast("dict[Any, Any]", value)
    return {
        str(topic): _text(f"answers.{topic}", said)
        for topic, said in pairs.items()
        if said not in (None, "")
    }


def _more(value: Any) -> tuple[str, ...]:
    if value in (None, ""):
        return ()
    if isinstance(value, str):
        return (_text("more", value),)
    if not isinstance(value, list):
        raise BadIdeaFile("more: must be a list of texts.")
    facts = cast("list[Any]", value)
    return tuple(_text(f"more[{n}]", fact) for n, fact in enumerate(facts))


def _change(value: Any) -> tuple[str, str] | None:
    if value in (None, "", "proceed"):
        return None
    if isinstance(value, dict):
        pairs = cast("dict[Any, Any]", value)
        kind, text = next(iter(pairs.items()), ("", ""))
        if len(pairs) == 1 and kind in CHANGES:
            return str(kind), _text(f"decision.{kind}", text)
    raise BadIdeaFile('decision: must be proceed, {narrow: "..."} or {pivot: "..."}.')
