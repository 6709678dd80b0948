"""Comparing two contents: by section, and word by word (VERS-04, VERS-05); pure.

Words that occur all over a long text are no anchors of the comparison, so it ends
quickly on texts that repeat themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal, cast

from cofounder.artifacts.statements import text_of

Change = Literal["added", "removed", "changed"]
Kind = Literal["same", "added", "removed"]
MOST_TOKENS = 4_000
# Kept with a content, and not something it says.
NOT_SECTIONS = frozenset(
    {
        "_schema_version",
        "confidence_scores",
        "confidence_reasons",
        "generated_at",
        "plan_set_id",
        "feedback_context",
    }
)
_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section that differs: its old and its new value."""

    path: str
    change: Change
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Segment:
    """Words both texts have, or only the new one or the old."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class WordChange:
    """A section that differs, word by word, and by how many words."""

    path: str
    change: Change
    segments: tuple[Segment, ...]
    added: int
    removed: int


def changes(
    old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> list[SectionChange]:
    """The sections that differ, in the order of the new content."""
    before, after = old or {}, new or {}
    found: list[SectionChange] = []
    for path in dict.fromkeys([*after, *before]):
        was, now = before.get(path), after.get(path)
        if path in NOT_SECTIONS or was == now:
            continue
        change = "added" if was is None else "removed" if now is None else "changed"
        found.append(SectionChange(path, change, was, now))
    return found


def word_changes(
    old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> list[WordChange]:
    """The sections that differ, word by word, in the order of the new content."""
    return [_words_of(change) for change in changes(old, new)]


def _words_of(change: SectionChange) -> WordChange:
    segments = compare_texts(section_text(change.old), section_text(change.new))
    return WordChange(
        path=change.path,
        change=change.change,
        segments=segments,
        added=words_in(segments, "added"),
        removed=words_in(segments, "removed"),
    )


def section_text(value: Any) -> str:
    """What a section says, as one text: listed items one after another."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(section_text(item) for item in cast("list[Any]", value))
    if isinstance(value, Mapping):
        texts = cast("Mapping[str, Any]", value)
        return text_of(texts) or "\n".join(section_text(v) for v in texts.values())
    return str(value)


def compare_texts(old: str, new: str) -> tuple[Segment, ...]:
    """Both texts as one row of segments; each can be read out of it in full.

    Texts longer than `MOST_TOKENS` are shown as replaced: a comparison of them costs
    more than it tells.
    """
    if old == new:
        return (Segment("same", old),) if old else ()
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    if max(len(before), len(after)) > MOST_TOKENS:
        return tuple(_change(old, new))
    return tuple(_segments(SequenceMatcher(None, before, after), before, after))


def _segments(
    matcher: SequenceMatcher[str], old: list[str], new: list[str]
) -> Iterator[Segment]:
    """Changes that only a blank parts are one: words out, then words in."""
    gone = come = ""
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        before, after = "".join(old[i1:i2]), "".join(new[j1:j2])
        is_bridge = before.isspace() and bool(gone or come) and "\n" not in before
        if tag != "equal" or is_bridge:
            gone, come = gone + before, come + after
            continue
        yield from _change(gone, come)
        gone = come = ""
        yield Segment("same", before)
    yield from _change(gone, come)


def _change(gone: str, come: str) -> Iterator[Segment]:
    if gone:
        yield Segment("removed", gone)
    if come:
        yield Segment("added", come)


def words_in(segments: Iterable[Segment], kind: Kind) -> int:
    """How many words stayed, came or went."""
    return sum(len(s.text.split()) for s in segments if s.kind == kind)
